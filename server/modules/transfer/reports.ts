import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import type * as contract from './contract.ts'
import type { ImportSummary } from './import-run.ts'

export async function listImports(ctx: Ctx): Promise<Output<typeof contract.listImports>> {
  const runs = await ctx.db
    .selectFrom('transfer.importRun')
    .select(['id', 'oldSystem', 'sourceName', 'startedAt', 'finishedAt', 'report'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return {
    imports: runs.map(({ report, ...run }) => {
      const { tables, counts } = report as Pick<ImportSummary, 'tables' | 'counts'> // written by writePlan()
      return { ...run, tables: tables.map((table) => ({ ...table })), counts }
    }),
  }
}

export async function listReportLines(
  ctx: Ctx,
  input: Input<typeof contract.listReportLines>,
): Promise<Output<typeof contract.listReportLines>> {
  const run = await ctx.db
    .selectFrom('transfer.importRun')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', input.importId)
    .executeTakeFirst()
  if (!run) throw notFound()
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.uuid()]))
  let query = ctx.db
    .selectFrom('transfer.reportLine')
    .select(['id', 'kind', 'oldTable', 'oldKey', 'message', 'arguments'])
    .where('orgId', '=', ctx.orgId)
    .where('runId', '=', input.importId)
    .orderBy('id')
    .limit(limit + 1)
  if (input.kind) query = query.where('kind', '=', input.kind)
  if (after) query = query.where(sql`id`, '>', sql`${after[0]}::uuid`)
  const rows = await query.execute()
  const lines = rows.map((row) => ({ ...row, arguments: row.arguments as Record<string, string | number> })) // written by writePlan()
  return toPage(lines, limit, ({ id }) => [id])
}

export async function listOldRecords(
  ctx: Ctx,
  input: Input<typeof contract.listOldRecords>,
): Promise<Output<typeof contract.listOldRecords>> {
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.string(), z.string(), z.string()]))
  let query = ctx.db
    .selectFrom('transfer.oldRecord')
    .select(['id', 'oldSystem', 'oldTable', 'oldKey', 'columns', 'becameKind', 'becameId'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('oldSystem')
    .orderBy('oldTable')
    .orderBy('oldKey')
    .limit(limit + 1)
  if (input.oldSystem) query = query.where('oldSystem', '=', input.oldSystem)
  if (input.oldTable) query = query.where('oldTable', '=', input.oldTable)
  if (input.oldKey) query = query.where('oldKey', '=', input.oldKey)
  if (input.becameKind) query = query.where('becameKind', '=', input.becameKind)
  if (input.becameId) query = query.where('becameId', '=', input.becameId)
  if (input.search) {
    const wanted = `%${input.search.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where(sql<boolean>`exists (select from jsonb_each_text(columns) where value ilike ${wanted})`)
  }
  if (after)
    query = query.where(sql<boolean>`(old_system, old_table, old_key) > (${after[0]}, ${after[1]}, ${after[2]})`)
  const rows = await query.execute()
  const records = rows.map(({ columns, oldSystem, ...row }) => ({
    ...row,
    oldSystem: oldSystem as 'music-school', // written by writePlan()
    columns: columns as Record<string, string | null>,
  }))
  return toPage(records, limit, (record) => [record.oldSystem, record.oldTable, record.oldKey])
}
