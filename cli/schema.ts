import { writeFile, readFile } from 'node:fs/promises'
import { readConfig } from '#platform/config.ts'
import pg from 'pg'
import { drawEntities, dumpSchema } from './schema-dump.ts'
import { checkWords } from './words.ts'

interface Column {
  schema: string
  table: string
  column: string
  type: string
  nullable: boolean
  generated: boolean
  hasDefault: boolean
  refers: string | null
  values: string[] | null
}

const scalar: Record<string, string> = {
  text: 'string',
  citext: 'string',
  uuid: 'string',
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'bigint',
  timestamptz: 'Temporal.Instant',
  date: 'Temporal.PlainDate',
  tstzrange: 'string',
  bytea: 'Buffer',
  _text: 'string[]',
  _int2: 'number[]',
}

/** Writes what is generated from the migrated database; with `check` only compares, and throws when something is stale. */
export async function writeSchema(url: string, { check = false } = {}): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const generated: [file: string, text: string][] = [
      ['server/platform/schema.ts', render(await readColumns(client))],
      ['db/schema.sql', await dumpSchema(client)],
      ['docs/entities.md', await drawEntities(client)],
    ]
    for (const [file, text] of generated) {
      const target = new URL(`../${file}`, import.meta.url)
      if (!check) await writeFile(target, text)
      else if ((await readFile(target, 'utf8').catch(() => '')) !== text)
        throw new Error(`${file} is stale: run \`lessonry schema\`.`)
    }
  } finally {
    await client.end()
  }
}

async function readColumns(client: pg.Client): Promise<Column[]> {
  const { rows } = await client.query<Column & { definition: string[] | null }>(`
    select n.nspname as schema, c.relname as table, a.attname as column, t.typname as type,
      not a.attnotnull as nullable, a.attgenerated <> '' as generated, a.atthasdef as "hasDefault",
      (select fc.relname from pg_constraint k join pg_class fc on fc.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and a.attnum = any (k.conkey) and a.attname <> 'org_id'
        order by k.conname limit 1) as refers,
      (select array_agg(pg_get_constraintdef(k.oid)) from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]) as definition
    from pg_attribute a
    join pg_class c on c.oid = a.attrelid and c.relkind = 'r'
    join pg_namespace n on n.oid = c.relnamespace
    join pg_type t on t.oid = a.atttypid
    where a.attnum > 0 and not a.attisdropped
      and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pgboss')
    order by n.nspname, c.relname, a.attnum`)
  return rows.map(({ definition, ...row }) => ({ ...row, values: allowedValues(row.type, definition ?? []) }))
}

function allowedValues(type: string, definitions: readonly string[]): string[] | null {
  if (type !== 'text') return null
  for (const definition of definitions) {
    const list = definition.match(/= ANY \(ARRAY\[(.*)\]\)/)?.[1]
    if (list) return [...list.matchAll(/'([^']*)'::text/g)].map((match) => match[1]!)
  }
  return null
}

function render(columns: readonly Column[]): string {
  const tables = Map.groupBy(columns, (column) => `${column.schema}.${column.table}`)
  const lines = [
    '// Generated from the migrated database by `lessonry schema`. Do not edit.',
    `import type { ColumnType, Generated } from 'kysely'`,
    `import type { Id } from './ids.ts'`,
    '',
    '/** JSON is read as unknown and written as text. */',
    'type Json = ColumnType<unknown, string, string>',
    'type Computed<T> = ColumnType<T, never, never>',
    '',
  ]
  for (const [name, list] of tables) {
    lines.push(`export interface ${pascal(name)} {`)
    for (const column of list) lines.push(`  ${camel(column.column)}: ${typeOf(column)}`)
    lines.push('}', '')
  }
  lines.push('export interface Database {')
  for (const name of tables.keys()) lines.push(`  '${name.split('.').map(camel).join('.')}': ${pascal(name)}`)
  lines.push('}', '')
  return lines.join('\n')
}

function typeOf(column: Column): string {
  const base = baseType(column)
  const full = column.nullable ? `${base} | null` : base
  if (column.type === 'jsonb')
    return column.nullable
      ? 'ColumnType<unknown, string | null, string | null>'
      : column.hasDefault
        ? 'ColumnType<unknown, string | undefined, string>'
        : 'Json'
  if (column.generated) return `Computed<${full}>`
  return column.hasDefault ? `Generated<${full}>` : full
}

function baseType({ schema, table, column, type, refers, values }: Column): string {
  if (type === 'jsonb') return 'unknown'
  if (values) return values.map((value) => `'${value}'`).join(' | ')
  if (type === 'uuid' && column === 'org_id') return `Id<'organisation'>`
  if (type === 'uuid' && column === 'id' && schema !== 'platform') return `Id<'${table}'>`
  if (type === 'uuid' && refers) return `Id<'${refers}'>`
  const known = scalar[type]
  if (!known) throw new Error(`${schema}.${table}.${column} has the type ${type}, which has no type in TypeScript yet.`)
  return known
}

function camel(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

function pascal(name: string): string {
  return name
    .split('.')
    .map(camel)
    .map((part) => part[0]!.toUpperCase() + part.slice(1))
    .join('')
}

export async function runSchema(words: readonly string[]): Promise<void> {
  checkWords(words, { check: { type: 'boolean' } })
  const { databaseUrl } = readConfig()
  if (!databaseUrl) throw new Error('Set DATABASE_URL to a migrated database.')
  await writeSchema(databaseUrl, { check: words.includes('--check') })
}
