import { sql, type SqlBool } from 'kysely'
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

/** Adds weekly hours under ids that the import chose, where they overlap none that are here. Gives the ids of those that do. */
export async function importHours(ctx: Ctx, hours: readonly ImportedHours[]): Promise<Set<string>> {
  const wanted = await dropKnown(ctx, 'scheduling.availabilityRule', hours)
  const refused = new Set<string>()
  for (const batch of inBatches(wanted)) {
    const owners = batch.map(({ personId, resourceId }) => personId ?? resourceId)
    const { rows } = await sql<{ id: string }>`
      select distinct wanted.id
      from unnest(${batch.map(({ id }) => id)}::uuid[], ${owners}::uuid[], ${batch.map(({ weekday }) => weekday)}::int[],
        ${batch.map(({ fromMinute }) => fromMinute)}::int[], ${batch.map(({ toMinute }) => toMinute)}::int[])
        as wanted (id, owner_id, weekday, from_minute, to_minute)
      join scheduling.availability_rule rule on rule.org_id = ${ctx.orgId} and rule.claimant_id = wanted.owner_id
        and rule.weekday = wanted.weekday and rule.from_minute < wanted.to_minute and wanted.from_minute < rule.to_minute`.execute(
      ctx.db,
    )
    for (const { id } of rows) refused.add(id)
  }
  for (const batch of inBatches(wanted.filter(({ id }) => !refused.has(id)))) {
    await ctx.db
      .insertInto('scheduling.availabilityRule')
      .values(batch.map((rule) => ({ orgId: ctx.orgId, ...rule })))
      .execute()
  }
  return refused
}

export interface ImportedTimetable {
  /** Lessons whose teacher, room or student was claimed already; their reservation stops nobody. */
  readonly clashes: readonly { readonly lessonId: string; readonly asWhat: string }[]
  /** Places in lessons that were cancelled here; they were not given. */
  readonly refusedPlaces: ReadonlySet<string>
  /** Lessons here that had no place left; they got more. */
  readonly grown: ReadonlySet<string>
}

/** Adds lessons, places and what they claim; claims that meet another one are kept beside it and named. */
export async function importLessons(
  ctx: Ctx,
  lessons: readonly ImportedLesson[],
  places: readonly ImportedPlace[],
): Promise<ImportedTimetable> {
  const { orgId } = ctx
  const newLessons = await dropKnown(ctx, 'scheduling.lesson', lessons)
  for (const batch of inBatches(newLessons)) {
    await ctx.db
      .insertInto('scheduling.lesson')
      .values(batch.map(({ teacherExclusive: _, roomExclusive: __, ...lesson }) => ({ orgId, ...lesson })))
      .execute()
    await sql`
      update scheduling.lesson lesson set location_id = room.location_id
      from resources.resource room
      where lesson.org_id = ${orgId} and lesson.id = any(${batch.map(({ id }) => id)}::uuid[])
        and room.org_id = ${orgId} and room.id = lesson.room_id`.execute(ctx.db)
  }
  const standing = await readTimes(
    ctx,
    places.map(({ lessonId }) => lessonId),
  )
  const isOpen = ({ lessonId }: ImportedPlace) => standing.get(lessonId)?.status === 'planned'
  const newPlaces = await importPlaces(ctx, places.filter(isOpen))
  const grown = await countPlaces(ctx, newPlaces, standing)
  await sql`delete from scheduling.reservation where org_id = ${orgId} and held_until <= ${ctx.now}`.execute(ctx.db)
  const claims = [
    ...newLessons.flatMap(claimsOfLesson),
    ...newPlaces.map((place): ImportedClaim => {
      const { startsAt, endsAt } = standing.get(place.lessonId)!
      const { lessonId, studentId, exclusive } = place
      return { lesson: { id: lessonId, startsAt, endsAt }, asWhat: 'student', claimantId: studentId, exclusive }
    }),
  ]
  const refused = places.filter((place) => !isOpen(place))
  return { clashes: await importClaims(ctx, claims), refusedPlaces: new Set(refused.map(({ id }) => id)), grown }
}

async function dropKnown<Row extends { readonly id: string }>(
  ctx: Ctx,
  table: 'scheduling.lesson' | 'scheduling.availabilityRule',
  rows: readonly Row[],
): Promise<Row[]> {
  const ids = rows.map(({ id }) => id)
  const known = await ctx.db
    .selectFrom(table)
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where(sql<SqlBool>`id = any(${ids}::uuid[])`)
    .execute()
  const here = new Set<string>(known.map(({ id }) => id))
  return rows.filter(({ id }) => !here.has(id))
}

// A lesson of an earlier import may have been moved or cancelled here since.
async function readTimes(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]) {
  const rows = await ctx.db
    .selectFrom('scheduling.lesson')
    .select(['id', 'startsAt', 'endsAt', 'status', 'capacity'])
    .where('orgId', '=', ctx.orgId)
    .where(sql<SqlBool>`id = any(${[...new Set(lessonIds)]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
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

// An older system may have let more students in than the lesson has places for: they stay, and the lesson grows.
async function countPlaces(
  ctx: Ctx,
  places: readonly ImportedPlace[],
  before: ReadonlyMap<string, { readonly capacity: number }>,
): Promise<Set<string>> {
  const grown = new Set<string>()
  for (const lessonIds of inBatches([...new Set(places.map(({ lessonId }) => lessonId))])) {
    const taken = await ctx.db
      .selectFrom('scheduling.place')
      .select((eb) => ['lessonId', eb.fn.countAll<bigint>().as('count')])
      .where('orgId', '=', ctx.orgId)
      .where('status', '=', 'taken')
      .where(sql<SqlBool>`lesson_id = any(${lessonIds}::uuid[])`)
      .groupBy('lessonId')
      .execute()
    // Named twice, because the planner knows nothing yet of rows that were just written: each lesson is looked up by its key.
    const { rows } = await sql<{ id: string; capacity: number }>`
      update scheduling.lesson lesson
      set places_taken = counted.taken, capacity = greatest(lesson.capacity, counted.taken)
      from unnest(${taken.map(({ lessonId }) => lessonId)}::uuid[], ${taken.map(({ count }) => String(count))}::int[]) as counted (id, taken)
      where lesson.org_id = ${ctx.orgId} and lesson.id = any(${lessonIds}::uuid[]) and lesson.id = counted.id
      returning lesson.id, lesson.capacity`.execute(ctx.db)
    for (const { id, capacity } of rows) if (capacity > (before.get(id)?.capacity ?? capacity)) grown.add(id)
  }
  return grown
}

interface ImportedClaim {
  readonly lesson: Pick<ImportedLesson, 'id' | 'startsAt' | 'endsAt'>
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
