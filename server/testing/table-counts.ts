import { sql } from 'kysely'
import type { DatabaseAccess } from '#platform/db.ts'

/** How many rows each table of ours has. Two of these are equal when nothing was stored or deleted between them. */
export async function countRows({ owner }: DatabaseAccess): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema', 'pgboss', 'public') order by 1`.execute(owner)
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from ${name}`)
  const { rows } = await sql.raw<{ name: string; count: number }>(counts.join(' union all ')).execute(owner)
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}
