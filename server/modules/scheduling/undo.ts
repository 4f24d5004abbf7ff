import { sql } from 'kysely'
import { changedSince, keepChange, openChange } from '#platform/changes.ts'
import type { Ctx } from '#platform/context.ts'
import { attempt } from '#platform/db.ts'
import { emitAll } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { deleteExpiredHolds, lockClaimants, type Claim } from './claims.ts'
import type { Lesson } from './contract.ts'
import { timeTaken } from './errors.ts'

type Row = Readonly<Record<string, unknown>>

/** A lesson with everything that belongs to it, as the database writes it down: `Rows` as JSON. Two that are the same are the same text. */
export type LessonMemory = string

interface Rows {
  readonly lesson: Row
  readonly places: readonly Row[]
  readonly claims: readonly Row[]
  readonly resources: readonly Row[]
}

/** How lessons were before a change and after it; a lesson that was planned is only in `after`. */
export interface LessonsChanged {
  readonly before: readonly LessonMemory[]
  readonly after: readonly LessonMemory[]
}

/** Lessons as they are, locked until the transaction ends. Held places belong to requests and are left out. */
export async function rememberLessons(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]): Promise<LessonMemory[]> {
  if (lessonIds.length === 0) return []
  const ids = sql`any(${[...lessonIds].toSorted()}::uuid[])`
  await sql`select from scheduling.lesson where org_id = ${ctx.orgId} and id = ${ids} order by id for no key update`.execute(
    ctx.db,
  )
  const { rows } = await sql<{ memory: LessonMemory }>`
    select jsonb_build_object('lesson', to_jsonb(l), 'places',
      (select coalesce(jsonb_agg(to_jsonb(p) order by p.id), '[]') from scheduling.place p
        where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.status <> 'held'), 'claims',
      (select coalesce(jsonb_agg(to_jsonb(r) order by r.id), '[]') from scheduling.reservation r
        where r.org_id = ${ctx.orgId} and r.lesson_id = l.id), 'resources',
      (select coalesce(jsonb_agg(to_jsonb(x) order by x.resource_id), '[]') from scheduling.lesson_resource x
        where x.org_id = ${ctx.orgId} and x.lesson_id = l.id))::text as memory
    from scheduling.lesson l where l.org_id = ${ctx.orgId} and l.id = ${ids} order by l.id`.execute(ctx.db)
  return rows.map(({ memory }) => memory)
}

/** Makes a function that changes or plans one lesson one that can be taken back. */
export function undoable<I>(name: string, run: (ctx: Ctx, input: I) => Promise<Lesson>) {
  return async (ctx: Ctx, input: I): Promise<Lesson> => {
    const change = openChange(ctx)
    const known = idIn(input)
    const before = await rememberLessons(change, known ? [known] : [])
    const lesson = await run(change, input)
    await keepChange(change, name, { before, after: await rememberLessons(change, [lesson.id]) })
    return lesson
  }
}

/** The same for several lessons that change in one act: they are taken back in one as well. */
export function undoableTogether<I>(
  name: string,
  lessonsOf: (input: I) => readonly Id<'lesson'>[],
  run: (ctx: Ctx, input: I) => Promise<{ lessons: Lesson[] }>,
) {
  return async (ctx: Ctx, input: I): Promise<{ lessons: Lesson[] }> => {
    const change = openChange(ctx)
    const ids = lessonsOf(input)
    const before = await rememberLessons(change, ids)
    const answer = await run(change, input)
    await keepChange(change, name, { before, after: await rememberLessons(change, ids) })
    return answer
  }
}

function idIn(input: unknown): Id<'lesson'> | null {
  const isOfLesson = typeof input === 'object' && input !== null && 'lessonId' in input
  return isOfLesson ? (input.lessonId as Id<'lesson'>) : null // the contract names and checks it
}

/** The `run` of an undo whose memory is lessons and nothing else. */
export function undoLessons(ctx: Ctx, memory: unknown): Promise<void> {
  return restoreLessons(ctx, memory as LessonsChanged) // kept by `undoable`
}

/**
 * Puts lessons back as they were: same times, same places, same claims. Refused when somebody has changed one of them since, or has taken a time
 * that they had. Nothing is restored by half.
 */
export async function restoreLessons(ctx: Ctx, changed: LessonsChanged): Promise<void> {
  const [before, after] = [changed.before.map(readRows), changed.after.map(readRows)]
  const ids = after.map(idOf)
  const current = await rememberLessons(ctx, ids)
  if (current.join() !== changed.after.join()) throw changedSince()
  const claims = before.flatMap((memory) => memory.claims)
  const freed = after.flatMap((memory) => memory.claims)
  await lockClaimants(ctx, [...claims, ...freed].map(toClaim))
  await deleteExpiredHolds(ctx, claims.map(toClaim))
  await releaseEverything(ctx, ids)
  await dropPlanned(ctx, before, after)
  await writeBack(
    ctx,
    'scheduling.lesson',
    before.map(({ lesson }) => lesson),
  )
  await writeBack(
    ctx,
    'scheduling.place',
    before.flatMap(({ places }) => places),
  )
  await writeBack(
    ctx,
    'scheduling.lesson_resource',
    before.flatMap(({ resources }) => resources),
  )
  if ((await writeBack(ctx, 'scheduling.reservation', claims)) < claims.length) throw timeTaken()
  if (await isOverfull(ctx, ids)) throw timeTaken()
  await emitAll(
    ctx,
    ids.map((id) => ({ name: 'scheduling.lesson_restored', subject: { kind: 'lesson', id }, payload: {} })),
  )
}

function readRows(memory: LessonMemory): Rows {
  return JSON.parse(memory) as Rows // written by rememberLessons
}

function idOf({ lesson }: Rows): Id<'lesson'> {
  return lesson['id'] as Id<'lesson'> // a row of that table
}

// The database writes a range as ["2026-11-18 07:00:00+00","2026-11-18 07:45:00+00").
function toClaim(row: Row): Claim {
  const [from, to] = String(row['during'])
    .replaceAll(/[[\]()"]/g, '')
    .split(',')
  return {
    asWhat: row['as_what'] as Claim['asWhat'], // a check constraint
    claimantId: String(row['claimant_id']),
    from: instantOf(from!),
    to: instantOf(to!),
  }
}

function instantOf(text: string): Temporal.Instant {
  return Temporal.Instant.from(text.replace(' ', 'T'))
}

async function releaseEverything(ctx: Ctx, ids: readonly Id<'lesson'>[]): Promise<void> {
  const isOne = sql<boolean>`lesson_id = any(${[...ids]}::uuid[])`
  await ctx.db.deleteFrom('scheduling.reservation').where('orgId', '=', ctx.orgId).where(isOne).execute()
  await ctx.db.deleteFrom('scheduling.lessonResource').where('orgId', '=', ctx.orgId).where(isOne).execute()
}

// A lesson that was planned a moment ago goes altogether; whatever has come to lean on it since keeps it.
async function dropPlanned(ctx: Ctx, before: readonly Rows[], after: readonly Rows[]): Promise<void> {
  const known = new Set(before.map(idOf))
  const planned = after.map(idOf).filter((id) => !known.has(id))
  const addedPlaces = after
    .flatMap(({ places }) => places)
    .filter(({ id }) => !before.some(({ places }) => places.some((place) => place['id'] === id)))
    .map(({ id }) => id)
  try {
    await attempt(ctx.db, async () => {
      await sql`delete from scheduling.place where org_id = ${ctx.orgId} and id = any(${addedPlaces}::uuid[])`.execute(
        ctx.db,
      )
      await sql`delete from scheduling.lesson where org_id = ${ctx.orgId} and id = any(${planned}::uuid[])`.execute(
        ctx.db,
      )
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === '23503') throw changedSince({ cause: error })
    throw error
  }
}

type Table = 'scheduling.lesson' | 'scheduling.place' | 'scheduling.reservation' | 'scheduling.lesson_resource'

const keys: Record<Table, readonly string[]> = {
  'scheduling.lesson': ['org_id', 'id'],
  'scheduling.place': ['org_id', 'id'],
  'scheduling.reservation': ['org_id', 'id'],
  'scheduling.lesson_resource': ['org_id', 'lesson_id', 'resource_id'],
}
/** Columns that the database works out itself. */
const generated: Partial<Record<Table, readonly string[]>> = {
  'scheduling.reservation': ['claimant_id', 'starts_at', 'ends_at'],
}

/** Writes rows as they were, over those that are there; how many were. What the constraint against double booking refuses is left out. */
async function writeBack(ctx: Ctx, table: Table, rows: readonly Row[]): Promise<number> {
  if (rows.length === 0) return 0
  const columns = Object.keys(rows[0]!).filter((name) => !generated[table]?.includes(name))
  const names = sql.join(columns.map((name) => sql.id(name)))
  const changed = columns.filter((name) => !keys[table].includes(name))
  const conflict =
    table === 'scheduling.reservation' || changed.length === 0
      ? sql`on conflict do nothing`
      : sql`on conflict (org_id, id) do update set ${sql.join(changed.map((name) => sql`${sql.id(name)} = excluded.${sql.id(name)}`))}`
  const { rows: written } = await sql`
    insert into ${sql.table(table)} (${names})
    select ${names} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)
    ${conflict} returning 1`.execute(ctx.db)
  return written.length
}

// A request may hold the last place by now.
async function isOverfull(ctx: Ctx, ids: readonly Id<'lesson'>[]): Promise<boolean> {
  const { rows } = await sql`
    select from scheduling.lesson l where l.org_id = ${ctx.orgId} and l.id = any(${[...ids]}::uuid[]) and l.status = 'planned'
      and l.capacity < l.places_taken + (
        select count(*) from scheduling.place p
        where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.status = 'held' and p.held_until > ${ctx.now})`.execute(
    ctx.db,
  )
  return rows.length > 0
}
