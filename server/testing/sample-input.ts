import type { z } from 'zod'

/** Gives the id to put where an id of this kind is asked for; the kind is `uuid` where a contract leaves it open. */
export type ChooseId = (kind: string, path: string) => string

/** Which optional fields are filled: none, those that name an id, or all. */
export type Filled = 'required' | 'ids' | 'all'

export type Schema = z.core.$ZodType & {
  _zod: { def: Record<string, unknown> & { type: string } }
  meta?: () => { description?: string } | undefined
}

interface Sampling {
  readonly chooseId: ChooseId
  readonly filled: Filled
}

/** An input in wire form that fits a contract. For tests that walk every endpoint, so that a new one is covered the day it appears. */
export function sampleInput(schema: z.ZodType, chooseId: ChooseId, filled: Filled = 'required'): unknown {
  return sample(schema as unknown as Schema, '', { chooseId, filled })
}

function sample(schema: Schema, path: string, sampling: Sampling): unknown {
  const kind = idKind(schema)
  if (kind !== null) return sampling.chooseId(kind, path)
  const { def } = schema._zod
  const inside = (inner: unknown, name?: string | number) => sample(inner as Schema, join(path, name), sampling)
  switch (def.type) {
    case 'object':
      return sampleObject(def['shape'] as Record<string, Schema>, path, sampling)
    case 'pipe':
      return inside(def['in'])
    case 'string':
      return path.endsWith('currency') ? 'IDR' : sampleString(schema)
    case 'number':
    case 'int':
      return smallest(def)
    case 'bigint':
      return '1'
    case 'boolean':
      return true
    case 'literal':
      return (def['values'] as unknown[])[0]
    case 'enum':
      return Object.values(def['entries'] as object)[0]
    case 'array': {
      const element = def['element'] as Schema
      return minimalLength(def) > 0 || isFilled(element, sampling.filled) ? [inside(element, 0)] : []
    }
    case 'union':
      return inside((def['options'] as Schema[])[0])
    case 'optional':
    case 'nullable':
    case 'default':
    case 'readonly':
      return inside(def['innerType'])
    case 'record':
      return {}
    default:
      throw new Error(`No sample for a ${def.type}`)
  }
}

function join(path: string, name: string | number | undefined): string {
  return name === undefined ? path : path === '' ? String(name) : `${path}.${name}`
}

function sampleObject(shape: Record<string, Schema>, path: string, sampling: Sampling): Record<string, unknown> {
  const named = Object.entries(shape).filter(
    ([, field]) => !['optional', 'default'].includes(field._zod.def.type) || isFilled(field, sampling.filled),
  )
  return Object.fromEntries(named.map(([name, field]) => [name, sample(field, join(path, name), sampling)]))
}

function isFilled(schema: Schema, filled: Filled): boolean {
  return filled === 'all' || (filled === 'ids' && fieldsOf(schema, 'any').some(({ kind }) => kind !== null))
}

export interface InputField {
  /** Dotted, with 0 for the first of a list: `choices.0.startsAt`. */
  readonly path: string
  readonly schema: Schema
  /** Which kind of id it is, or null when it is none. */
  readonly kind: string | null
}

/** Every field of an input, whether it must be there or only can; of several shapes the first. */
export function fieldsOf(schema: z.core.$ZodType, path = ''): InputField[] {
  const { def } = (schema as Schema)._zod
  const kind = idKind(schema as Schema)
  const own = path === '' ? [] : [{ path, schema: schema as Schema, kind }]
  if (kind !== null) return own
  switch (def.type) {
    case 'object':
      return [
        ...own,
        ...Object.entries(def['shape'] as Record<string, Schema>).flatMap(([name, field]) =>
          fieldsOf(field, join(path, name)),
        ),
      ]
    case 'array':
      return [...own, ...fieldsOf(def['element'] as Schema, join(path, 0))]
    case 'union':
      return [...own, ...fieldsOf((def['options'] as Schema[])[0]!, path).filter((field) => field.path !== path)]
    case 'optional':
    case 'nullable':
      return fieldsOf(def['innerType'] as Schema, path).map((field) =>
        field.path === path ? { ...field, schema: schema as Schema } : field,
      )
    default:
      return own
  }
}

function idKind(schema: Schema): string | null {
  const named = schema.meta?.()?.description?.match(/^Id of the (\w+)$/)?.[1]
  return named ?? (schema._zod.def['format'] === 'uuid' ? 'uuid' : null)
}

interface Check {
  readonly _zod: {
    readonly def: {
      readonly check: string
      readonly minimum?: number
      readonly value?: number
      readonly pattern?: RegExp
    }
  }
}

function checksOf(def: Record<string, unknown>): Check['_zod']['def'][] {
  return ((def['checks'] ?? []) as Check[]).map((check) => check._zod.def)
}

function minimalLength(def: Record<string, unknown>): number {
  return checksOf(def).find((check) => check.check === 'min_length')?.minimum ?? 0
}

function smallest(def: Record<string, unknown>): number {
  return checksOf(def).find((check) => check.check === 'greater_than')?.value ?? 1
}

const formats: Readonly<Record<string, string>> = {
  uuid: '0198c0de-0000-7000-8000-00000000feed',
  email: 'somebody@mail.example',
  date: '2026-11-17',
  datetime: '2026-11-20T03:00:00Z',
}

const candidates = ['1', 'FR', '2027', 'INV', 'IDR', 'Asia/Jakarta', 'abcdefghijklmnopqrstuvwxyz', formats['uuid']!]

function sampleString(schema: Schema): string {
  const format = schema._zod.def['format'] as string | undefined
  const accepts = (candidate: string) => (schema as unknown as z.ZodType).safeParse(candidate).success
  const found = [formats[format ?? ''], 'sample text', ...candidates].find(
    (candidate) => candidate !== undefined && accepts(candidate),
  )
  if (found === undefined) throw new Error(`No sample for ${JSON.stringify(schema._zod.def)}`)
  return found
}
