import type { z } from 'zod'
import { wrongField } from './errors.ts'

const usualLimit = 50
const maximalLimit = 200

/** How many rows a list gives: 50 when nobody says, 200 at most. */
export function limitOf(input: { readonly limit?: number | undefined }): number {
  return Math.min(Math.max(input.limit ?? usualLimit, 1), maximalLimit)
}

/** The sort key at which a list goes on, as its schema reads it; a cursor that we did not write is a wrong field. */
export function readCursor<T extends z.ZodType>(cursor: string | undefined, sortKey: T): z.output<T> | null {
  if (cursor === undefined) return null
  try {
    return sortKey.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (cause) {
    throw Object.assign(wrongField('cursor', 'invalid'), { cause })
  }
}

/** Cuts the rows, of which one more than the limit was asked for, and says where to go on. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  sortKey: (row: Row) => readonly (string | number)[],
): { rows: Row[]; next: string | null } {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    rows: shown,
    next: last === undefined ? null : Buffer.from(JSON.stringify(sortKey(last))).toString('base64url'),
  }
}
