import assert from 'node:assert/strict'
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { modules, type ModuleName } from './modules.ts'

interface SourceFile {
  readonly path: string
  readonly text: string
}

const root = join(import.meta.dirname, '..')

async function readFiles(pattern: string): Promise<SourceFile[]> {
  const paths = await Array.fromAsync(glob(pattern, { cwd: root }))
  return Promise.all(paths.toSorted().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })))
}

const isTest = ({ path }: SourceFile) => /\.(test|test-data)\.ts$/.test(path)
const ownerOf = (path: string) => path.split('/')[2] as ModuleName // server/modules/<owner>/…
const importsOf = ({ text }: SourceFile) =>
  [...text.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?\s*'([^'\n]+)'/g)].map((match) => match[1]!)

const moduleFiles = (await readFiles('server/modules/*/*.ts')).filter((file) => !isTest(file))
const platformFiles = (await readFiles('server/platform/*.ts')).filter((file) => !isTest(file))

test('modules import only the modules they declare', () => {
  for (const file of moduleFiles) {
    const owner = ownerOf(file.path)
    for (const name of importsOf(file)) {
      const door = name.match(/^#([a-z]+)$/)?.[1]
      if (!door) continue
      const allowed: readonly string[] = modules[owner]
      assert.ok(allowed.includes(door), `${file.path} imports #${door}; see server/modules.ts`)
    }
  }
})

test('a module is reached by its door and by no other way', () => {
  for (const file of moduleFiles) {
    for (const name of importsOf(file)) {
      assert.ok(!name.startsWith('..'), `${file.path} imports ${name}; use #name`)
      assert.ok(
        !name.startsWith('#contract/'),
        `${file.path} imports ${name}; on the server the door says what a module offers`,
      )
      assert.ok(!name.startsWith('#web/'), `${file.path} imports ${name}; the server knows no screens`)
    }
  }
})

test('a door re-exports by name, and not too much', () => {
  for (const file of moduleFiles.filter(({ path }) => path.endsWith('/index.ts'))) {
    assert.doesNotMatch(file.text, /export \*/, `${file.path} re-exports everything`)
    const names = [...file.text.matchAll(/export \{([^}]*)\}/g)].flatMap((match) =>
      match[1]!.split(',').filter((name) => name.trim() !== '' && !name.trim().startsWith('type ')),
    )
    assert.ok(names.length <= 40, `${file.path} re-exports ${names.length} names`)
  }
})

test('a module writes only to its own schema', () => {
  for (const file of moduleFiles) {
    const owner = ownerOf(file.path)
    for (const [, schema] of file.text.matchAll(/(?:insertInto|updateTable|deleteFrom|mergeInto)\(\s*'(\w+)\./g)) {
      assert.equal(schema, owner, `${file.path} writes to ${schema}`)
    }
    for (const [, schema] of file.text.matchAll(/\b(?:insert into|update|delete from)\s+"?([a-z]+)"?\.\w/gi)) {
      assert.equal(schema, owner, `${file.path} writes to ${schema} in SQL`)
    }
  }
})

test('a module reads only from schemas along its declared edges', () => {
  const names = Object.keys(modules)
  for (const file of moduleFiles) {
    const owner = ownerOf(file.path)
    const allowed: readonly string[] = [owner, 'platform', ...modules[owner]]
    for (const [, schema] of file.text.matchAll(/(?:selectFrom|[jJ]oin|[jJ]oinLateral)\(\s*'(\w+)\./g)) {
      if (names.includes(schema!))
        assert.ok(allowed.includes(schema!), `${file.path} reads ${schema}; see server/modules.ts`)
    }
    for (const [, schema] of file.text.matchAll(/\b(?:from|join)\s+"?([a-z]+)"?\.[a-z_]/g)) {
      if (names.includes(schema!))
        assert.ok(allowed.includes(schema!), `${file.path} reads ${schema} in SQL; see server/modules.ts`)
    }
  }
})

test('the platform knows no module', () => {
  for (const file of platformFiles) {
    for (const name of importsOf(file))
      assert.doesNotMatch(name, /modules\/|^#[a-z]+$|^#contract|^#web/, `${file.path} imports ${name}`)
  }
})

test('contracts stay safe for a browser', async () => {
  for (const file of await readFiles('server/modules/*/contract.ts')) {
    for (const name of importsOf(file)) {
      assert.match(
        name,
        /^(zod|#platform\/(contract|ids|currencies|money)\.ts|\.\/[a-z-]+\.ts|#contract\/[a-z]+)$/,
        `${file.path} imports ${name}`,
      )
    }
  }
})

test('the web reads contracts and never the server', async () => {
  for (const file of await readFiles('web/**/*.{ts,tsx}')) {
    for (const name of importsOf(file)) {
      const isDoor = /^#[a-z]+$/.test(name)
      const isServer = name.startsWith('#platform/') && !/^#platform\/(contract|ids|money|currencies)\.ts$/.test(name)
      assert.ok(!isDoor && !isServer && !name.includes('server/'), `${file.path} imports ${name}`)
    }
  }
})

test('the design system imports nothing of ours', async () => {
  for (const file of await readFiles('web/ui/*.{ts,tsx}')) {
    for (const name of importsOf(file)) {
      if (name.startsWith('#')) assert.match(name, /^#(web\/ui|messages)\//, `${file.path} imports ${name}`)
    }
  }
})

test('only the settings read the environment, and no rule reads the clock', () => {
  for (const file of [...moduleFiles, ...platformFiles]) {
    if (!/platform\/(config|pdf)/.test(file.path))
      assert.doesNotMatch(file.text, /process\.env/, `${file.path} reads the environment`)
  }
  for (const file of moduleFiles) {
    assert.doesNotMatch(
      file.text,
      /Temporal\.Now|Date\.now\(|new Date\(\)/,
      `${file.path} asks the clock; ctx.now says what time it is`,
    )
  }
})

test('the graph is declared bottom to top, so that it has no cycle', () => {
  const seen = new Set<string>()
  for (const [name, edges] of Object.entries(modules)) {
    for (const edge of edges) assert.ok(seen.has(edge), `${name} names ${edge} before it is declared`)
    seen.add(name)
  }
})
