import { sql } from 'kysely'
import { planLesson } from '#contract/scheduling'
import { markAttendance, type AttendanceStatus } from '#contract/teaching'
import { newId, type Id } from '#platform/ids.ts'
import { monday, type Person, type World } from '#testing/world.ts'
import { draftInvoice, issueInvoice } from './contract.ts'

export const tuesday = Temporal.PlainDate.from('2026-11-17')

/** A piano lesson of one student with Rina on a day from Tuesday on, held and marked; afterwards it is that evening. */
export async function holdLesson(
  school: World,
  student: Person,
  { days = 0, status = 'present' }: { days?: number; status?: AttendanceStatus } = {},
): Promise<Id<'lesson'>> {
  const { as, dewi, rina, piano, studio, setNow } = school
  const startsAt = tuesday
    .add({ days })
    .toZonedDateTime({ timeZone: school.organisation.zone, plainTime: '11:00' })
    .toInstant()
  setNow(monday)
  const { id } = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    roomId: studio.id,
    startsAt,
    studentIds: [student.id],
  })
  setNow(startsAt.add({ hours: 8 }))
  await as(rina)(markAttendance, { lessonId: id, studentId: student.id, status })
  return id
}

/** An issued invoice over one piano lesson of Tom. */
export async function billTom(school: World, days = 0) {
  await holdLesson(school, school.tom, { days })
  const draft = await school.as(school.dewi)(draftInvoice, { familyId: school.families.marias })
  return school.as(school.dewi)(issueInvoice, { invoiceId: draft.id })
}

interface DraftFacts {
  readonly familyId: Id<'family'>
  readonly amount: bigint
  readonly currency: string
  readonly dueOn?: Temporal.PlainDate
}

/** A draft over any amount, written straight into the tables. */
export async function insertDraft(
  school: World,
  { familyId, amount, currency, dueOn }: DraftFacts,
): Promise<Id<'invoice'>> {
  const id = newId('invoice')
  const orgId = school.organisation.id
  const { owner } = school.access
  await owner
    .insertInto('billing.invoice')
    .values({
      orgId,
      id,
      familyId,
      currency,
      total: amount,
      locale: 'en',
      dueOn: dueOn ?? null,
      createdAt: monday,
    })
    .execute()
  await owner
    .insertInto('billing.invoiceLine')
    .values({
      orgId,
      id: newId('invoice_line'),
      invoiceId: id,
      position: 1,
      description: 'Lessons',
      unitAmount: amount,
      amount,
    })
    .execute()
  return id
}

/** What is wrong with the ledger of the organisation: units that do not sum to zero, balances that are not their transfers. */
export async function findLedgerErrors(school: World): Promise<string[]> {
  const orgId = school.organisation.id
  const { rows } = await sql<{ wrong: string }>`
    select 'unit ' || unit as wrong from billing.account where org_id = ${orgId} group by unit having sum(balance) <> 0
    union all
    select 'account ' || account.id from billing.account account
    left join (
      select account_id, sum(amount) as amount from (
        select debit_account_id as account_id, amount from billing.transfer where org_id = ${orgId}
        union all
        select credit_account_id, -amount from billing.transfer where org_id = ${orgId}
      ) as sides group by account_id
    ) as booked on booked.account_id = account.id
    where account.org_id = ${orgId} and account.balance <> coalesce(booked.amount, 0)`.execute(school.access.owner)
  return rows.map(({ wrong }) => wrong)
}
