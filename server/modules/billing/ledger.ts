import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'
import { balanceChanges, reverse, type AccountRef, type Movement } from './money-rules.ts'

export interface Entry {
  readonly cause: 'invoice' | 'payment' | 'refund' | 'credit_note' | 'correction'
  readonly subjectId: string
  readonly happenedOn: Temporal.PlainDate
  /** The entry that a correction takes back. */
  readonly reversesId?: Id<'entry'>
  readonly transfers: readonly Movement[]
}

interface Account {
  readonly id: Id<'account'>
  readonly purpose: AccountRef['purpose']
  readonly familyId: Id<'family'> | null
  readonly unit: string
}

interface Transfer {
  readonly debit: Id<'account'>
  readonly credit: Id<'account'>
  readonly amount: bigint
  readonly unit: string
}

/** Books one happening: its transfers and the balances they move, or nothing. The same happening cannot be booked twice. */
export async function post(ctx: Ctx, entry: Entry): Promise<Id<'entry'>> {
  const accounts = await lockAccounts(ctx, entry.transfers)
  const transfers = entry.transfers.map(({ debit, credit, amount, unit }) => ({
    debit: accountFor(accounts, debit, unit),
    credit: accountFor(accounts, credit, unit),
    amount,
    unit,
  }))
  return write(ctx, entry, transfers)
}

/** Takes an entry back by its opposite, which names it. An entry can be taken back once. */
export async function reverseEntry(
  ctx: Ctx,
  entryId: Id<'entry'>,
  happenedOn: Temporal.PlainDate,
): Promise<Id<'entry'>> {
  const booked = await ctx.db
    .selectFrom('billing.transfer')
    .select(['debitAccountId as debit', 'creditAccountId as credit', 'amount', 'unit'])
    .where('orgId', '=', ctx.orgId)
    .where('entryId', '=', entryId)
    .execute()
  await lockInOrder(ctx, [...new Set(booked.flatMap(({ debit, credit }) => [debit, credit]))])
  return write(ctx, { cause: 'correction', subjectId: entryId, reversesId: entryId, happenedOn }, reverse(booked))
}

/**
 * Locks what a family owes in one currency until the transaction ends. Whoever reads what is open or left, in order to
 * decide on it, does this first; so payments, refunds and invoices of one family happen one after the other.
 */
export async function lockReceivable(ctx: Ctx, familyId: Id<'family'>, unit: string): Promise<void> {
  await lockAccounts(ctx, [{ debit: { purpose: 'receivable', familyId }, unit }])
}

async function write(ctx: Ctx, entry: Omit<Entry, 'transfers'>, transfers: readonly Transfer[]): Promise<Id<'entry'>> {
  const id = newId('entry')
  await ctx.db
    .insertInto('billing.entry')
    .values({
      orgId: ctx.orgId,
      id,
      cause: entry.cause,
      subjectId: entry.subjectId,
      reversesId: entry.reversesId ?? null,
      happenedOn: entry.happenedOn,
      recordedAt: ctx.now,
      recordedBy: ctx.actor.personId,
    })
    .execute()
  if (transfers.length === 0) return id
  await ctx.db
    .insertInto('billing.transfer')
    .values(
      transfers.map(({ debit, credit, amount, unit }) => ({
        orgId: ctx.orgId,
        id: newId('transfer'),
        entryId: id,
        debitAccountId: debit,
        creditAccountId: credit,
        amount,
        unit,
      })),
    )
    .execute()
  const changes = [...balanceChanges(transfers)]
  await sql`
    update billing.account set balance = balance + change.amount
    from unnest(${changes.map(([account]) => account)}::uuid[], ${changes.map(([, by]) => String(by))}::bigint[]) as change (id, amount)
    where account.org_id = ${ctx.orgId} and account.id = change.id`.execute(ctx.db)
  return id
}

interface Wanted {
  readonly debit: AccountRef
  readonly credit?: AccountRef
  readonly unit: string
}

async function lockAccounts(ctx: Ctx, wanted: readonly Wanted[]): Promise<Account[]> {
  const refs = wanted.flatMap(({ debit, credit, unit }) =>
    (credit ? [debit, credit] : [debit]).map((ref) => ({ purpose: ref.purpose, familyId: familyOf(ref), unit })),
  )
  if (refs.length === 0) return []
  const unique = [...new Map(refs.map((ref) => [keyOf(ref), ref])).values()].toSorted(
    (a, b) => Number(b.purpose === 'receivable') - Number(a.purpose === 'receivable') || (keyOf(a) < keyOf(b) ? -1 : 1),
  )
  await ctx.db
    .insertInto('billing.account')
    .values(unique.map((ref) => ({ ...ref, orgId: ctx.orgId, id: newId('account'), mayGoBelowZero: true })))
    .onConflict((conflict) => conflict.constraint('account_once').doNothing())
    .execute()
  return ctx.db
    .selectFrom('billing.account')
    .select(['id', 'purpose', 'familyId', 'unit'])
    .where('orgId', '=', ctx.orgId)
    .where((eb) =>
      eb.or(
        unique.map((ref) =>
          eb.and([
            eb('purpose', '=', ref.purpose),
            eb('unit', '=', ref.unit),
            ref.familyId === null ? eb('familyId', 'is', null) : eb('familyId', '=', ref.familyId),
          ]),
        ),
      ),
    )
    .orderBy(sql`purpose <> 'receivable'`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

// Everybody locks receivables first and the rest after them, each in order of id, so no two transactions wait for each other.
async function lockInOrder(ctx: Ctx, ids: readonly Id<'account'>[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.db
    .selectFrom('billing.account')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', ids)
    .orderBy(sql`purpose <> 'receivable'`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

function accountFor(accounts: readonly Account[], ref: AccountRef, unit: string): Id<'account'> {
  const key = keyOf({ purpose: ref.purpose, familyId: familyOf(ref), unit })
  const found = accounts.find((account) => keyOf(account) === key)
  if (!found) throw new Error(`The account ${key} was not found.`)
  return found.id
}

function familyOf(ref: AccountRef): Id<'family'> | null {
  return ref.purpose === 'receivable' ? ref.familyId : null
}

function keyOf({ purpose, familyId, unit }: Omit<Account, 'id'>): string {
  return `${purpose} ${familyId ?? ''} ${unit}`
}
