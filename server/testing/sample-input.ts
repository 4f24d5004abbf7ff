import type { z } from 'zod'

/** Gives the id to put where an id of this kind is asked for. */
export type ChooseId = (kind: string) => string

type Schema = z.core.$ZodType & {
  _zod: { def: Record<string, unknown> & { type: string } }
  meta?: () => { description?: string } | undefined
}

/**
 * The smallest input in wire form that fits a contract: what is optional is left out, ids come from `chooseId`. For tests that walk
 * every endpoint, so that a new one is covered the day it appears.
 */
export function sampleInput(schema: z.ZodType, chooseId: ChooseId): unknown {
  return sample(schema as unknown as Schema, chooseId)
}

function sample(schema: Schema, chooseId: ChooseId): unknown {
  const kind = idKind(schema)
  if (kind !== null) return chooseId(kind)
  const { def } = schema._zod
  switch (def.type) {
    case 'object':
      return sampleObject(def['shape'] as Record<string, Schema>, chooseId)
    case 'pipe':
      return sample(def['in'] as Schema, chooseId)
    case 'string':
      return sampleString(schema)
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
    case 'array':
      return minimalLength(def) > 0 ? [sample(def['element'] as Schema, chooseId)] : []
    case 'union':
      return sample((def['options'] as Schema[])[0]!, chooseId)
    case 'nullable':
    case 'default':
    case 'readonly':
      return sample(def['innerType'] as Schema, chooseId)
    case 'record':
      return {}
    default:
      throw new Error(`No sample for a ${def.type}`)
  }
}

function sampleObject(shape: Record<string, Schema>, chooseId: ChooseId): Record<string, unknown> {
  const required = Object.entries(shape).filter(([, field]) => !['optional', 'default'].includes(field._zod.def.type))
  return Object.fromEntries(required.map(([name, field]) => [name, sample(field, chooseId)]))
}

/** Kinds of ids that an input may name, whether it must or only can. */
export function idKindsOf(schema: z.ZodType): string[] {
  const kinds = new Set<string>()
  collect(schema as unknown as Schema, kinds)
  return [...kinds]
}

function collect(schema: Schema | undefined, kinds: Set<string>): void {
  if (!schema) return
  const kind = idKind(schema)
  if (kind !== null) kinds.add(kind)
  const { def } = schema._zod
  for (const inner of Object.values((def['shape'] ?? {}) as Record<string, Schema>)) collect(inner, kinds)
  for (const option of (def['options'] ?? []) as Schema[]) collect(option, kinds)
  collect(def['innerType'] as Schema | undefined, kinds)
  collect(def['element'] as Schema | undefined, kinds)
}

function idKind(schema: Schema): string | null {
  return schema.meta?.()?.description?.match(/^Id of the (\w+)$/)?.[1] ?? null
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
  return Number(checksOf(def).find((check) => check.check === 'greater_than')?.value ?? 1)
}

const formats: Readonly<Record<string, string>> = {
  uuid: '0198c0de-0000-7000-8000-00000000feed',
  email: 'somebody@mail.example',
  date: '2026-11-20',
  datetime: '2026-11-20T03:00:00Z',
}

const candidates = ['1', 'INV', 'IDR', 'Asia/Jakarta', 'abcdefghijklmnopqrstuvwxyz']

function sampleString(schema: Schema): string {
  const format = schema._zod.def['format'] as string | undefined
  const accepts = (candidate: string) => (schema as unknown as z.ZodType).safeParse(candidate).success
  const found = [formats[format ?? ''], 'sample text', ...candidates].find(
    (candidate) => candidate !== undefined && accepts(candidate),
  )
  if (found === undefined) throw new Error(`No sample for ${JSON.stringify(schema._zod.def)}`)
  return found
}
