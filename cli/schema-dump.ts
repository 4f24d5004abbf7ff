import type pg from 'pg'

interface Table {
  readonly oid: number
  readonly name: string
  readonly comment: string | null
  readonly columns: readonly { readonly name: string; readonly definition: string; readonly comment: string | null }[]
  readonly constraints: readonly { readonly name: string; readonly definition: string; readonly kind: string }[]
  readonly indexes: readonly string[]
  readonly policies: readonly {
    readonly name: string
    readonly command: string
    readonly using: string | null
    readonly check: string | null
  }[]
  readonly rights: string | null
}

/** The migrated database as SQL that a person can read in review: tables, constraints, indexes, policies, rights, functions. */
export async function dumpSchema(client: pg.Client): Promise<string> {
  const tables = await readTables(client)
  const functions = await client.query<{ definition: string }>(`
    select pg_get_functiondef(p.oid) as definition from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by n.nspname, p.proname`)
  const parts = [
    '-- The migrated database, written by `lessonry schema`. Do not edit.\n',
    ...functions.rows.map(({ definition }) => `${definition.trim()};\n`),
    ...tables.map(describeTable),
  ]
  return parts.join('\n')
}

async function readTables(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select c.oid::int as oid, c.oid::regclass::text as name, obj_description(c.oid) as comment,
      (select json_agg(json_build_object('name', quote_ident(a.attname), 'comment', col_description(c.oid, a.attnum),
          'definition', format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end
            || case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                    when d.adbin is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end) order by a.attnum)
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(json_build_object('name', k.conname, 'kind', k.contype, 'definition', pg_get_constraintdef(k.oid))
          order by k.contype, k.conname) from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')), '[]') as constraints,
      coalesce((select json_agg(pg_get_indexdef(i.indexrelid) order by ic.relname) from pg_index i join pg_class ic on ic.oid = i.indexrelid
        where i.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.indexrelid)), '[]') as indexes,
      coalesce((select json_agg(json_build_object('name', p.polname, 'command', p.polcmd, 'using', pg_get_expr(p.polqual, c.oid),
          'check', pg_get_expr(p.polwithcheck, c.oid)) order by p.polname) from pg_policy p where p.polrelid = c.oid), '[]') as policies,
      (select string_agg(lower(g.privilege_type), ', ' order by g.privilege_type)
        from aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee where r.rolname = 'lessonry_app') as rights
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pgboss')
    order by n.nspname, c.relname`)
  return rows
}

const commands: Readonly<Record<string, string>> = { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' }

function describeTable({ name, comment, columns, constraints, indexes, policies, rights }: Table): string {
  const notes = columns
    .filter((column) => column.comment !== null)
    .map((column) => `--   ${column.name}: ${column.comment}`)
  const lines = [
    ...columns.map((column) => `  ${column.name} ${column.definition}`),
    ...constraints.map((constraint) => `  constraint ${constraint.name} ${constraint.definition}`),
  ]
  return [
    ...(comment === null ? [] : [`-- ${comment}`]),
    ...notes,
    `create table ${name} (\n${lines.join(',\n')}\n);`,
    ...indexes.map((index) => `${index};`),
    ...policies.map(
      ({ name: policy, command, using, check }) =>
        [
          `create policy ${policy} on ${name} for ${commands[command] ?? command}`,
          ...(using ? [`using (${using})`] : []),
          ...(check ? [`with check (${check})`] : []),
        ].join(' ') + ';',
    ),
    ...(rights === null ? [] : [`grant ${rights} on ${name} to lessonry_app;`]),
    '',
  ].join('\n')
}

/** The tables and how they point at each other, as a Mermaid diagram for each module. */
export async function drawEntities(client: pg.Client): Promise<string> {
  const tables = await readTables(client)
  const modules = Map.groupBy(tables, (table) => table.name.split('.')[0]!)
  const sections = [...modules].map(
    ([module, list]) => `## ${module}\n\n\`\`\`mermaid\nerDiagram\n${list.map(drawTable).join('\n')}\n\`\`\`\n`,
  )
  return `# Entities\n\nMade from the migrated database by \`lessonry schema\`. Every table but those of logins carries \`org_id\`, which the diagrams leave out.\n\n${sections.join('\n')}`
}

function drawTable({ name, columns, constraints }: Table): string {
  const entity = entityOf(name)
  const fields = columns
    .filter((column) => column.name !== 'org_id')
    .map(
      (column) =>
        `    ${column.definition.split(' ')[0]!.replace(/[^a-z0-9]/gi, '_')} ${column.name.replace(/"/g, '')}`,
    )
  const targets = constraints
    .filter((constraint) => constraint.kind === 'f')
    .map((constraint) => constraint.definition.match(/REFERENCES ([\w."]+)/)?.[1])
  const pointed = [...new Set(targets)].filter(
    (target) => target !== undefined && target !== 'organisations.organisation',
  )
  return [
    `  ${entity} {`,
    ...fields,
    '  }',
    ...pointed.map((target) => `  ${entityOf(target!)} ||--o{ ${entity} : ""`),
  ].join('\n')
}

function entityOf(name: string): string {
  return name.replace(/"/g, '').replace('.', '_')
}
