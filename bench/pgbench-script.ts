// Makes a pgbench script of the statements that two bookings sent: what was the same in both stays as it is, what differed is computed from the
// number of the booking, so that pgbench does the same work with the same texts.
import type { Sent, Value } from './recorder.ts'

/** Values of the recorded bookings that the script computes, as SQL over pgbench's variables. */
export interface Known {
  /** The value in the first and in the second recording. */
  readonly values: readonly [string, string]
  readonly sql: string
}

export interface Recording {
  readonly statements: readonly Sent[]
  /** Epoch seconds of the time that was booked. */
  readonly start: number
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const instant = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/

/** `head` sets the variables: n (the number of the booking among all), start (epoch seconds). */
export function makeScript(
  head: string,
  [one, other]: readonly [Recording, Recording],
  known: readonly Known[],
): string {
  if (one.statements.length !== other.statements.length) throw new Error('Two bookings sent different statements.')
  const made = new Map<string, string>()
  const bodies = one.statements.map(({ text, values }, i) => {
    const twin = other.statements[i]!
    if (twin.text !== text && values.length > 0)
      throw new Error(`Two bookings sent different statements:\n${text}\n${twin.text}`)
    return `${text.replace(/\$(\d+)/g, (_, n: string) => `(${write(values[Number(n) - 1]!, twin.values[Number(n) - 1]!)})`).replace(/\s+/g, ' ')};`
  })
  return `${head}\n${bodies.join('\n')}\n`

  function write(value: Value, twin: Value): string {
    if (isList(value)) {
      const items = value.map((item, i) => write(item, isList(twin) ? (twin[i] ?? item) : item))
      return items.length === 0 ? `'{}'` : `array[${items.join(', ')}]`
    }
    if (value === null) return 'null'
    if (typeof value === 'object' && 'hex' in value) {
      const isSame = typeof twin === 'object' && twin !== null && 'hex' in twin && twin.hex === value.hex
      return isSame ? `'\\x${value.hex}'::bytea` : `decode(md5(:n::text) || md5((:n + 1)::text), 'hex')`
    }
    if (typeof value !== 'string') return String(value)
    const found = known.find(({ values }) => values[0] === value && values[1] === twin)
    if (found) return found.sql
    if (value === twin) return literal(value)
    if (uuid.test(value)) return madeId(value)
    if (instant.test(value) && typeof twin === 'string' && instant.test(twin)) return moment(value, twin)
    if (/^-?\d+$/.test(value)) return `(:n::bigint * 1000003 + ${BigInt.asUintN(16, BigInt(value))})::bigint`
    if (/^[{[]/.test(value)) return literal(value) // a payload, which is only stored
    return `left(upper(md5(:n::text)) || md5(:n::text), ${value.length})`
  }

  function madeId(value: string): string {
    const known = made.get(value) ?? made.set(value, `0191${(made.size + 1).toString(16).padStart(4, '0')}`).get(value)!
    return `('${known}-0000-7000-8000-' || lpad(to_hex(:n::bigint), 12, '0'))::uuid`
  }

  function moment(value: string, twin: string): string {
    const [mine, others] = [value, twin].map((text) => Temporal.Instant.from(text).epochMilliseconds / 1000) as [
      number,
      number,
    ]
    const isBound = Math.abs(mine - one.start - (others - other.start)) < 1
    return isBound ? `to_timestamp(:start + ${mine - one.start})` : `${literal(value)}::timestamptz`
  }
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

// pgbench takes a colon before a letter for a variable of its own.
function literal(text: string): string {
  return `'${text.replaceAll("'", "''").replace(/:(?=[A-Za-z_])/g, ': ')}'`
}
