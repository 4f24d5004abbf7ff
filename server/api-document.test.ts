import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '#testing/world.ts'
import { routes } from './app.ts'

type Json = Record<string, unknown>
interface Operation extends Json {
  readonly operationId: string
  readonly parameters: { name: string; in: string; required?: boolean; schema: unknown }[]
  readonly requestBody?: { content: Json }
  readonly responses: Record<string, { description: string; content: Json }>
}

const methods = new Set(['get', 'post', 'put', 'patch', 'delete'])
const schemaLists = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems'])
const schemaMaps = new Set(['properties', 'patternProperties', '$defs'])
const schemas = new Set(['items', 'additionalProperties', 'propertyNames', 'not', 'contains'])
const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null'])

/** Walks a schema and everything in it; each must be an object or a boolean, of a known type, and each $ref must lead somewhere. */
function checkSchema(schema: unknown, where: string, document: Json): void {
  if (typeof schema === 'boolean') return
  assert.ok(schema !== null && typeof schema === 'object' && !Array.isArray(schema), `${where} is no schema`)
  for (const [name, value] of Object.entries(schema)) {
    const inside = `${where}/${name}`
    if (name === '$ref')
      assert.ok(resolveReference(String(value), document), `${inside} leads nowhere: ${String(value)}`)
    if (name === 'type')
      for (const each of [value].flat()) assert.ok(types.has(String(each)), `${inside}: ${String(each)}`)
    if (schemas.has(name)) checkSchema(value, inside, document)
    if (schemaLists.has(name)) (value as unknown[]).forEach((each, n) => checkSchema(each, `${inside}/${n}`, document))
    if (schemaMaps.has(name))
      for (const [key, each] of Object.entries(value as Json)) checkSchema(each, `${inside}/${key}`, document)
  }
}

function resolveReference(reference: string, document: Json): unknown {
  assert.match(reference, /^#\//)
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((inner, part) => (inner as Json | undefined)?.[part], document)
}

test('the document of the API is sound: each endpoint in it once, each schema a schema, each reference leading somewhere', async (t) => {
  const { http } = await world()
  const document = (await http.inject({ url: '/api/openapi.json' })).json<Json>()
  assert.match(String(document['openapi']), /^3\.1\.\d$/)
  const paths = document['paths'] as Record<string, Record<string, Operation>>
  const found = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
  )
  const expected = routes.map(({ endpoint }) => {
    const [method, route] = endpoint.route.split(' ') as [string, string]
    const prefix = endpoint.scope === 'organisation' ? '/api/o/{organisation}' : '/api'
    return `${method.toLowerCase()} ${prefix}${route.replace(/:(\w+)/g, '{$1}')}`
  })
  assert.deepEqual(found.map(({ path, method }) => `${method} ${path}`).toSorted(), expected.toSorted())
  const names = found.map(({ operation }) => operation.operationId)
  assert.equal(new Set(names).size, names.length, 'every operation has a name of its own')

  for (const { path, method, operation } of found) {
    const where = `${method} ${path}`
    assert.ok(methods.has(method), where)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
    const declared = operation.parameters.filter((parameter) => parameter.in === 'path')
    assert.deepEqual(declared.map(({ name }) => name).toSorted(), inPath.toSorted(), where)
    for (const parameter of operation.parameters) {
      assert.ok(['path', 'query', 'header'].includes(parameter.in), where)
      if (parameter.in === 'path') assert.equal(parameter.required, true, where)
      checkSchema(parameter.schema, `${where}/${parameter.name}`, document)
    }
    const contents = [
      operation.requestBody?.content,
      ...Object.values(operation.responses).map(({ content }) => content),
    ]
    for (const content of contents.filter((each) => each !== undefined))
      for (const media of Object.values(content)) checkSchema((media as Json)['schema'], where, document)
    assert.ok(operation.responses['200'] && operation.responses['default'], where)
  }
  t.diagnostic(`${found.length} operations`)
})

/** Every address of the running server with its methods, read from the tree that its router prints. */
function listServed(tree: string): string[] {
  const above: string[] = []
  return tree.split('\n').flatMap((line) => {
    const found = line.match(/^((?:[│ ] {3})*)[├└]── (\S*?)(?: \(([A-Z, ]+)\))?$/)
    if (!found) return []
    const [, indent = '', part = '', served = ''] = found
    const depth = indent.length / 4
    above.splice(depth, Infinity, (above[depth - 1] ?? '') + part)
    return served === '' ? [] : served.split(', ').map((method) => `${method} ${above[depth]}`)
  })
}

test('every address under /api is in the document, but for the few that are no endpoint', async () => {
  const { http } = await world()
  const served = listServed(http.printRoutes({ commonPrefix: false }))
  const declared = routes.map(({ endpoint }) => {
    const [method, route] = endpoint.route.split(' ') as [string, string]
    return `${method} ${endpoint.scope === 'organisation' ? '/api/o/:organisation' : '/api'}${route}`
  })
  const undeclared = served.filter(
    (each) => / \/api\//.test(each) && !declared.includes(each) && !each.endsWith(' /api/*'),
  )
  assert.deepEqual(undeclared.toSorted(), [
    'GET /api/o/:organisation/live',
    'GET /api/openapi.json',
    'HEAD /api/o/:organisation/live',
    'HEAD /api/openapi.json',
  ])
  assert.deepEqual(
    declared.filter((each) => !served.includes(each)),
    [],
  )
})
