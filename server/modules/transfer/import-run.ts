import { sql } from 'kysely'
import { getOrganisation } from '#organisations'
import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { importRunning, otherCurrency } from './errors.ts'
import { writeRows } from './import-rows.ts'
import { nameOf, readEarlierRecords, writeRecords, type RecordState } from './old-records.ts'
import type { ImportPlan, OldRecord, Remark, RemarkKind } from './plan.ts'

export interface ImportSource {
  readonly oldSystem: 'music-school'
  /** The name of the file or the host, without passwords. */
  readonly name: string
  readonly options: { readonly zone: string; readonly currency: string; readonly country: string }
}

export interface ImportSummary {
  readonly runId: Id<'import_run'>
  readonly tables: readonly TableCounts[]
  readonly counts: Readonly<Record<RemarkKind, number>>
  readonly remarks: readonly Remark[]
}

export interface TableCounts {
  readonly table: string
  readonly read: number
  made: number
  changed: number
  unchanged: number
  kept: number
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
  await claimOrganisation(ctx, source)
  await planForMany(ctx)
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
  const earlier = await readEarlierRecords(ctx, source.oldSystem)
  const fromHere = await writeRows(ctx, plan, earlier, onProgress)
  onProgress('records')
  const states = await writeRecords(ctx, plan.records, { runId, oldSystem: source.oldSystem, earlier })
  const stateOf = (row: { table: string; key: string }) => states.get(nameOf(row))
  const changed = plan.records.filter((record) => stateOf(record) === 'changed').map(changedRemark)
  const planned = plan.report.remarks.filter((remark) => stateOf(remark) !== 'unchanged')
  const remarks = [...planned, ...fromHere, ...changed]
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

/** One import at a time, and in the currency that the organisation charges in. */
async function claimOrganisation(ctx: Ctx, { options }: ImportSource): Promise<void> {
  const { rows } = await sql<{ free: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`import/${ctx.orgId}`}, 0)) as free`.execute(ctx.db)
  if (!rows[0]?.free) throw importRunning()
  const { currency } = await getOrganisation(ctx)
  if (currency !== options.currency) throw otherCurrency({ args: { currency, asked: options.currency } })
}

// The checks of foreign keys keep the plan of the first row: made while a table is almost empty it reads the whole table for every row after.
async function planForMany({ db }: Ctx): Promise<void> {
  await sql`set local enable_seqscan = off`.execute(db)
  await sql`set local jit = off`.execute(db)
  await sql`set local statement_timeout = '10min'`.execute(db)
}

async function writeRemarks(ctx: Ctx, runId: Id<'import_run'>, remarks: readonly Remark[]): Promise<void> {
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
      counts[states.get(nameOf(row)) ?? 'unchanged']++
      if (row.became === null) counts.kept++
    }
    return counts
  })
}

function changedRemark({ table, key }: OldRecord): Remark {
  return { kind: 'kept', table, key, message: 'transfer.changed_since', args: {} }
}
