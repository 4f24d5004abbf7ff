import { createHash } from 'node:crypto'
import { readJson, readList } from './values.ts'

/**
 * The same for the same row, whether it comes from a dump or a running server: they write moments in other zones, and JSON, lists and yes or
 * no in other ways.
 */
export function fingerprintOf(columns: Readonly<Record<string, string | null>>): string {
  const sorted = Object.entries(columns).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const text = JSON.stringify(sorted.map(([column, value]) => [column, value === null ? null : oneForm(value)]))
  return createHash('sha256').update(text).digest('hex')
}

const moment = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)([+-]\d\d(?::\d\d){0,2})$/

function oneForm(text: string): string {
  const parts = moment.exec(text)
  if (parts) return instantOf(`${parts[1]}T${parts[2]}${parts[3]}`) ?? text
  if (text === 't' || text === 'f') return text === 't' ? 'true' : 'false'
  if (!/^[[{]/.test(text)) return text
  const { value } = readJson(text)
  if (value !== undefined) return JSON.stringify(sortKeys(value))
  return JSON.stringify(readList(text).value ?? text)
}

function instantOf(text: string): string | undefined {
  try {
    return Temporal.Instant.from(text).toString()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return entries.map(([key, each]) => [key, sortKeys(each)])
}
