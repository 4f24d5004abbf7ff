import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { world, type World } from '#testing/world.ts'
import { billTom, findLedgerErrors, holdLesson, insertDraft, tuesday } from './billing.test-data.ts'
import {
  getFamilyAccount,
  getInvoice,
  getMoneySummary,
  getMyAccount,
  issueInvoice,
  listPayments,
  recordPayment,
  refundPayment,
} from './contract.ts'

const monday = tuesday.subtract({ days: 1 })

function payer(school: World) {
  const { as, dewi, families, organisation } = school
  return (
    amount: bigint,
    more: { invoiceId?: Awaited<ReturnType<typeof insertDraft>>; idempotencyKey?: string } = {},
  ) =>
    as(dewi)(
      recordPayment,
      {
        familyId: families.marias,
        ...(more.invoiceId && { invoiceId: more.invoiceId }),
        method: 'transfer',
        received: { amount, currency: organisation.currency },
        receivedOn: monday,
        reference: 'BCA 12',
      },
      more.idempotencyKey ? { idempotencyKey: more.idempotencyKey } : {},
    )
}

test('an invoice is paid in parts, the guardian sees it, and what is too much pays the next invoice', async () => {
  for (const currency of ['TND', 'JPY', 'IDR']) {
    const school = await world({ currency })
    const { as, maria, families, settle } = school
    const invoice = await billTom(school)
    const pay = payer(school)
    const first = await pay(8_500_001n, { invoiceId: invoice.id })
    assert.deepEqual(
      first.allocations.map((part) => [part.number, part.amount]),
      [['INV-2026-0001', 8_500_001n]],
    )
    assert.equal((await as(maria)(getInvoice, { invoiceId: invoice.id })).state, 'part_paid')
    const second = await pay(10_000_000n)
    assert.deepEqual(second.left, { amount: 1n, currency })
    const seen = await as(maria)(getInvoice, { invoiceId: invoice.id })
    assert.equal(seen.state, 'paid')
    assert.deepEqual(
      seen.payments.map(({ amount }) => amount),
      [8_500_001n, 9_999_999n],
    )
    const next = await billTom(school, 1)
    assert.equal(next.paid.amount, 1n)
    assert.equal(next.state, 'part_paid')
    const { account } = await as(maria)(getMyAccount, {})
    assert.deepEqual(account?.balances, [{ amount: 18_499_999n, currency }])
    assert.equal(account?.familyId, families.marias)
    assert.deepEqual(await findLedgerErrors(school), [])
    await settle()
  }
})

test('a balance is given back only as far as it is left', async () => {
  const school = await world()
  const { as, refused, dewi } = school
  const invoice = await billTom(school)
  const payment = await payer(school)(18_600_000n, { invoiceId: invoice.id })
  const refund = { paymentId: payment.id, method: 'cash' as const, refundedOn: monday, reason: 'paid too much' }
  const tooMuch = await refused(dewi)(refundPayment, { ...refund, amount: 100_001n })
  assert.deepEqual([tooMuch.status, tooMuch.body.code], [409, 'billing.more_than_left'])
  const after = await as(dewi)(refundPayment, { ...refund, amount: 60_000n })
  assert.equal(after.refunded.amount, 60_000n)
  assert.equal(after.left.amount, 40_000n)
  assert.equal((await refused(dewi)(refundPayment, { ...refund, amount: 0n })).body.code, 'billing.amount_not_positive')
  const late = { ...refund, amount: 1n, refundedOn: tuesday.add({ days: 1 }) }
  assert.equal((await refused(dewi)(refundPayment, late)).body.code, 'billing.in_the_future')
  assert.equal((await refused(dewi)(refundPayment, { ...refund, amount: 1n, paymentId: newId('payment') })).status, 404)
  assert.deepEqual(await findLedgerErrors(school), [])
})

test('20 refunds at once give back no more than there was', async () => {
  const school = await world()
  const { send, dewi, organisation, families, as } = school
  const payment = await payer(school)(1000n)
  const body = { amount: '70', method: 'cash', refundedOn: monday.toString(), reason: '' }
  const path = `/api/o/${organisation.slug}/payments/${payment.id}/refunds`
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(dewi, 'POST', path, body)))
  assert.equal(answers.filter(({ status }) => status === 200).length, 14)
  assert.ok(answers.every(({ status, body: problem }) => status === 200 || problem.code === 'billing.more_than_left'))
  const { balances } = await as(dewi)(getFamilyAccount, { familyId: families.marias })
  assert.deepEqual(balances, [{ amount: -20n, currency: 'IDR' }])
})

test('sent twice with one key it is one payment; with two keys it is two', async () => {
  const school = await world()
  const { as, dewi } = school
  const pay = payer(school)
  const [one, again] = [
    await pay(5n, { idempotencyKey: 'first-key-1' }),
    await pay(5n, { idempotencyKey: 'first-key-1' }),
  ]
  assert.equal(one.id, again.id)
  await pay(5n, { idempotencyKey: 'other-key-1' })
  assert.equal((await as(dewi)(listPayments, {})).rows.length, 2)
})

test('amounts that are no whole number of the smallest unit are refused by field, and nothing is kept', async () => {
  const school = await world({ currency: 'TND' })
  const { send, as, dewi, organisation, families } = school
  const path = `/api/o/${organisation.slug}/payments`
  const body = { familyId: families.marias, method: 'cash', receivedOn: monday.toString(), reference: '' }
  for (const amount of ['10.5', '10.5000', '1e3', '', ' 5', '1,000', 5, 5.5, null, '٥', '9'.repeat(19)]) {
    const answer = await send(dewi, 'POST', path, { ...body, received: { amount, currency: 'TND' } })
    assert.equal(answer.status, 422, String(amount))
    assert.deepEqual(
      answer.body.errors?.map((error) => error.path),
      ['received.amount'],
      String(amount),
    )
  }
  for (const amount of ['0', '-5']) {
    const answer = await send(dewi, 'POST', path, { ...body, received: { amount, currency: 'TND' } })
    assert.deepEqual([answer.status, answer.body.code], [422, 'billing.amount_not_positive'])
    assert.deepEqual(
      answer.body.errors?.map((error) => error.path),
      ['received.amount'],
    )
  }
  assert.deepEqual((await as(dewi)(listPayments, {})).rows, [])
})

test('money comes today or earlier, in a currency of the family, for an issued invoice of its own', async () => {
  const school = await world()
  const { refused, dewi, families } = school
  const theirs = await insertDraft(school, { familyId: families.anas, amount: 5n, currency: 'IDR' })
  const draft = await insertDraft(school, { familyId: families.marias, amount: 5n, currency: 'IDR' })
  const dollars = await insertDraft(school, { familyId: families.marias, amount: 5n, currency: 'USD' })
  await school.as(dewi)(issueInvoice, { invoiceId: dollars })
  const good = {
    familyId: families.marias,
    method: 'cash' as const,
    received: { amount: 5n, currency: 'IDR' },
    receivedOn: monday,
    reference: '',
  }
  const code = async (change: Partial<typeof good> & { invoiceId?: typeof draft }) => {
    const { status, body } = await refused(dewi)(recordPayment, { ...good, ...change })
    return `${status} ${body.code}`
  }
  assert.equal(await code({ receivedOn: tuesday }), '409 billing.in_the_future')
  assert.equal(await code({ received: { amount: 5n, currency: 'EUR' } }), '409 billing.other_currency')
  assert.equal(await code({ invoiceId: draft }), '409 billing.still_draft')
  assert.equal(await code({ invoiceId: dollars }), '409 billing.other_currency')
  assert.equal(await code({ invoiceId: theirs }), '404 not_found')
  assert.equal(await code({ invoiceId: newId('invoice') }), '404 not_found')
  assert.equal(await code({ familyId: newId('family') }), '404 not_found')
  const paid = await school.as(dewi)(recordPayment, { ...good, received: { amount: 5n, currency: 'USD' } })
  assert.equal(paid.allocations[0]?.invoiceId, dollars)
})

test('the summary says what is unbilled, owed and received this month', async () => {
  const school = await world()
  const { as, dewi } = school
  const invoice = await billTom(school)
  await payer(school)(500_000n, { invoiceId: invoice.id })
  await holdLesson(school, school.lila, { days: 1 })
  assert.deepEqual(await as(dewi)(getMoneySummary, {}), {
    unbilled: { amount: 18_500_000n, currency: 'IDR' },
    owed: { amount: 18_000_000n, currency: 'IDR' },
    overdue: { amount: 0n, currency: 'IDR' },
    receivedThisMonth: { amount: 500_000n, currency: 'IDR' },
  })
})

test('payments are for the office', async () => {
  const { refused, rina, maria, families } = await world()
  for (const who of [rina, maria]) {
    assert.equal((await refused(who)(listPayments, {})).status, 403)
    const payment = {
      familyId: families.marias,
      method: 'cash' as const,
      received: { amount: 5n, currency: 'IDR' },
      receivedOn: monday,
      reference: '',
    }
    assert.equal((await refused(who)(recordPayment, payment)).status, 403)
  }
})
