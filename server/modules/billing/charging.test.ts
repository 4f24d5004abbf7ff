import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPerson } from '#contract/people'
import { markAttendance } from '#contract/teaching'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { holdLesson } from './billing.test-data.ts'
import { draftInvoice, getInvoice, issueInvoice, listCharges } from './contract.ts'

test('a student without a family gets one when the first lesson is charged', async () => {
  const school = await world()
  const { as, dewi } = school
  const made = await as(dewi)(createPerson, { fullName: 'Nina Lim', student: {} })
  await school.access.owner
    .deleteFrom('people.familyMember')
    .where('orgId', '=', school.organisation.id)
    .where('personId', '=', made.id)
    .execute()
  await holdLesson(school, { id: made.id, userId: null, name: made.fullName, email: null })
  const { rows } = await as(dewi)(listCharges, {})
  assert.equal(rows[0]?.familyName, 'Nina Lim')
})

test('marking again changes the charge, also on a draft, and never on an issued invoice', async () => {
  const school = await world()
  const { as, refused, dewi, rina, tom, families } = school
  const lessonId = await holdLesson(school, tom)
  const mark = (status: 'present' | 'late' | 'absent' | 'excused') =>
    as(rina)(markAttendance, { lessonId, studentId: tom.id, status })
  const [charge] = (await as(dewi)(listCharges, {})).rows
  await mark('late')
  await mark('absent')
  assert.deepEqual((await as(dewi)(listCharges, {})).rows, [charge])
  await mark('excused')
  assert.deepEqual((await as(dewi)(listCharges, {})).rows, [])
  await mark('present')
  await holdLesson(school, tom, { days: 1 })
  const draft = await as(dewi)(draftInvoice, { familyId: families.marias })
  assert.equal(draft.lines.length, 2)
  await mark('excused')
  const changed = await as(dewi)(getInvoice, { invoiceId: draft.id })
  assert.equal(changed.lines.length, 1)
  assert.equal(changed.total.amount, 18_500_000n)
  await mark('present')
  assert.equal((await as(dewi)(listCharges, { unbilled: true })).rows.length, 1)
  const second = await as(dewi)(draftInvoice, { familyId: families.marias })
  await as(dewi)(issueInvoice, { invoiceId: second.id })
  const { status, body } = await refused(rina)(markAttendance, { lessonId, studentId: tom.id, status: 'excused' })
  assert.deepEqual([status, body.code], [409, 'billing.already_invoiced'])
  await mark('late')
  const { attendance } = await mark('late')
  assert.equal(attendance.status, 'late')
})

test('a price that begins later does not change what an earlier lesson costs', async () => {
  const school = await world({ currency: 'JPY' })
  const { as, dewi, rina, tom, piano, access, organisation } = school
  const lessonId = await holdLesson(school, tom, { status: 'excused' })
  await access.owner
    .insertInto('catalogue.price')
    .values({
      orgId: organisation.id,
      id: newId('price'),
      offeringId: piano.id,
      amount: 9000n,
      currency: 'JPY',
      validFrom: Temporal.Instant.from('2026-11-17T04:00:01Z'),
    })
    .execute()
  await as(rina)(markAttendance, { lessonId, studentId: tom.id, status: 'present' })
  const { rows } = await as(dewi)(listCharges, {})
  assert.deepEqual(rows[0]?.price, { amount: 18_500_000n, currency: 'JPY' })
  const { decision } = await access.owner
    .selectFrom('billing.charge')
    .select('decision')
    .where('orgId', '=', organisation.id)
    .executeTakeFirstOrThrow()
  assert.equal((decision as { rule: string }).rule, 'price-at-start')
})
