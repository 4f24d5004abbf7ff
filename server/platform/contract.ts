import { z } from 'zod'
import { isCurrency } from './currencies.ts'
import { writeInstant } from './instant-text.ts'

/** Who may call: anyone, anyone signed in, or whoever's roles hold the permission (`module.verb`). */
export type Needs = 'anyone' | 'signed-in' | `${string}.${string}`

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Route = `${Method} /${string}`

export interface Endpoint<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly route: Route
  readonly scope: 'organisation' | 'install'
  readonly needs: Needs
  readonly summary: string
  readonly input: I
  readonly output: O
  /** Codes of the failures a caller should expect beside the general ones. */
  readonly errors: readonly string[]
  /** A media type when the answer is a file instead of JSON. */
  readonly produces: string | undefined
  /** The body is a file of this sort instead of JSON; the input stands in the address. */
  readonly accepts: Accepted | undefined
  /** The answer holds a secret that is shown once, so it is not kept for whoever sends the same Idempotency-Key again. */
  readonly holdsSecret: boolean
}

/** What can be sent as a file: a PNG, JPEG or WebP picture; one that our documents show must be one that the printer can draw. */
export type Accepted = 'picture' | 'printed-picture'

/** A picture may have so many bytes. */
export const maximalPictureBytes = 5 * 1024 * 1024

interface Definition<I extends z.ZodType, O extends z.ZodType> {
  route: Route
  needs: Needs
  /** One sentence for the API's documentation: what goes in, what comes out. */
  summary: string
  input: I
  output: O
  errors?: readonly string[]
  produces?: string
  accepts?: Accepted
  holdsSecret?: boolean
}

function define<I extends z.ZodType, O extends z.ZodType>(
  scope: Endpoint['scope'],
  definition: Definition<I, O>,
): Endpoint<I, O> {
  return Object.freeze({
    ...definition,
    name: definition.route,
    scope,
    errors: definition.errors ?? [],
    produces: definition.produces,
    accepts: definition.accepts,
    holdsSecret: definition.holdsSecret ?? false,
  })
}

/** An endpoint of one organisation, served at /api/o/{organisation}/…; `:name` parts of the route are fields of the input. */
export function endpoint<I extends z.ZodType, O extends z.ZodType>(definition: Definition<I, O>): Endpoint<I, O> {
  return define('organisation', definition)
}

/** An endpoint of the whole install (signing in, choosing an organisation), served at /api/…. */
export function installEndpoint<I extends z.ZodType, O extends z.ZodType>(
  definition: Definition<I, O>,
): Endpoint<I, O> {
  return define('install', definition)
}

/** What a function behind the endpoint is given, and what a caller passes. */
export type Input<E> = E extends Endpoint<infer I, z.ZodType> ? z.output<I> : never
/** What a function behind the endpoint returns, and what a caller receives. */
export type Output<E> = E extends Endpoint<z.ZodType, infer O> ? z.output<O> : never

/** Input fields; a field that is not declared is refused by name. */
export const fields = z.strictObject
export const nothing = z.strictObject({})

/** Text as a person typed it, kept exactly; only what a database cannot hold is refused. */
export function text(max: number, min = 0) {
  const schema = z
    .string()
    .max(max)
    .refine((value) => !value.includes('\0') && value.isWellFormed(), { params: { code: 'unreadable_text' } })
  return min > 0 ? schema.refine((value) => value.trim().length >= min, { params: { code: 'required' } }) : schema
}

/** An instant, ISO 8601 in UTC on the wire. */
export const instant = z.codec(
  z.iso.datetime({ offset: true }).meta({ description: 'Instant, ISO 8601' }),
  z.custom<Temporal.Instant>((value) => value instanceof Temporal.Instant),
  {
    decode: (value, ctx) => read(() => inReach(Temporal.Instant.from(value)), value, ctx, 'invalid_instant'),
    encode: writeInstant,
  },
)

/** A calendar day without a zone, YYYY-MM-DD on the wire. */
export const plainDate = z.codec(
  z.iso.date().meta({ description: 'Calendar day, YYYY-MM-DD' }),
  z.custom<Temporal.PlainDate>((value) => value instanceof Temporal.PlainDate),
  {
    decode: (value, ctx) => read(() => dayInReach(Temporal.PlainDate.from(value)), value, ctx, 'invalid_date'),
    encode: (value) => value.toString(),
  },
)

/** A whole number of a currency's smallest unit; text on the wire, because JSON numbers lose digits. */
export const amount = z.codec(z.string().regex(/^-?\d{1,18}$/), z.bigint(), {
  decode: (value) => BigInt(value),
  encode: (value) => value.toString(),
})

export const currency = z.string().refine(isCurrency, { params: { code: 'unknown_currency' } })
export const money = z.object({ amount, currency })

/** yes or no in a query string. */
export const flag = z.codec(z.enum(['true', 'false']), z.boolean(), {
  decode: (value) => value === 'true',
  encode: (value): 'true' | 'false' => (value ? 'true' : 'false'),
})

export const weekday = z.int().min(1).max(7)
export const minuteOfDay = z.int().min(0).max(1440)
export const locale = z.enum(['en', 'fr', 'id', 'ar'])
export type Locale = z.output<typeof locale>
export const zone = z.string().refine(isZoneName, { params: { code: 'unknown_zone' } })
export const email = z.email().max(254)

const rowLimit = z.codec(z.string().regex(/^\d{1,9}$/), z.int().min(1), { decode: Number, encode: String })

/** Fields of a list: how many rows, and where to go on. `cursor` is what the page before gave as `next`. */
export const pageFields = { cursor: z.string().max(400).optional(), limit: rowLimit.optional() }

/** One page of rows; `next` is the cursor of the page after, null on the last. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), next: z.string().nullable() })
}

function isZoneName(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0 && !/^[+-]/.test(name)
    )
  } catch {
    return false
  }
}

// Years that calendars and the database agree on, with room to count on from: nobody was born before, no lesson is planned after.
const [firstYear, lastYear] = [1800, 2999]

function dayInReach(day: Temporal.PlainDate): Temporal.PlainDate {
  if (day.year < firstYear || day.year > lastYear) throw new RangeError(`${day.toString()} is out of reach.`)
  return day
}

function inReach(at: Temporal.Instant): Temporal.Instant {
  dayInReach(at.toZonedDateTimeISO('UTC').toPlainDate())
  return at
}

function read<T>(parse: () => T, value: string, ctx: z.core.ParsePayload<unknown>, code: string): T {
  try {
    return parse()
  } catch {
    ctx.issues.push({ code: 'custom', input: value, params: { code } })
    return z.NEVER
  }
}
