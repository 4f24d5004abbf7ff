import { sql } from 'kysely'
import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'

export interface ImportedHours {
  readonly id: Id<'availability_rule'>
  readonly personId: Id<'person'> | null
  readonly resourceId: Id<'resource'> | null
  readonly weekday: number
  readonly fromMinute: number
  readonly toMinute: number
  readonly zone: string
}

export interface ImportedLesson {
  readonly id: Id<'lesson'>
  readonly offeringId: Id<'offering'>
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly capacity: number
  readonly markedAt: Temporal.Instant | null
  readonly createdAt: Temporal.Instant
  /** False where an older system gave the time away twice; its reservation then stops nobody. */
  readonly teacherExclusive: boolean
  readonly roomExclusive: boolean
}

export interface ImportedPlace {
  readonly id: Id<'place'>
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly exclusive: boolean
  readonly createdAt: Temporal.Instant
}

/** Adds weekly hours under ids that the import chose; what is here already stays as it is. Gives the new ids. */
export async function importHours(ctx: Ctx, hours: readonly ImportedHours[]): Promise<Set<string>> {
  const made = new Set<string>()
  for (const batch of inBatches(hours)) {
    const added = await ctx.db
      .insertInto('scheduling.availabilityRule')
      .values(batch.map((rule) => ({ orgId: ctx.orgId, ...rule })))
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .returning('id')
      .execute()
    for (const { id } of added) made.add(id)
  }
  return made
}

export interface ImportedTimetable {
  readonly made: ReadonlySet<string>
  /** Lessons whose teacher, room or student was claimed already; their reservation stops nobody. */
  readonly clashes: readonly { readonly lessonId: string; readonly asWhat: string }[]
}

/** Adds lessons, places and what they claim; claims that meet another one are kept beside it and named. */
export async function importLessons(
  ctx: Ctx,
  lessons: readonly ImportedLesson[],
  places: readonly ImportedPlace[],
): Promise<ImportedTimetable> {
  const { orgId } = ctx
  const made = new Set<string>()
  for (const batch of inBatches(lessons)) {
    const rows = batch.map(({ teacherExclusive: _, roomExclusive: __, ...lesson }) => ({ orgId, ...lesson }))
    const added = await ctx.db
      .insertInto('scheduling.lesson')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .returning('id')
      .execute()
    for (const { id } of added) made.add(id)
  }
  const newPlaces = await importPlaces(ctx, places)
  for (const { id } of newPlaces) made.add(id)
  await countPlaces(ctx, newPlaces)
  const byId = new Map(lessons.map((lesson) => [lesson.id, lesson]))
  const claims = [
    ...lessons.filter(({ id }) => made.has(id)).flatMap(claimsOfLesson),
    ...newPlaces.map((place) => claimOfPlace(place, byId.get(place.lessonId)!)),
  ]
  return { made, clashes: await importClaims(ctx, claims) }
}

async function importPlaces(ctx: Ctx, places: readonly ImportedPlace[]): Promise<ImportedPlace[]> {
  const made = new Set<string>()
  for (const batch of inBatches(places)) {
    const added = await ctx.db
      .insertInto('scheduling.place')
      .values(batch.map(({ exclusive: _, ...place }) => ({ orgId: ctx.orgId, ...place, status: 'taken' as const })))
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .execute()
    for (const { id } of added) made.add(id)
  }
  return places.filter(({ id }) => made.has(id))
}

// An older system may have let more students in than the lesson had places for: they stay, and the lesson grows.
async function countPlaces(ctx: Ctx, places: readonly ImportedPlace[]): Promise<void> {
  const lessonIds = [...new Set(places.map(({ lessonId }) => lessonId))]
  await sql`
    update scheduling.lesson lesson
    set places_taken = counted.taken, capacity = greatest(lesson.capacity, counted.taken)
    from (
      select lesson_id, count(*)::int as taken from scheduling.place
      where org_id = ${ctx.orgId} and status = 'taken' and lesson_id = any(${lessonIds}::uuid[])
      group by lesson_id) counted
    where lesson.org_id = ${ctx.orgId} and lesson.id = counted.lesson_id`.execute(ctx.db)
}

interface ImportedClaim {
  readonly lesson: ImportedLesson
  readonly asWhat: 'teacher' | 'student' | 'resource'
  readonly claimantId: string
  readonly exclusive: boolean
}

function claimsOfLesson(lesson: ImportedLesson): ImportedClaim[] {
  const teacher: ImportedClaim = {
    lesson,
    asWhat: 'teacher',
    claimantId: lesson.teacherId,
    exclusive: lesson.teacherExclusive,
  }
  if (lesson.roomId === null) return [teacher]
  return [teacher, { lesson, asWhat: 'resource', claimantId: lesson.roomId, exclusive: lesson.roomExclusive }]
}

function claimOfPlace(place: ImportedPlace, lesson: ImportedLesson): ImportedClaim {
  return { lesson, asWhat: 'student', claimantId: place.studentId, exclusive: place.exclusive }
}

async function importClaims(
  ctx: Ctx,
  claims: readonly ImportedClaim[],
): Promise<{ lessonId: string; asWhat: string }[]> {
  const clashes: { lessonId: string; asWhat: string }[] = []
  for (const batch of inBatches(claims)) {
    const rows = batch.map((claim) => ({ id: newId('reservation'), claim }))
    const made = new Set(await insertClaims(ctx, rows))
    const lost = rows.filter(({ id }) => !made.has(id))
    await insertClaims(
      ctx,
      lost.map(({ id, claim }) => ({ id, claim: { ...claim, exclusive: false } })),
    )
    clashes.push(...lost.map(({ claim }) => ({ lessonId: claim.lesson.id, asWhat: claim.asWhat })))
  }
  return clashes
}

async function insertClaims(ctx: Ctx, rows: readonly { id: string; claim: ImportedClaim }[]): Promise<string[]> {
  if (rows.length === 0) return []
  const claims = rows.map(({ claim }) => claim)
  const { rows: made } = await sql<{ id: string }>`
    insert into scheduling.reservation (org_id, id, person_id, resource_id, as_what, during, exclusive, lesson_id)
    select ${ctx.orgId}::uuid, id, case when as_what <> 'resource' then claimant_id end,
      case when as_what = 'resource' then claimant_id end, as_what, tstzrange(starts_at, ends_at), exclusive, lesson_id
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${claims.map(({ claimantId }) => claimantId)}::uuid[],
      ${claims.map(({ asWhat }) => asWhat)}::text[], ${claims.map(({ lesson }) => lesson.startsAt.toString())}::timestamptz[],
      ${claims.map(({ lesson }) => lesson.endsAt.toString())}::timestamptz[], ${claims.map(({ exclusive }) => exclusive)}::boolean[],
      ${claims.map(({ lesson }) => lesson.id)}::uuid[])
      as wanted (id, claimant_id, as_what, starts_at, ends_at, exclusive, lesson_id)
    on conflict do nothing
    returning id`.execute(ctx.db)
  return made.map(({ id }) => id)
}
