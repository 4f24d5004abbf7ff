import { z } from 'zod'
import { endpoint, fields, instant, nothing, pageFields, pageOf } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const OldSystem = z.enum(['music-school', 'driving-school', 'tutoring-centre', 'academic-help', 'marketplace'])
export const ReportKind = z.enum(['merged', 'guessed', 'not_understood', 'clash', 'kept'])

export const ImportRun = z.object({
  id: idOf('import_run'),
  oldSystem: OldSystem,
  sourceName: z.string(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  /** Rows read and what they became, by table of the older database. */
  tables: z.array(
    z.object({ table: z.string(), read: z.int(), made: z.int(), changed: z.int(), unchanged: z.int(), kept: z.int() }),
  ),
  counts: z.record(ReportKind, z.int()),
})

export const listImports = endpoint({
  route: 'GET /imports',
  needs: 'transfer.manage',
  summary: 'Every import into this organisation, newest first.',
  input: nothing,
  output: z.object({ imports: z.array(ImportRun) }),
})

export const listReportLines = endpoint({
  route: 'GET /imports/:importId/lines',
  needs: 'transfer.manage',
  summary: 'What an import merged, guessed, could not understand or found clashing, with the key of each row.',
  input: fields({ importId: idOf('import_run'), kind: ReportKind.optional(), ...pageFields }),
  output: pageOf(
    z.object({
      id: idOf('report_line'),
      kind: ReportKind,
      oldTable: z.string(),
      oldKey: z.string(),
      /** Key of a sentence in messages/transfer, with its arguments. */
      message: z.string(),
      arguments: z.record(z.string(), z.union([z.string(), z.number()])),
    }),
  ),
})

export const OldRecord = z.object({
  id: idOf('old_record'),
  oldSystem: OldSystem,
  oldTable: z.string(),
  oldKey: z.string(),
  columns: z.record(z.string(), z.string().nullable()),
  becameKind: z.string().nullable(),
  becameId: z.string().nullable(),
})

export const listOldRecords = endpoint({
  route: 'GET /old-records',
  needs: 'transfer.manage',
  summary:
    'Rows of the older database, whole and as they were: by table, by key, by what they became, or by text in any column.',
  input: fields({
    oldSystem: OldSystem.optional(),
    oldTable: z.string().max(130).optional(),
    oldKey: z.string().max(200).optional(),
    becameKind: z.string().max(40).optional(),
    becameId: z.uuid().toLowerCase().optional(),
    search: z.string().max(200).optional(),
    ...pageFields,
  }),
  output: pageOf(OldRecord),
})
