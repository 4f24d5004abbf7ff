import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#platform/ids.ts'
import {
  balanceChanges,
  canRefund,
  inOrderOfPayment,
  leftOf,
  movementsOfIssue,
  movementsOfPayment,
  movementsOfRefund,
  numberOf,
  pour,
  reverse,
  stateOf,
  total,
  type Movement,
} from './money-rules.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const familyId = newId('family')

type Step =
  | { kind: 'issue'; amount: bigint; currency: string; dueIn: number }
  | { kind: 'pay'; amount: bigint; currency: string; method: 'cash' | 'transfer'; named: number }
  | { kind: 'refund'; amount: bigint; payment: number; method: 'cash' | 'transfer' }

/** What the rules make of a history, without a database; the modules issuing.ts and payments.ts do the same with one. */
class Book {
  readonly balances = new Map<string, bigint>()
  readonly booked: Movement[] = []
  readonly invoices: { id: string; currency: string; dueOn: Temporal.PlainDate; total: bigint; paid: bigint }[] = []
  readonly payments: { id: string; currency: string; amount: bigint; allocated: bigint; refunded: bigint }[] = []

  take(step: Step): void {
    if (step.kind === 'issue') this.#issue(step)
    else if (step.kind === 'pay') this.#pay(step)
    else this.#refund(step)
  }

  #issue({ amount, currency, dueIn }: Extract<Step, { kind: 'issue' }>): void {
    this.#book(movementsOfIssue({ familyId, amount, currency }))
    const places = this.payments
      .filter((payment) => payment.currency === currency)
      .map((payment) => ({ id: payment, room: leftOf(payment) }))
    const parts = pour(amount, places)
    for (const { id, amount: part } of parts) id.allocated += part
    const dueOn = day('2026-11-16').add({ days: dueIn })
    this.invoices.push({ id: `${this.invoices.length}`, currency, dueOn, total: amount, paid: total(parts) })
  }

  #pay({ amount, currency, method, named }: Extract<Step, { kind: 'pay' }>): void {
    this.#book(movementsOfPayment({ familyId, amount, currency }, method))
    const open = this.invoices.filter((invoice) => invoice.currency === currency)
    const ordered = inOrderOfPayment(open, this.invoices[named % (this.invoices.length || 1)]?.id)
    const parts = pour(
      amount,
      ordered.map((invoice) => ({ id: invoice, room: invoice.total - invoice.paid })),
    )
    for (const { id, amount: part } of parts) id.paid += part
    this.payments.push({ id: `${this.payments.length}`, currency, amount, allocated: total(parts), refunded: 0n })
  }

  #refund({ amount, payment: index, method }: Extract<Step, { kind: 'refund' }>): void {
    const payment = this.payments[index % (this.payments.length || 1)]
    if (!payment || !canRefund(leftOf(payment), amount)) return
    this.#book(movementsOfRefund({ familyId, amount, currency: payment.currency }, method))
    payment.refunded += amount
  }

  #book(movements: readonly Movement[]): void {
    this.booked.push(...movements)
    const named = movements.map(({ debit, credit, amount, unit }) => ({
      debit: `${debit.purpose} ${unit}`,
      credit: `${credit.purpose} ${unit}`,
      amount,
    }))
    for (const [account, by] of balanceChanges(named)) {
      this.balances.set(account, (this.balances.get(account) ?? 0n) + by)
    }
  }

  check(): void {
    for (const unit of currencies) {
      const inUnit = [...this.balances].filter(([account]) => account.endsWith(unit))
      assert.equal(
        inUnit.reduce((sum, [, balance]) => sum + balance, 0n),
        0n,
        `${unit} does not sum to zero`,
      )
      this.#checkUnit(unit)
    }
    for (const invoice of this.invoices) assert.ok(invoice.paid >= 0n && invoice.paid <= invoice.total)
    for (const payment of this.payments) assert.ok(leftOf(payment) >= 0n)
  }

  #checkUnit(unit: string): void {
    const invoices = this.invoices.filter(({ currency }) => currency === unit)
    const payments = this.payments.filter(({ currency }) => currency === unit)
    const sum = (amounts: readonly bigint[]) => amounts.reduce((running, amount) => running + amount, 0n)
    const received = sum(payments.map(({ amount }) => amount))
    const allocated = sum(payments.map((payment) => payment.allocated))
    const refunded = sum(payments.map((payment) => payment.refunded))
    const left = sum(payments.map(leftOf))
    assert.equal(received, allocated + left + refunded)
    assert.equal(allocated, sum(invoices.map(({ paid }) => paid)))
    const issued = sum(invoices.map((invoice) => invoice.total))
    assert.equal(this.balances.get(`receivable ${unit}`) ?? 0n, issued - received + refunded)
    const purse = (this.balances.get(`cash ${unit}`) ?? 0n) + (this.balances.get(`bank ${unit}`) ?? 0n)
    assert.equal(purse, received - refunded)
    const openThere = invoices.some(({ total: whole, paid }) => paid < whole)
    assert.ok(!(openThere && left > 0n), 'a balance stays beside an open invoice')
  }
}

const currencies = ['IDR', 'JPY', 'TND', 'EUR']
const currency = fc.constantFrom(...currencies)
const method = fc.constantFrom('cash' as const, 'transfer' as const)
const amount = fc.oneof(fc.bigInt(1n, 5n), fc.bigInt(1n, 40_000_000n), fc.bigInt(1n, 10n ** 15n))
const index = fc.nat(12)
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('issue' as const),
    amount: fc.oneof(fc.constant(0n), amount),
    currency,
    dueIn: fc.nat(60),
  }),
  fc.record({ kind: fc.constant('pay' as const), amount, currency, method, named: index }),
  fc.record({ kind: fc.constant('refund' as const), amount, payment: index, method }),
)

test('over 10,000 histories every moment adds up, and nothing is paid or given back too much', () => {
  let refunds = 0
  let partPaid = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 14 }), (steps) => {
      const book = new Book()
      for (const each of steps) {
        book.take(each)
        book.check()
      }
      refunds += book.payments.filter(({ refunded }) => refunded > 0n).length
      partPaid += book.invoices.filter((invoice) => invoice.paid > 0n && invoice.paid < invoice.total).length
    }),
    { numRuns: 10_000, seed: 20_261_116 },
  )
  assert.ok(refunds > 1000 && partPaid > 1000, `only ${refunds} refunds and ${partPaid} part payments were tried`)
})

test('what is taken back leaves every account as it was', () => {
  const movements = movementsOfPayment({ familyId, amount: 5n, currency: 'TND' }, 'cash').map((each) => ({
    ...each,
    debit: each.debit.purpose,
    credit: each.credit.purpose,
  }))
  const after = balanceChanges([...movements, ...reverse(movements)])
  assert.deepEqual([...after.values()], [0n, 0n])
})

test('a payment goes to the named invoice first, then to the one that is due first', () => {
  const invoices = [
    { id: 'c', dueOn: day('2026-12-03') },
    { id: 'a', dueOn: day('2026-12-02') },
    { id: 'b', dueOn: day('2026-12-02') },
  ]
  const ids = (named?: string) => inOrderOfPayment(invoices, named).map(({ id }) => id)
  assert.deepEqual(ids(), ['a', 'b', 'c'])
  assert.deepEqual(ids('c'), ['c', 'a', 'b'])
})

test('the state of an invoice follows from what is paid and from the day', () => {
  const issuedAt = Temporal.Instant.from('2026-11-16T02:00:00Z')
  const dueOn = day('2026-11-30')
  const state = (paid: bigint, today: string) => stateOf({ issuedAt, dueOn, total: 10n, paid }, day(today))
  assert.equal(state(0n, '2026-11-30'), 'open')
  assert.equal(state(1n, '2026-11-30'), 'part_paid')
  assert.equal(state(10n, '2027-01-01'), 'paid')
  assert.equal(state(0n, '2026-12-01'), 'overdue')
  assert.equal(state(9n, '2026-12-01'), 'overdue')
  assert.equal(stateOf({ issuedAt: null, dueOn: null, total: 10n, paid: 0n }, day('2027-01-01')), 'draft')
  assert.equal(stateOf({ issuedAt, dueOn, total: 0n, paid: 0n }, day('2027-01-01')), 'paid')
})

test('numbers have four figures, or as many as they need', () => {
  assert.equal(numberOf('INV', 2026, 1n), 'INV-2026-0001')
  assert.equal(numberOf('INV', 2026, 12_345n), 'INV-2026-12345')
})
