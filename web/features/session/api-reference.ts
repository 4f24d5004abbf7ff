import { z } from 'zod'

const Schema = z.record(z.string(), z.unknown())
const Operation = z.object({
  operationId: z.string(),
  summary: z.string().default(''),
  tags: z.array(z.string()).default([]),
  'x-permission': z.string().optional(),
  parameters: z
    .array(
      z.object({
        name: z.string(),
        in: z.enum(['path', 'query', 'header']),
        required: z.boolean().default(false),
        schema: Schema.optional(),
      }),
    )
    .default([]),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: Schema })) }).optional(),
  responses: z.record(
    z.string(),
    z.object({ description: z.string(), content: z.record(z.string(), z.object({ schema: Schema })).optional() }),
  ),
})
export const ApiDocument = z.object({
  info: z.object({ version: z.string(), description: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
})
export type ApiDocument = z.output<typeof ApiDocument>

export interface ApiField {
  readonly name: string
  readonly place: 'path' | 'query' | 'header' | 'body'
  readonly required: boolean
  readonly type: string
  readonly description: string
}

export interface ApiEndpoint {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly permission: string | null
  readonly inputs: readonly ApiField[]
  readonly output: string
  readonly errors: readonly string[]
  readonly example: string
}

export interface ApiGroup {
  readonly tag: string
  readonly endpoints: readonly ApiEndpoint[]
}

/** The document of the server as a reader wants it: by subject, each with what goes in, what comes out and an example. */
export function groupEndpoints(document: ApiDocument, wanted: string): readonly ApiGroup[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const groups = new Map<string, ApiEndpoint[]>()
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const text = `${method} ${path} ${operation.summary} ${operation['x-permission'] ?? ''}`.toLowerCase()
      if (!words.every((word) => text.includes(word))) continue
      const tag = operation.tags[0] ?? path
      groups.set(tag, [...(groups.get(tag) ?? []), describe(document, path, method, operation)])
    }
  }
  return [...groups].map(([tag, endpoints]) => ({ tag, endpoints })).toSorted((a, b) => (a.tag < b.tag ? -1 : 1))
}

function describe(
  document: ApiDocument,
  path: string,
  method: string,
  operation: z.output<typeof Operation>,
): ApiEndpoint {
  const body = operation.requestBody?.content['application/json']?.schema
  const answer = Object.entries(operation.responses['200']?.content ?? {})[0]
  const problem = operation.responses['default']?.description ?? ''
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    permission: operation['x-permission'] ?? null,
    inputs: [
      ...operation.parameters.map((parameter) => ({
        name: parameter.name,
        place: parameter.in,
        required: parameter.required,
        type: typeOf(parameter.schema),
        description: descriptionOf(parameter.schema),
      })),
      ...bodyFields(body),
    ],
    output: answer ? (answer[0] === 'application/json' ? sketch(answer[1].schema) : answer[0]) : '',
    errors: [...problem.matchAll(/[a-z_]+(?:\.[a-z_]+)+/g)].map(([code]) => code),
    example: exampleOf(document, path, method, body),
  }
}

type JsonSchema = Record<string, unknown>

function bodyFields(schema: JsonSchema | undefined): ApiField[] {
  const required = stringsIn(schema?.['required'])
  return Object.entries(objectIn(schema?.['properties'])).map(([name, value]) => ({
    name,
    place: 'body' as const,
    required: required.includes(name),
    type: typeOf(objectIn(value)),
    description: descriptionOf(objectIn(value)),
  }))
}

function typeOf(schema: JsonSchema | undefined): string {
  if (!schema) return 'string'
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) return choices.map((choice) => typeOf(objectIn(choice))).join(' | ')
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => JSON.stringify(value)).join(' | ')
  if ('const' in schema) return JSON.stringify(schema['const'])
  if (schema['type'] === 'array') return `${typeOf(objectIn(schema['items']))}[]`
  const format = typeof schema['format'] === 'string' ? ` (${schema['format']})` : ''
  return `${typeof schema['type'] === 'string' ? schema['type'] : 'any'}${format}`
}

function descriptionOf(schema: JsonSchema | undefined): string {
  return typeof schema?.['description'] === 'string' ? schema['description'] : ''
}

/** The shape of an answer as it would be read in a program. */
function sketch(schema: JsonSchema, indent = ''): string {
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) return choices.map((choice) => sketch(objectIn(choice), indent)).join(' | ')
  if (schema['type'] === 'array') return `${sketch(objectIn(schema['items']), indent)}[]`
  if (schema['type'] !== 'object' || !schema['properties']) return typeOf(schema)
  const inner = `${indent}  `
  const lines = Object.entries(objectIn(schema['properties'])).map(
    ([name, value]) => `${inner}${name}: ${sketch(objectIn(value), inner)}`,
  )
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

function exampleOf(document: ApiDocument, path: string, method: string, body: JsonSchema | undefined): string {
  const address = (document.servers[0]?.url ?? '') + path
  const lines = [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}'${address}'`,
    `--cookie 'lessonry_session=…'`,
  ]
  if (method !== 'get') lines.push(`-H "Idempotency-Key: $(uuidgen)"`)
  if (body) {
    const required = stringsIn(body['required'])
    const fields = Object.entries(objectIn(body['properties'])).filter(([name]) => required.includes(name))
    const sample = Object.fromEntries(fields.map(([name, value]) => [name, sampleOf(objectIn(value))]))
    lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(sample)}'`)
  }
  return lines.join(' \\\n  ')
}

function sampleOf(schema: JsonSchema): unknown {
  const choices = schema['anyOf'] ?? schema['oneOf']
  if (Array.isArray(choices)) return sampleOf(objectIn(choices[0]))
  if (Array.isArray(schema['enum'])) return schema['enum'][0]
  if ('const' in schema) return schema['const']
  switch (schema['type']) {
    case 'array':
      return []
    case 'object':
      return {}
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? Math.max(schema['minimum'], 1) : 1
    case 'boolean':
      return true
    default:
      return schema['format'] === 'date-time'
        ? '2026-11-20T08:00:00Z'
        : schema['format'] === 'date'
          ? '2026-11-20'
          : '…'
  }
}

function objectIn(value: unknown): JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : {}
}

function stringsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : []
}
