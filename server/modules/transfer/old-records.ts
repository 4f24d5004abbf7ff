import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'
import { fingerprintOf } from './fingerprints.ts'
import type { OldRecord, Source } from './plan.ts'

export type RecordState = 'made' | 'changed' | 'unchanged'

interface Earlier {
  readonly fingerprint: string
  readonly became: boolean
}

/** What earlier imports kept of the rows of one old system. */
export class EarlierRecords {
  readonly #records: ReadonlyMap<string, Earlier>

  constructor(records: ReadonlyMap<string, Earlier>) {
    this.#records = records
  }

  find(source: Source): Earlier | undefined {
    return this.#records.get(nameOf(source))
  }

  /** Whether something is made of a row that nothing was made of before. */
  isNew({ sources }: { readonly sources: readonly Source[] }): boolean {
    return sources.some((source) => !this.find(source)?.became)
  }
}

export function nameOf({ table, key }: Source): string {
  return `${table}/${key}`
}

export async function readEarlierRecords(ctx: Ctx, oldSystem: string): Promise<EarlierRecords> {
  const rows = await ctx.db
    .selectFrom('transfer.oldRecord')
    .select(['oldTable', 'oldKey', 'fingerprint'])
    .select((eb) => eb('becameId', 'is not', null).as('became'))
    .where('orgId', '=', ctx.orgId)
    .where('oldSystem', '=', oldSystem)
    .execute()
  return new EarlierRecords(
    new Map(
      rows.map(({ oldTable, oldKey, fingerprint, became }) => [
        nameOf({ table: oldTable, key: oldKey }),
        { fingerprint, became: Boolean(became) },
      ]),
    ),
  )
}

/** Keeps every row whole: new ones, and the new version of those that changed. Says for each which it was. */
export async function writeRecords(
  ctx: Ctx,
  records: readonly OldRecord[],
  run: { readonly runId: Id<'import_run'>; readonly oldSystem: string; readonly earlier: EarlierRecords },
): Promise<ReadonlyMap<string, RecordState>> {
  const states = new Map<string, RecordState>()
  for (const batch of inBatches(records)) {
    const rows = batch.flatMap((record) => {
      const fingerprint = fingerprintOf(record.columns)
      const before = run.earlier.find(record)
      const becomes = record.became !== null && before?.became !== true
      const state = !before || becomes ? 'made' : before.fingerprint === fingerprint ? 'unchanged' : 'changed'
      states.set(nameOf(record), state)
      return state === 'unchanged' ? [] : [toRow(ctx, record, fingerprint, run)]
    })
    if (rows.length > 0) await upsert(ctx, rows)
  }
  return states
}

async function upsert(ctx: Ctx, rows: readonly ReturnType<typeof toRow>[]): Promise<void> {
  await ctx.db
    .insertInto('transfer.oldRecord')
    .values(rows)
    .onConflict((conflict) =>
      conflict.constraint('old_record_once').doUpdateSet((eb) => ({
        fingerprint: eb.ref('excluded.fingerprint'),
        columns: eb.ref('excluded.columns'),
        remarks: eb.ref('excluded.remarks'),
        runId: eb.ref('excluded.runId'),
        becameKind: eb.fn.coalesce('transfer.oldRecord.becameKind', 'excluded.becameKind'),
        becameId: eb.fn.coalesce('transfer.oldRecord.becameId', 'excluded.becameId'),
      })),
    )
    .execute()
}

function toRow(
  ctx: Ctx,
  record: OldRecord,
  fingerprint: string,
  { runId, oldSystem }: { runId: Id<'import_run'>; oldSystem: string },
) {
  return {
    orgId: ctx.orgId,
    id: newId('old_record'),
    oldSystem,
    oldTable: record.table,
    oldKey: record.key,
    runId,
    fingerprint,
    columns: JSON.stringify(record.columns),
    becameKind: record.became?.kind ?? null,
    becameId: record.became?.id ?? null,
    remarks: JSON.stringify(record.keptColumns),
  }
}
