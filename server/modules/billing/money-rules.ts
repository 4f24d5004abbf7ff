import type { Id } from '#platform/ids.ts'

/** An account of the ledger by what it is for; a receivable belongs to one family. */
export type AccountRef =
  | { readonly purpose: 'receivable'; readonly familyId: Id<'family'> }
  | { readonly purpose: 'income' | 'cash' | 'bank' }

export interface Movement {
  readonly debit: AccountRef
  readonly credit: AccountRef
  readonly amount: bigint
  readonly unit: string
}

export type PaymentMethod = 'cash' | 'transfer'

interface Happening {
  readonly familyId: Id<'family'>
  readonly amount: bigint
  readonly currency: string
}

/** The family owes what was invoiced. An invoice over nothing moves nothing. */
export function movementsOfIssue({ familyId, amount, currency }: Happening): Movement[] {
  if (amount === 0n) return []
  return [{ debit: { purpose: 'receivable', familyId }, credit: { purpose: 'income' }, amount, unit: currency }]
}

export function movementsOfPayment({ familyId, amount, currency }: Happening, method: PaymentMethod): Movement[] {
  return [{ debit: purseOf(method), credit: { purpose: 'receivable', familyId }, amount, unit: currency }]
}

export function movementsOfRefund({ familyId, amount, currency }: Happening, method: PaymentMethod): Movement[] {
  return [{ debit: { purpose: 'receivable', familyId }, credit: purseOf(method), amount, unit: currency }]
}

/** The opposite of what was booked: nothing in the ledger is ever changed. */
export function reverse<T extends { readonly debit: unknown; readonly credit: unknown }>(movements: readonly T[]): T[] {
  return movements.map((movement) => ({ ...movement, debit: movement.credit, credit: movement.debit }))
}

function purseOf(method: PaymentMethod): AccountRef {
  return { purpose: method === 'cash' ? 'cash' : 'bank' }
}

/** What each account gains or loses: debits less credits. */
export function balanceChanges<Account>(
  transfers: readonly { readonly debit: Account; readonly credit: Account; readonly amount: bigint }[],
): Map<Account, bigint> {
  const changes = new Map<Account, bigint>()
  const change = (account: Account, by: bigint) => changes.set(account, (changes.get(account) ?? 0n) + by)
  for (const { debit, credit, amount } of transfers) {
    change(debit, amount)
    change(credit, -amount)
  }
  return changes
}

export interface Part<Key> {
  readonly id: Key
  readonly amount: bigint
}

/** Pours an amount into places in their order, each up to what it takes, until nothing is left. */
export function pour<Key>(
  available: bigint,
  places: readonly { readonly id: Key; readonly room: bigint }[],
): Part<Key>[] {
  const parts: Part<Key>[] = []
  let rest = available
  for (const { id, room } of places) {
    const amount = room < rest ? room : rest
    if (amount <= 0n) continue
    parts.push({ id, amount })
    rest -= amount
  }
  return parts
}

export function total(parts: readonly { readonly amount: bigint }[]): bigint {
  return parts.reduce((running, { amount }) => running + amount, 0n)
}

/** Oldest due day first; the invoice that the payer named comes before all others. */
export function inOrderOfPayment<T extends { readonly id: string; readonly dueOn: Temporal.PlainDate }>(
  invoices: readonly T[],
  named: string | undefined,
): T[] {
  return invoices.toSorted(
    (a, b) =>
      Number(b.id === named) - Number(a.id === named) ||
      Temporal.PlainDate.compare(a.dueOn, b.dueOn) ||
      (a.id < b.id ? -1 : 1),
  )
}

/** What a payment has neither put on invoices nor given back. */
export function leftOf(payment: {
  readonly amount: bigint
  readonly allocated: bigint
  readonly refunded: bigint
}): bigint {
  return payment.amount - payment.allocated - payment.refunded
}

export function canRefund(left: bigint, amount: bigint): boolean {
  return amount > 0n && amount <= left
}

interface InvoiceFacts {
  readonly issuedAt: Temporal.Instant | null
  readonly dueOn: Temporal.PlainDate | null
  readonly total: bigint
  readonly paid: bigint
}

/** Derived, never stored. `today` is the local day of the organisation; on the due day itself nothing is late. */
export function stateOf(invoice: InvoiceFacts, today: Temporal.PlainDate) {
  const { issuedAt, dueOn, paid } = invoice
  if (issuedAt === null) return 'draft' as const
  if (paid >= invoice.total) return 'paid' as const
  if (dueOn !== null && Temporal.PlainDate.compare(dueOn, today) < 0) return 'overdue' as const
  return paid > 0n ? ('part_paid' as const) : ('open' as const)
}

export function numberOf(prefix: string, year: number, count: bigint): string {
  return `${prefix}-${year}-${count.toString().padStart(4, '0')}`
}
