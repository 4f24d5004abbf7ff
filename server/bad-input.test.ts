import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { z } from 'zod'
import type { Endpoint } from '#platform/contract.ts'
import { findSentence } from '#platform/texts.ts'
import { fieldsOf, sampleInput, type InputField } from '#testing/sample-input.ts'
import { countRows } from '#testing/table-counts.ts'
import { requestOf, world, type Failure, type World } from '#testing/world.ts'
import { locales } from '#messages/translator.ts'
import { routes } from './app.ts'

const endpoints = routes.map((route) => route.endpoint)
const hasBody = ({ route, accepts }: Endpoint) => !/^(GET|DELETE) /.test(route) && accepts === undefined
const withBody = endpoints.filter((endpoint) => hasBody(endpoint) && fieldsOf(endpoint.input).length > 0)

let addresses = 0
const elsewhere = () => ({ remoteAddress: `10.8.${(++addresses >> 8) & 255}.${addresses & 255}` })

type Wire = Record<string, unknown>

function sampleOf(endpoint: Endpoint): Wire {
  const { cursor: _, ...sample } = sampleInput(endpoint.input, () => crypto.randomUUID(), 'all') as Wire
  return sample
}

/** A copy of the input with another value at one place. */
function replacing(input: Wire, path: string, value: unknown): Wire {
  const copy = structuredClone(input)
  const parts = path.split('.')
  const last = parts.pop()!
  const parent = parts.reduce<unknown>((inner, part) => (inner as Wire)[part], copy) as Wire
  parent[last] = value
  return copy
}

async function sendAs(school: World, endpoint: Endpoint, wire: Wire, locale = 'en'): Promise<Failure> {
  const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
  return school.send(school.olivia, method, path, body, { ...elsewhere(), headers: { 'lessonry-locale': locale } })
}

/** That nothing is stored while bad requests come. */
async function storingNothing(school: World, work: () => Promise<void>): Promise<void> {
  await school.send(school.olivia, 'GET', '/api/session') // signs the reader in
  const before = await countRows(school.access)
  await work()
  assert.deepEqual(await countRows(school.access), before)
}

const inPath = (endpoint: Endpoint, path: string) => endpoint.route.includes(`:${path.split('.')[0]}`)
const accepts = ({ schema }: InputField, value: unknown) =>
  (schema as unknown as z.ZodType).safeDecode(value as never).success

const nastyNumbers = [12, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2]
const nastyInBodies = [
  null,
  {},
  [],
  [[]],
  { length: 1 },
  true,
  ...nastyNumbers,
  '',
  'x',
  '\0',
  '\ud800',
  'x'.repeat(6000),
  '12.5',
  '1e3',
  '2026-02-30',
  '2026-02-30T10:00:00Z',
]
const nastyInQueries = nastyInBodies.filter((value) => typeof value === 'string' && value.isWellFormed())

test('every field of every endpoint refuses what it is not, by name, in the language of the reader', async (t) => {
  const school = await world()
  const tried = { endpoints: endpoints.length, fields: 0, values: 0 }
  await storingNothing(school, async () => {
    for (const [index, endpoint] of endpoints.entries()) {
      const locale = locales[index % locales.length]!
      const all = fieldsOf(endpoint.input).filter(({ path }) => path !== 'cursor' && !inPath(endpoint, path))
      const alone = all.filter((field) => isPartOfAnother(field, all) || hasParts(field, all))
      const together = all.filter((field) => !alone.includes(field))
      tried.fields += all.length
      const groups = [together, ...alone.map((field) => [field])]
      const tries = (hasBody(endpoint) ? nastyInBodies : nastyInQueries).flatMap((value) =>
        groups.map(async (group) => {
          const wrong = group.filter((field) => !accepts(field, value))
          if (wrong.length === 0) return
          const wire = wrong.reduce((input, { path }) => replacing(input, path, value), sampleOf(endpoint))
          expectNamed(await sendAs(school, endpoint, wire, locale), { endpoint, wrong, value, locale })
          tried.values += wrong.length
        }),
      )
      await Promise.all(tries)
    }
  })
  t.diagnostic(JSON.stringify(tried))
  assert.ok(tried.values > 2000)
})

const isPartOfAnother = (field: InputField, all: readonly InputField[]) =>
  all.some(({ path }) => field.path.startsWith(`${path}.`))
const hasParts = (field: InputField, all: readonly InputField[]) =>
  all.some(({ path }) => path.startsWith(`${field.path}.`))

interface Expected {
  readonly endpoint: Endpoint
  readonly wrong: readonly InputField[]
  readonly value: unknown
  readonly locale: (typeof locales)[number]
}

function expectNamed({ status, body }: Failure, { endpoint, wrong, value, locale }: Expected): void {
  const said = `${endpoint.route} with ${JSON.stringify(value)?.slice(0, 40)}: ${JSON.stringify(body).slice(0, 600)}`
  assert.equal(status, 422, said)
  assert.equal(body.title, findSentence(locale, 'errors.malformed'), said)
  for (const { path } of wrong) {
    const error = body.errors?.find((each) => each.path === path || each.path.startsWith(`${path}.`))
    assert.ok(error, `${said} names ${path}`)
    assert.ok(error.message !== error.code && error.message.length > 3, said)
  }
}

const impossible: Readonly<Record<string, readonly unknown[]>> = {
  id: ['x', '0198c0de', 12, '0198c0de-0000-7000-8000-00000000feed ', '{0198c0de-0000-7000-8000-00000000feed}', "'--"],
  date: ['2026-02-30', '2026-13-01', '2026-1-1', '20261120', '2026-11-20T00:00:00Z', '0000-01-01', '-000001-01-01', 0],
  instant: [
    '2026-11-20T10:00:00',
    '2026-11-20',
    '2026-02-30T10:00:00Z',
    '2026-11-20T25:00:00Z',
    '0000-01-01T00:00:00Z',
  ],
  amount: ['12.5', '1e3', '', '-', '+1', ' 1', '0x10', '١٢', 'NaN', 'Infinity', '9'.repeat(19), 12, 12.5, 1e308, null],
  int: ['1', 1.5, 1e308, -1e308, Number.MAX_SAFE_INTEGER + 2, true, null],
}

function formOf({ schema, kind }: InputField): string | null {
  if (kind !== null) return 'id'
  let { def } = schema._zod
  while (def['innerType']) def = (def['innerType'] as InputField['schema'])._zod.def
  if (def.type === 'number') return 'int'
  if (def.type === 'string') return 'text'
  if (def.type !== 'pipe') return null
  const [from, to] = [def['in'], def['out']] as [InputField['schema'], InputField['schema']]
  if (to._zod.def.type === 'bigint') return 'amount'
  const format = from._zod.def['format']
  return format === 'date' ? 'date' : format === 'datetime' ? 'instant' : null
}

test('impossible days, moments, amounts, numbers and ids are refused by every contract that asks for one', (t) => {
  const seen: Record<string, number> = {}
  for (const endpoint of endpoints) {
    for (const field of fieldsOf(endpoint.input)) {
      const form = formOf(field)
      if (form === null || form === 'text') continue
      seen[form] = (seen[form] ?? 0) + 1
      for (const value of impossible[form]!) {
        if (value === null && accepts(field, null)) continue
        assert.ok(!accepts(field, value), `${endpoint.route} takes ${String(value)} as ${field.path}`)
      }
    }
  }
  t.diagnostic(JSON.stringify(seen))
  assert.deepEqual(Object.keys(seen).toSorted(), Object.keys(impossible).toSorted())
})

const uttermost: Readonly<Record<string, readonly unknown[]>> = {
  date: ['9999-12-31', '1800-01-01', '1000-01-01', '2999-12-31'],
  instant: [
    '9999-12-31T23:59:59Z',
    '1000-01-01T00:00:00Z',
    '1800-01-01T00:00:00+14:00',
    '2999-12-31T23:59:59.999999999Z',
  ],
  amount: ['9'.repeat(18), `-${'9'.repeat(18)}`, '0', '-0', '-1'],
  int: [0, -1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1)],
  text: ['\0', 'a\0b', '\ud800', '\udc00x', '%', "'", '\\', '\ufffe'],
}

test('what a contract lets through at its edges is done or refused, and never a failure of ours', async (t) => {
  const school = await world()
  let sent = 0
  for (const endpoint of endpoints.filter(({ scope }) => scope === 'organisation')) {
    for (const field of fieldsOf(endpoint.input)) {
      for (const value of uttermost[formOf(field) ?? ''] ?? []) {
        if (!accepts(field, value) || inPath(endpoint, field.path)) continue
        const wire = sampleInput(endpoint.input, (kind, path) => knownIds(school, kind, path), 'all') as Wire
        delete wire['cursor']
        const { status, body } = await sendAs(school, endpoint, replacing(wire, field.path, value))
        assert.ok(status < 500, `${endpoint.route} with ${field.path} ${String(value)}: ${JSON.stringify(body)}`)
        sent++
      }
    }
  }
  t.diagnostic(`${sent} requests at the edges`)
})

function knownIds({ tom, rina, piano, studio, families }: World, kind: string, path: string): string {
  if (/teacher|claimant/.test(path)) return rina.id
  const known: Record<string, string> = {
    person: tom.id,
    offering: piano.id,
    resource: studio.id,
    family: families.marias,
  }
  return known[kind] ?? crypto.randomUUID()
}

test('unknown fields and the names of the prototype are refused, and no object of ours learns anything', async () => {
  const school = await world()
  const names = ['isAdministrator', 'orgId', 'org_id', 'constructor', 'toString', 'hasOwnProperty', 'prototype']
  await storingNothing(school, async () => {
    for (const endpoint of withBody) {
      const wire = sampleOf(endpoint)
      const added = { ...wire, ...Object.fromEntries(names.map((name) => [name, { prototype: 1 }])) }
      const answer = await sendAs(school, endpoint, added)
      assert.equal(answer.status, 422, `${endpoint.route}: ${JSON.stringify(answer.body)}`)
      for (const key of ['__proto__', 'constructor']) {
        const polluted = key === 'constructor' ? '{"prototype":{"polluted":1}}' : '{"polluted":1}'
        const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
        const text = `{"${key}":${polluted},${JSON.stringify(body).slice(1)}`
        const { status } = await school.send(school.olivia, method, path, text, elsewhere())
        assert.equal(status, 422, `${endpoint.route} with ${key}`)
      }
    }
    for (const query of ['__proto__[polluted]=1', '__proto__=1', 'constructor=1', 'constructor.prototype.polluted=1']) {
      const { status } = await school.send(school.olivia, 'GET', `/api/o/${school.organisation.slug}/people?${query}`)
      assert.equal(status, 422, query)
    }
  })
  assert.equal(Reflect.get({}, 'polluted'), undefined)
  assert.equal(Reflect.get(Object.prototype, 'isAdministrator'), undefined)
})

test('pages: a cursor that we did not give, and a limit below one, are refused by name; no page is longer than 200', async () => {
  const school = await world()
  const lists = endpoints.filter(({ input }) => fieldsOf(input).some(({ path }) => path === 'cursor'))
  assert.ok(lists.length > 8)
  const forged = [
    'x',
    '',
    '[]',
    'null',
    '{}',
    '[1e400]',
    '["x"]',
    `["${crypto.randomUUID()}",1,2,3]`,
    '[["2026-02-30"]]',
    '["\\u0000"]',
  ]
  for (const endpoint of lists) {
    const { limit: _, ...sample } = sampleInput(endpoint.input, (kind, path) => knownIds(school, kind, path)) as Wire
    for (const content of forged) {
      for (const cursor of [content, Buffer.from(content).toString('base64url')]) {
        const { status, body } = await sendAs(school, endpoint, { ...sample, cursor })
        if (status === 404) continue
        assert.equal(status, 422, `${endpoint.route} with ${content}: ${JSON.stringify(body)}`)
        assert.equal(body.errors?.[0]?.path, 'cursor', endpoint.route)
      }
    }
    for (const limit of ['0', '-1', '1e9', '1000000000', 'NaN', '1.5', '']) {
      const { status, body } = await sendAs(school, endpoint, { ...sample, limit })
      assert.deepEqual([status, body.errors?.[0]?.path], [422, 'limit'], `${endpoint.route} with ${limit}`)
    }
  }
})

test('what is not JSON, or packed, or of another kind is refused before anything is read', async () => {
  const school = await world()
  const { organisation, olivia, send } = school
  const bodies: [string, string | Buffer, Record<string, string>, number][] = [
    ['broken JSON', '{"fullName":', {}, 422],
    ['an empty body', '', {}, 422],
    ['a list', '[1,2]', {}, 422],
    ['null', 'null', {}, 422],
    ['a text', '"x"', {}, 422],
    ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), {}, 422],
    ['ten thousand objects in each other', '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000), {}, 422],
    ['ten thousand lists in each other', `{"fullName":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, {}, 422],
    ['a huge list', `{"fullName":[${'1,'.repeat(400_000)}1]}`, {}, 422],
    ['plain text', 'x', { 'content-type': 'text/plain' }, 415],
    ['a form', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['a form with files', '--x--', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['packed JSON', gzipSync('{}'), { 'content-encoding': 'gzip' }, 415],
    ['JSON packed in another way', Buffer.from('{}'), { 'content-encoding': 'br, gzip' }, 415],
  ]
  await storingNothing(school, async () => {
    for (const endpoint of withBody) {
      const { method, path } = requestOf(endpoint, sampleOf(endpoint), organisation.slug)
      for (const [name, content, headers, expected] of bodies) {
        const options = { ...elsewhere(), headers: { 'content-type': 'application/json', ...headers } }
        const { status, body } = await send(olivia, method, path, content, options)
        assert.equal(status, expected, `${endpoint.route} with ${name}: ${JSON.stringify(body).slice(0, 300)}`)
        assert.ok(body.title.length > 10)
      }
    }
  })
})
