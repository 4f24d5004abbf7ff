import { Client, DatabaseError, escapeIdentifier } from 'pg'
import type { OldDatabase, OldRow, OldTable, Progress } from './old-database.ts'
import { UnreadableDatabase, findTable, keyOf } from './old-database.ts'

const batch = 1000
const secondsToConnect = 15

const settings = [
  'begin isolation level repeatable read read only',
  "set local timezone to 'UTC'",
  "set local datestyle to 'ISO, YMD'",
  "set local intervalstyle to 'iso_8601'",
  "set local bytea_output to 'hex'",
  'set local extra_float_digits to 1',
  'set local search_path to pg_catalog',
  'set local statement_timeout to 0',
  'set local idle_in_transaction_session_timeout to 0',
]

/** Opens an older database that is still running. It is only ever read, as it stood at one moment. */
export async function openLive(address: string): Promise<OldDatabase> {
  if (!/^postgres(ql)?:\/\//.test(address)) throw new UnreadableDatabase('transfer.bad_address')
  try {
    const client = new Client({
      connectionString: address,
      application_name: 'lessonry',
      client_encoding: 'UTF8',
      connectionTimeoutMillis: secondsToConnect * 1000,
    })
    let broken: Error | undefined
    client.on('error', (error) => (broken = error))
    await client.connect()
    return await readCatalogue(client, () => broken)
  } catch (error) {
    throw unreadable(error)
  }
}

function unreadable(error: unknown): unknown {
  if (error instanceof UnreadableDatabase || !(error instanceof Error)) return error
  // A name with several addresses fails with one error for each of them.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error
  const problem = first instanceof Error ? first.message : error.message
  return new UnreadableDatabase('transfer.not_reached', { problem: problem || error.name }, error)
}

async function readCatalogue(client: Client, brokenBy: () => Error | undefined): Promise<OldDatabase> {
  try {
    for (const setting of settings) await client.query(setting)
    const tables = await listTables(client)
    const enums = await listEnums(client)
    return {
      enums,
      tables: () => tables,
      rows: (name, onProgress) => readRows({ client, brokenBy, tables }, name, onProgress),
      close: async () => {
        if (!brokenBy()) await client.query('rollback')
        await client.end()
      },
    }
  } catch (error) {
    await client.end()
    throw error
  }
}

type Live = { client: Client; brokenBy: () => Error | undefined; tables: readonly OldTable[] }
type TableRow = { schema: string; name: string; columns: OldTable['columns']; primaryKey: string[] }

async function listTables(client: Client): Promise<OldTable[]> {
  const { rows } = await client.query<TableRow>(`
    select n.nspname as schema, c.relname as name,
      (select coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'required', a.attnotnull) order by a.attnum), '[]')
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(json_agg(a.attname order by k.place), '[]')
        from pg_index i
        cross join unnest(i.indkey) with ordinality as k (number, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indrelid = c.oid and i.indisprimary) as "primaryKey"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and not c.relispartition
      and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
      and has_table_privilege(c.oid, 'select')
    order by n.nspname, c.relname`)
  const tables: OldTable[] = []
  for (const row of rows) {
    const counted = await client.query<{ count: string }>(`select count(*)::text as count from ${qualified(row)}`)
    tables.push({ ...row, rowCount: Number(counted.rows[0]?.count) })
  }
  if (tables.length === 0) throw new UnreadableDatabase('transfer.no_tables')
  return tables
}

async function listEnums(client: Client): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await client.query<{ name: string; labels: string[] }>(`
    select t.typname as name, json_agg(e.enumlabel order by e.enumsortorder) as labels
    from pg_type t join pg_enum e on e.enumtypid = t.oid group by t.oid, t.typname`)
  return new Map(rows.map(({ name, labels }) => [name, labels]))
}

function qualified({ schema, name }: { schema: string; name: string }): string {
  return `${escapeIdentifier(schema)}.${escapeIdentifier(name)}`
}

async function* readRows(
  { client, brokenBy, tables }: Live,
  name: string,
  onProgress?: Progress,
): AsyncGenerator<OldRow> {
  const table = findTable(tables, name)
  if (!table) throw new UnreadableDatabase('transfer.missing_table', { table: name })
  const columns = table.columns.map((column) => `${escapeIdentifier(column.name)}::text`)
  let read = 0
  try {
    await client.query(`declare old_rows no scroll cursor for select ${columns.join(', ')} from ${qualified(table)}`)
    for (;;) {
      const text = `fetch ${batch} from old_rows`
      const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' })
      for (const row of rows) {
        const values = Object.fromEntries(table.columns.map((column, place) => [column.name, row[place] ?? null]))
        yield { table: table.name, key: keyOf(table, values), values }
      }
      read += rows.length
      onProgress?.(read, table.rowCount)
      if (rows.length < batch) break
    }
  } catch (error) {
    throw unreadable(brokenBy() ?? error)
  } finally {
    if (!brokenBy()) await client.query('close old_rows').catch(ignoreClosed)
  }
}

/** After a failed statement the transaction is over and its cursor with it; the failure itself is on its way up. */
function ignoreClosed(error: unknown): void {
  if (!(error instanceof DatabaseError)) throw error
}
