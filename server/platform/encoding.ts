import { z } from 'zod'

type Encoder = (value: unknown) => unknown

const encoders = new WeakMap<z.core.$ZodType, Encoder>()
const unchanged: Encoder = (value) => value

/**
 * Makes what leaves the server of a value: only what the schema declares, each in its form on the wire. Unlike z.encode() it takes the types'
 * word for the values and does not look at them again, which for long answers was most of the work; tests look (`checkAnswers`).
 */
export function encoderOf(schema: z.core.$ZodType): Encoder {
  const known = encoders.get(schema)
  if (known) return known
  const made = makeEncoder(schema)
  encoders.set(schema, made)
  return made
}

function makeEncoder(schema: z.core.$ZodType): Encoder {
  const { def } = (schema as z.core.$ZodTypes)._zod
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'undefined':
    case 'enum':
    case 'literal':
      return unchanged
    case 'object':
      return def.catchall === undefined || def.catchall._zod.def.type === 'never'
        ? objectEncoder(def.shape)
        : byZod(schema)
    case 'array':
      return arrayEncoder(encoderOf(def.element))
    case 'record':
      return def.keyType._zod.values
        ? objectEncoder(Object.fromEntries([...def.keyType._zod.values].map((key) => [String(key), def.valueType])))
        : recordEncoder(encoderOf(def.valueType))
    case 'nullable':
    case 'optional':
      return innerEncoder(encoderOf(def.innerType))
    case 'union':
      return unionEncoder(schema, def)
    case 'pipe':
      return codecEncoder(schema, def)
    default:
      return byZod(schema)
  }
}

/** For the sorts of schema that are rare in answers. */
function byZod(schema: z.core.$ZodType): Encoder {
  return (value) => z.encode(schema, value)
}

function objectEncoder(shape: Readonly<Record<string, z.core.$ZodType>>): Encoder {
  const fields = Object.entries(shape).map(([name, schema]) => ({ name, encode: encoderOf(schema) }))
  return (value) => {
    const encoded: Record<string, unknown> = {}
    for (const { name, encode } of fields) {
      const field = (value as Record<string, unknown>)[name]
      if (field !== undefined) encoded[name] = encode === unchanged ? field : encode(field)
    }
    return encoded
  }
}

function arrayEncoder(encode: Encoder): Encoder {
  return encode === unchanged ? unchanged : (value) => (value as readonly unknown[]).map((each) => encode(each))
}

function recordEncoder(encode: Encoder): Encoder {
  if (encode === unchanged) return unchanged
  return (value) =>
    Object.fromEntries(Object.entries(value as Record<string, unknown>).map(([name, each]) => [name, encode(each)]))
}

function innerEncoder(encode: Encoder): Encoder {
  if (encode === unchanged) return unchanged
  return (value) => (value === null || value === undefined ? value : encode(value))
}

/** Where no shape changes anything it does not matter which of them a value has. */
function unionEncoder(schema: z.core.$ZodType, def: z.core.$ZodUnionDef): Encoder {
  const options = def.options.map(encoderOf)
  if (options.every((encode) => encode === unchanged)) return unchanged
  return byZod(schema)
}

/** A codec turns the value into its form on the wire, which the schema of the wire may have to go on with. */
function codecEncoder(schema: z.core.$ZodType, def: z.core.$ZodPipeDef): Encoder {
  const { reverseTransform } = def
  if (!reverseTransform) return byZod(schema)
  const [outer, inner] = [encoderOf(def.out), encoderOf(def.in)]
  const isPlain =
    inner === unchanged &&
    (outer === unchanged || def.out._zod.def.type === 'custom' || def.out._zod.def.type === 'bigint')
  if (!isPlain) return byZod(schema)
  return (value) => {
    const payload = { value, issues: [] }
    const encoded = reverseTransform(value, payload)
    if (payload.issues.length > 0 || encoded instanceof Promise) throw new Error('A value has no form on the wire.')
    return encoded
  }
}
