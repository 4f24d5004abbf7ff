import assert from 'node:assert/strict'
import type { OldRow } from './old-database.ts'
import type { ImportPlan } from './plan.ts'
import type { OldRows } from './planning.ts'

export type Tables = Map<string, OldRow[]>
export type Values = Record<string, string | null>

/** One way in which a real database is messier than the sample, and what the report says about it. */
export type Mess = {
  name: string
  make(tables: Tables): OldRows
  says: readonly string[]
  check?(messy: ImportPlan, clean: ImportPlan): void
}

export const ilham = '13d7f7a4-d34b-4c95-96b5-fb46bc6aa850'
export const group = 'eb7d10b5-9660-4437-be0a-b39d6d49c6f1'
export const childBooking = '0bbe99ea-1335-47bc-9452-90efe7561986'
export const guestBooking = '44240bf0-7985-4375-8ed7-fdf5b475c89e'
export const adultBooking = 'effdc762-f73b-4766-a797-6df1d92ed193'

export function set(tables: Tables, table: string, key: string, values: Values): Tables {
  const list = tables.get(table) ?? []
  const place = list.findIndex((row) => row.key === key)
  const row = list[place]
  assert.ok(row, `${table} ${key} is in the sample`)
  list[place] = { ...row, values: { ...row.values, ...values } }
  return tables
}

export function add(tables: Tables, [table, like]: readonly [string, string], key: string, values: Values): Tables {
  const list = tables.get(table) ?? []
  const row = list.find((each) => each.key === like)
  assert.ok(row, `${table} ${like} is in the sample`)
  const keyColumn = table === 'instructor_profiles' ? 'user_id' : 'id'
  list.push({ table, key, values: { ...row.values, [keyColumn]: key, ...values } })
  return tables
}

export function first(tables: OldRows, table: string): string {
  return tables.get(table)?.[0]?.key ?? ''
}

export const wish = (fields: Record<string, unknown>) => JSON.stringify(fields)
