import { z } from 'zod'
import type { Endpoint } from './contract.ts'

interface OpenApiOptions {
  readonly endpoints: readonly Endpoint[]
  readonly version: string
  readonly publicUrl: string
}

/** The OpenAPI 3.1 document of every endpoint, made from the contracts that the server itself validates with. */
export function describeApi({ endpoints, version, publicUrl }: OpenApiOptions): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const endpoint of endpoints) {
    const [method, route] = endpoint.route.split(' ') as [string, string]
    const prefix = endpoint.scope === 'organisation' ? '/api/o/{organisation}' : '/api'
    const path = prefix + route.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [method.toLowerCase()]: describeOperation(endpoint, method, path) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Lessonry', version, description: apiDescription, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: publicUrl }],
    paths: Object.fromEntries(Object.entries(paths).toSorted(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'lessonry_session' } },
      schemas: { Problem: problemSchema },
    },
  }
}

const apiDescription =
  'Instants are ISO 8601 in UTC, days YYYY-MM-DD, minutes count from local midnight, weekdays are ISO (Monday is 1). Amounts are whole numbers of the smallest unit of the currency (ISO 4217), as text. Every write takes an Idempotency-Key header: sending it again gives the same answer. Errors are problem details (RFC 9457).'

const problemSchema = {
  type: 'object',
  required: ['type', 'status', 'code', 'title'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable; branch on this, show `title`.' },
    title: { type: 'string', description: 'A sentence in the language of the reader.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, code: { type: 'string' }, message: { type: 'string' } },
        required: ['path', 'code', 'message'],
      },
    },
  },
}

function describeOperation(endpoint: Endpoint, method: string, path: string): Record<string, unknown> {
  const input = z.toJSONSchema(endpoint.input, { io: 'input', unrepresentable: 'any' }) as JsonObject
  const properties = input.properties ?? {}
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
  const isRead = method === 'GET' || method === 'DELETE'
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name))
  return {
    operationId: operationId(method, path),
    summary: endpoint.summary,
    tags: [path.replace('/api/o/{organisation}/', '').replace('/api/', '').split('/')[0]],
    ...(endpoint.needs === 'anyone' ? {} : { security: [{ session: [] }], 'x-permission': endpoint.needs }),
    parameters: [
      ...inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? { type: 'string' } })),
      ...(isRead
        ? rest.map((name) => ({
            name,
            in: 'query',
            required: input.required?.includes(name) ?? false,
            schema: properties[name],
          }))
        : []),
      ...(isRead
        ? []
        : [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 8, maxLength: 255 } }]),
    ],
    ...(endpoint.accepts && { requestBody: pictureBody }),
    ...(isRead || rest.length === 0 || endpoint.accepts
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: without(input, inPath) } } } }),
    responses: {
      200: { description: 'Done', content: answerContent(endpoint) },
      default: {
        description: endpoint.errors.length > 0 ? `A problem; among others ${endpoint.errors.join(', ')}` : 'A problem',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  }
}

const pictureBody = {
  required: true,
  description: 'A picture: PNG, JPEG or WebP, whatever the media type says.',
  content: { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } },
}

interface JsonObject {
  properties?: Record<string, unknown>
  required?: string[]
  [key: string]: unknown
}

function answerContent(endpoint: Endpoint): Record<string, unknown> {
  if (endpoint.produces) return { [endpoint.produces]: { schema: { type: 'string', contentEncoding: 'binary' } } }
  const { $schema: _, ...schema } = z.toJSONSchema(endpoint.output, {
    io: 'input',
    unrepresentable: 'any',
  }) as JsonObject
  return { 'application/json': { schema } }
}

function without(schema: JsonObject, names: readonly string[]): JsonObject {
  const { $schema: _, ...rest } = schema
  const properties = Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name)),
  )
  return { ...rest, properties, required: schema.required?.filter((name) => !names.includes(name)) ?? [] }
}

function operationId(method: string, path: string): string {
  const words = path
    .replace('/api/o/{organisation}', '')
    .replace('/api', '')
    .split(/[/{}-]+/)
    .filter(Boolean)
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('')
}
