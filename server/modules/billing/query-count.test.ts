import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { listUnmarkedLessons, getTeachingDay, listRecord } from '#contract/teaching'
import { world, type World } from '#testing/world.ts'
import { billTom, holdLesson, insertDraft, tuesday } from './billing.test-data.ts'
import {
  getFamilyAccount,
  getInvoice,
  getMoneySummary,
  getMyAccount,
  listCharges,
  listInvoices,
  listPayments,
  recordPayment,
} from './contract.ts'

/** How many statements went to the database while `work` ran. */
async function countQueries(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client
  const original = Object.getOwnPropertyDescriptor(prototype, 'query')!
  let count = 0
  Object.defineProperty(prototype, 'query', {
    ...original,
    value: function (this: pg.Client, ...args: readonly unknown[]): unknown {
      count += 1
      return Reflect.apply(original.value as (...args: readonly unknown[]) => unknown, this, args)
    },
  })
  try {
    await work()
  } finally {
    Object.defineProperty(prototype, 'query', original)
  }
  return count
}

async function fill(school: World, days: number): Promise<void> {
  const { as, dewi, tom, families } = school
  await billTom(school, days)
  await holdLesson(school, tom, { days: days + 1 })
  await insertDraft(school, { familyId: families.marias, amount: 5n, currency: 'IDR' })
  await as(dewi)(recordPayment, {
    familyId: families.marias,
    method: 'cash',
    received: { amount: 5n, currency: 'IDR' },
    receivedOn: tuesday,
    reference: '',
  })
}

test('no page asks the database more often because there is more to show', async () => {
  const school = await world()
  const { as, dewi, maria, rina, tom, families } = school
  const invoice = await billTom(school)
  await fill(school, 1)
  const pages: Record<string, () => Promise<unknown>> = {
    charges: () => as(dewi)(listCharges, {}),
    invoices: () => as(dewi)(listInvoices, {}),
    invoice: () => as(dewi)(getInvoice, { invoiceId: invoice.id }),
    payments: () => as(dewi)(listPayments, {}),
    account: () => as(dewi)(getFamilyAccount, { familyId: families.marias }),
    mine: () => as(maria)(getMyAccount, {}),
    summary: () => as(dewi)(getMoneySummary, {}),
    day: () => as(rina)(getTeachingDay, { date: tuesday }),
    record: () => as(maria)(listRecord, { studentId: tom.id }),
    unmarked: () => as(dewi)(listUnmarkedLessons, {}),
  }
  const count = async () => {
    const counts: Record<string, number> = {}
    for (const [name, read] of Object.entries(pages)) counts[name] = await countQueries(read)
    return counts
  }
  await count()
  const few = await count()
  for (const days of [3, 6, 8]) await fill(school, days)
  assert.deepEqual(await count(), few)
  assert.ok(
    Object.values(few).every((queries) => queries > 2 && queries <= 12),
    JSON.stringify(few),
  )
})
