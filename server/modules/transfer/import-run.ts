import { createHash } from 'node:crypto'
import { importBookings } from '#booking'
import { importOfferings } from '#catalogue'
import { getOrganisation } from '#organisations'
import { importPeople } from '#people'
import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { importRooms } from '#resources'
import { importHours, importLessons } from '#scheduling'
import type { ReportKind } from './contract.ts'
import { idFromOld } from './old-ids.ts'
import type { MessageArgs, MessageKey } from './old-database.ts'
import type { ImportPlan, OldRecord } from './plan.ts'
import {
  toBooking,
  toEnrolment,
  toFamily,
  toGuardianship,
  toHours,
  toLesson,
  toOffering,
  toPerson,
  toPlace,
  toPrice,
  toRoom,
} from './planned-rows.ts'

export interface ImportSource {
  readonly oldSystem: 'music-school'
  /** The name of the file or the host, without passwords. */
  readonly name: string
  readonly options: { readonly zone: string; readonly currency: string; readonly country: string }
}

export interface ImportSummary {
  readonly runId: Id<'import_run'>
  readonly tables: readonly TableCounts[]
  readonly counts: Readonly<Record<ReportKindName, number>>
  readonly remarks: readonly ImportRemark[]
}

type ReportKindName = (typeof ReportKind)['_zod']['output']

export interface TableCounts {
  readonly table: string
  readonly read: number
  made: number
  changed: number
  unchanged: number
  kept: number
}

export interface ImportRemark {
  readonly kind: ReportKindName
  readonly table: string
  readonly key: string
  readonly message: MessageKey
  readonly args: MessageArgs
}

/**
 * Writes a plan, all of it in the transaction of `ctx` or nothing. What an earlier run wrote stays as it is now, because people may have
 * worked on it since; old rows that changed meanwhile are kept anew and reported.
 */
export async function writePlan(
  ctx: Ctx,
  plan: ImportPlan,
  source: ImportSource,
  onProgress: (step: string) => void,
): Promise<ImportSummary> {
  const runId = newId('import_run')
  await ctx.db
    .insertInto('transfer.importRun')
    .values({
      orgId: ctx.orgId,
      id: runId,
      oldSystem: source.oldSystem,
      sourceName: source.name,
      options: JSON.stringify(source.options),
      startedAt: ctx.now,
    })
    .execute()
  const clashes = await writeRows(ctx, plan, onProgress)
  onProgress('records')
  const states = await writeRecords(ctx, plan.records, { runId, oldSystem: source.oldSystem })
  const fresh = (remark: { table: string; key: string }) => states.get(`${remark.table}/${remark.key}`) !== 'unchanged'
  const changed = plan.records
    .filter(({ table, key }) => states.get(`${table}/${key}`) === 'changed')
    .map(changedRemark)
  const remarks = [...plan.report.remarks.filter(fresh), ...clashes, ...changed]
  await writeRemarks(ctx, runId, remarks)

  const tables = countTables(plan.records, states)
  const counts = { merged: 0, guessed: 0, not_understood: 0, clash: 0, kept: 0 }
  for (const { kind } of remarks) counts[kind]++
  await ctx.db
    .updateTable('transfer.importRun')
    .set({ finishedAt: ctx.now, report: JSON.stringify({ tables, counts }) })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', runId)
    .execute()
  await emit(
    ctx,
    'transfer.imported',
    { kind: 'import_run', id: runId },
    { oldSystem: source.oldSystem, source: source.name, counts },
  )
  return { runId, tables, counts, remarks }
}

async function writeRows(ctx: Ctx, plan: ImportPlan, onProgress: (step: string) => void): Promise<ImportRemark[]> {
  const { locale, currency } = await getOrganisation(ctx)
  const { now } = ctx
  onProgress('people')
  await importPeople(ctx, {
    persons: plan.persons.map((person) => toPerson(person, now)),
    families: plan.families.map((family) => toFamily(family, now)),
    guardianships: plan.guardianships.map((guardianship) => toGuardianship(guardianship, now)),
  })
  onProgress('offerings')
  await importRooms(
    ctx,
    plan.rooms.map((room) => toRoom(room, now)),
  )
  await importOfferings(ctx, {
    offerings: plan.offerings.map((offering) => toOffering(offering, now)),
    prices: plan.prices.map((price) => toPrice(price, now)),
  })
  onProgress('hours')
  await importHours(ctx, plan.availability.map(toHours))
  onProgress('lessons')
  const { clashes } = await importLessons(
    ctx,
    plan.lessons.map((lesson) => toLesson(lesson, now)),
    plan.places.map((place) => toPlace(place, now)),
  )
  onProgress('bookings')
  const holdOf = (id: string) => idFromOld(ctx.orgId, 'music-school', 'hold', 'bookings', id) as Id<'hold'>
  const bookings = plan.bookings.map((booking) =>
    toBooking(booking, { now, locale, currency, holdId: holdOf(booking.id) }),
  )
  await importBookings(
    ctx,
    bookings,
    plan.enrolments.map((enrolment) => toEnrolment(enrolment, now)),
  )

  const sources = new Map(plan.lessons.map((lesson) => [lesson.id, lesson.sources[0]]))
  return clashes.flatMap(({ lessonId, asWhat }): ImportRemark[] => {
    const source = sources.get(lessonId)
    return source ? [{ kind: 'clash', ...source, message: 'transfer.clash_here', args: { what: asWhat } }] : []
  })
}

type RecordState = 'made' | 'changed' | 'unchanged'

async function writeRecords(
  ctx: Ctx,
  records: readonly OldRecord[],
  run: { runId: Id<'import_run'>; oldSystem: string },
): Promise<Map<string, RecordState>> {
  const states = new Map<string, RecordState>()
  for (const batch of inBatches(records)) {
    const rows = batch.map((record) => ({
      orgId: ctx.orgId,
      id: newId('old_record'),
      oldSystem: run.oldSystem,
      oldTable: record.table,
      oldKey: record.key,
      runId: run.runId,
      fingerprint: fingerprintOf(record),
      columns: JSON.stringify(record.columns),
      becameKind: record.became?.kind ?? null,
      becameId: record.became?.id ?? null,
      remarks: JSON.stringify(record.keptColumns),
    }))
    const written = await ctx.db
      .insertInto('transfer.oldRecord')
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .constraint('old_record_once')
          .doUpdateSet((eb) => ({
            fingerprint: eb.ref('excluded.fingerprint'),
            columns: eb.ref('excluded.columns'),
            runId: eb.ref('excluded.runId'),
          }))
          .where(({ eb, ref }) => eb(ref('transfer.oldRecord.fingerprint'), '<>', ref('excluded.fingerprint'))),
      )
      .returning(['id', 'oldTable', 'oldKey'])
      .execute()
    const chosen = new Set<string>(rows.map(({ id }) => id))
    for (const { table, key } of batch) states.set(`${table}/${key}`, 'unchanged')
    for (const { id, oldTable, oldKey } of written)
      states.set(`${oldTable}/${oldKey}`, chosen.has(id) ? 'made' : 'changed')
  }
  return states
}

async function writeRemarks(ctx: Ctx, runId: Id<'import_run'>, remarks: readonly ImportRemark[]): Promise<void> {
  for (const batch of inBatches(remarks)) {
    await ctx.db
      .insertInto('transfer.reportLine')
      .values(
        batch.map(({ kind, table, key, message, args }) => ({
          orgId: ctx.orgId,
          id: newId('report_line'),
          runId,
          kind,
          oldTable: table,
          oldKey: key,
          message,
          arguments: JSON.stringify(args),
        })),
      )
      .execute()
  }
}

function countTables(records: readonly OldRecord[], states: ReadonlyMap<string, RecordState>): TableCounts[] {
  const groups = Map.groupBy(records, (record) => record.table)
  return [...groups].map(([table, rows]) => {
    const counts: TableCounts = { table, read: rows.length, made: 0, changed: 0, unchanged: 0, kept: 0 }
    for (const row of rows) {
      counts[states.get(`${table}/${row.key}`) ?? 'unchanged']++
      if (row.became === null) counts.kept++
    }
    return counts
  })
}

function changedRemark({ table, key }: OldRecord): ImportRemark {
  return { kind: 'kept', table, key, message: 'transfer.changed_since', args: {} }
}

function fingerprintOf(record: OldRecord): string {
  const columns = Object.entries(record.columns).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(columns)).digest('hex')
}
