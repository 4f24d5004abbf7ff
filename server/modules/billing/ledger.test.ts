import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createPerson } from '#contract/people'
import type { Id } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { world, type World } from '#testing/world.ts'
import { findLedgerErrors, insertDraft } from './billing.test-data.ts'
import { recordPayment, getFamilyAccount, issueInvoice as issueEndpoint } from './contract.ts'
import { issueInvoice } from './issuing.ts'
import { post, reverseEntry } from './ledger.ts'
import { recordPayment as pay, refundPayment } from './payments.ts'

async function checkLedger(school: World): Promise<void> {
  assert.deepEqual(await findLedgerErrors(school), [])
}

async function checkUse(school: World, familyId: Id<'family'>): Promise<void> {
  const { as, dewi } = school
  const { balances, invoices, payments } = await as(dewi)(getFamilyAccount, { familyId })
  for (const { paid, total, balance } of invoices) {
    assert.ok(paid.amount <= total.amount)
    assert.equal(balance.amount, total.amount - paid.amount)
  }
  for (const { received, allocations, refunded, left } of payments) {
    const allocated = allocations.reduce((sum, part) => sum + part.amount, 0n)
    assert.ok(left.amount >= 0n)
    assert.equal(received.amount, allocated + refunded.amount + left.amount)
  }
  const owed = invoices.filter(({ state }) => state !== 'draft').reduce((sum, { total }) => sum + total.amount, 0n)
  const received = payments.reduce((sum, payment) => sum + payment.received.amount - payment.refunded.amount, 0n)
  assert.equal(balances[0]?.amount ?? 0n, owed - received)
}

interface Step {
  readonly kind: 'issue' | 'pay' | 'refund'
  readonly amount: bigint
  readonly method: 'cash' | 'transfer'
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('issue', 'pay', 'pay', 'refund'),
  amount: fc.bigInt(1n, 400n),
  method: fc.constantFrom('cash', 'transfer'),
})

test('over 120 histories in the database every moment adds up', async () => {
  const schools = await Promise.all(['IDR', 'JPY', 'TND', 'EUR'].map((currency) => world({ currency })))
  await Promise.all(
    schools.map((school, index) =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 7 }), (steps) => live(school, steps)),
        { numRuns: 30, seed: index },
      ),
    ),
  )
})

/** One family's history in a school, checked after each step. */
async function live(school: World, steps: readonly Step[]): Promise<void> {
  const { currency, id: orgId } = school.organisation
  const { familyId } = await school.as(school.dewi)(createPerson, { fullName: 'Nina Lim', student: {} })
  assert.ok(familyId)
  const today = Temporal.PlainDate.from('2026-11-16')
  let paymentId: Id<'payment'> | undefined
  for (const { kind, amount: sum, method } of steps) {
    const invoiceId = kind === 'issue' && (await insertDraft(school, { familyId, amount: sum, currency }))
    await inSystem(school.access, orgId, 'test', async (ctx) => {
      if (invoiceId) await issueInvoice(ctx, { invoiceId })
      if (kind === 'pay') {
        const received = { amount: sum, currency }
        const payment = await pay(ctx, { familyId, method, received, receivedOn: today, reference: '' })
        paymentId = payment.id
      }
      if (kind === 'refund' && paymentId) {
        await refundPayment(ctx, { paymentId, amount: sum, method, refundedOn: today, reason: '' })
      }
    }).catch((error: unknown) => assert.match(String(error), /billing.more_than_left/))
    await checkLedger(school)
  }
  await checkUse(school, familyId)
}

test('20 payments at once never pay an invoice twice, and what is too much stays as balance', async () => {
  const school = await world({ currency: 'JPY' })
  const { as, dewi, families } = school
  const invoiceId = await insertDraft(school, { familyId: families.marias, amount: 1000n, currency: 'JPY' })
  await as(dewi)(issueEndpoint, { invoiceId })
  const today = Temporal.PlainDate.from('2026-11-16')
  await Promise.all(
    Array.from({ length: 20 }, () =>
      as(dewi)(recordPayment, {
        familyId: families.marias,
        invoiceId,
        method: 'cash',
        received: { amount: 70n, currency: 'JPY' },
        receivedOn: today,
        reference: '',
      }),
    ),
  )
  const account = await as(dewi)(getFamilyAccount, { familyId: families.marias })
  assert.equal(account.invoices[0]?.paid.amount, 1000n)
  assert.equal(account.invoices[0]?.state, 'paid')
  assert.deepEqual(account.balances, [{ amount: -400n, currency: 'JPY' }])
  assert.equal(
    account.payments.reduce((sum, { left }) => sum + left.amount, 0n),
    400n,
  )
  await checkLedger(school)
  await checkUse(school, families.marias)
})

test('invoices and payments of one family at the same moment use a balance once', async () => {
  const school = await world({ currency: 'EUR' })
  const { as, dewi, families } = school
  const familyId = families.anas
  const today = Temporal.PlainDate.from('2026-11-16')
  const drafts = await Promise.all(
    Array.from({ length: 8 }, () => insertDraft(school, { familyId, amount: 100n, currency: 'EUR' })),
  )
  await Promise.all([
    ...drafts.map((invoiceId) => as(dewi)(issueEndpoint, { invoiceId })),
    ...drafts.map(() =>
      as(dewi)(recordPayment, {
        familyId,
        method: 'transfer',
        received: { amount: 90n, currency: 'EUR' },
        receivedOn: today,
        reference: '',
      }),
    ),
  ])
  await checkLedger(school)
  await checkUse(school, familyId)
  const { balances, payments } = await as(dewi)(getFamilyAccount, { familyId })
  assert.deepEqual(balances, [{ amount: 80n, currency: 'EUR' }])
  assert.ok(payments.every(({ left }) => left.amount === 0n))
})

test('an entry is taken back by its opposite, once, and the same happening is never booked twice', async () => {
  const school = await world()
  const { organisation, families, access } = school
  const happenedOn = Temporal.PlainDate.from('2026-11-16')
  const entry = {
    cause: 'credit_note' as const,
    subjectId: families.marias,
    happenedOn,
    transfers: [
      {
        debit: { purpose: 'income' as const },
        credit: { purpose: 'receivable' as const, familyId: families.marias },
        amount: 5n,
        unit: 'IDR',
      },
    ],
  }
  const entryId = await inSystem(access, organisation.id, 'test', (ctx) => post(ctx, entry))
  await assert.rejects(
    inSystem(access, organisation.id, 'test', (ctx) => post(ctx, entry)),
    /entry_once/,
  )
  await inSystem(access, organisation.id, 'test', (ctx) => reverseEntry(ctx, entryId, happenedOn))
  await checkLedger(school)
  const { balances } = await school.as(school.dewi)(getFamilyAccount, { familyId: families.marias })
  assert.deepEqual(balances, [{ amount: 0n, currency: 'IDR' }])
  const again = inSystem(access, organisation.id, 'test', (ctx) => reverseEntry(ctx, entryId, happenedOn))
  await assert.rejects(again, /entry_once/)
})
