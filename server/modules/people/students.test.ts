import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  createStudentWithFamily,
  findSamePeople,
  getStudent,
  listOffice,
  mayBookFor,
  payersOf,
  recipientsFor,
  visiblePeople,
} from '#people'
import { changeGuardianship, changePerson, endGuardianship, getFamily, getPerson } from '#contract/people'
import { type Ctx, systemActor } from '#platform/context.ts'
import { inScope } from '#platform/db.ts'
import { permissionsOf } from '#identity'
import { world, type Person, type World } from '#testing/world.ts'

/** Calls a door as a person with these roles, or as the system. */
function inside<T>(school: World, work: (ctx: Ctx) => Promise<T>, person?: Person, roles: string[] = []): Promise<T> {
  const actor = person
    ? { ...systemActor, kind: 'person' as const, personId: person.id, roles, permissions: permissionsOf(roles) }
    : systemActor
  const orgId = school.organisation.id
  const request = { id: 'test', address: '', userAgent: '', locale: 'en' as const }
  return inScope(school.access, { orgId, userId: null }, (db) => work({ db, orgId, actor, now: school.now(), request }))
}

const ratna = { name: 'Ratna Dewi', email: 'ratna@mail.example', waNumber: '0812-3456-7890' }

test('a new student comes with a guardian, confirmed by the office, in one family', async () => {
  const school = await world()
  const { as, dewi } = school
  const made = await inside(
    school,
    (ctx) => createStudentWithFamily(ctx, { fullName: 'Putri', experience: 'none', guardian: ratna }),
    dewi,
    ['office'],
  )
  const student = await as(dewi)(getPerson, { personId: made.studentId })
  assert.deepEqual([student.familyId, student.student?.experience], [made.familyId, 'none'])
  assert.equal(student.guardians[0]?.guardianId, made.guardianId)
  assert.ok(student.guardians[0]?.confirmedAt)
  const guardian = await as(dewi)(getPerson, { personId: made.guardianId! })
  assert.deepEqual([guardian.fullName, guardian.waNumber], ['Ratna Dewi', '+6281234567890'])
})

test('a guardian known by number or by e-mail stays one person with one family', async () => {
  const school = await world()
  const { as, dewi } = school
  const first = await inside(school, (ctx) => createStudentWithFamily(ctx, { fullName: 'Putri', guardian: ratna }))
  for (const guardian of [
    { name: 'Mrs Dewi', waNumber: '+62 812 3456 7890' },
    { name: 'R. D.', email: 'RATNA@mail.example' },
  ]) {
    const next = await inside(school, (ctx) => createStudentWithFamily(ctx, { fullName: 'Agus', guardian }))
    assert.deepEqual([next.guardianId, next.familyId], [first.guardianId, first.familyId])
  }
  const family = await as(dewi)(getFamily, { familyId: first.familyId })
  assert.equal(family.members.length, 4)
  assert.equal((await as(dewi)(getPerson, { personId: first.guardianId! })).fullName, 'Ratna Dewi')
})

test('eight students of one unknown guardian, made at the same moment, get one guardian', async () => {
  const school = await world()
  const made = await Promise.all(
    Array.from({ length: 8 }, (_, number) =>
      inside(school, (ctx) => createStudentWithFamily(ctx, { fullName: `Child ${number}`, guardian: ratna })),
    ),
  )
  assert.equal(new Set(made.map(({ guardianId }) => guardianId)).size, 1)
  assert.equal(new Set(made.map(({ familyId }) => familyId)).size, 1)
})

test("a student's own record is not taken for the guardian who shares the address", async () => {
  const school = await world()
  const { tom } = school
  const guardian = { name: 'Joko', email: tom.email }
  const made = await inside(school, (ctx) => createStudentWithFamily(ctx, { fullName: 'Sri', guardian }))
  assert.notEqual(made.guardianId, tom.id)
})

test('an adult student has a family of their own and no guardian', async () => {
  const school = await world()
  const made = await inside(school, (ctx) => createStudentWithFamily(ctx, { fullName: 'Agus' }))
  assert.equal(made.guardianId, null)
  const payers = await inside(school, (ctx) => payersOf(ctx, made.familyId))
  assert.deepEqual(
    payers.map(({ id }) => id),
    [made.studentId],
  )
})

test('whoever may book for a student: the office, a guardian with that right, the student', async () => {
  const school = await world()
  const { as, dewi, maria, ana, rina, tom, lila } = school
  const may = (person: Person, roles: string[], studentId = tom.id) =>
    inside(school, (ctx) => mayBookFor(ctx, studentId), person, roles)
  assert.equal(await may(dewi, ['office']), true)
  assert.equal(await may(dewi, ['office'], maria.id), false, 'only for students')
  assert.equal(await may(maria, ['guardian']), true)
  assert.equal(await may(lila, ['student'], lila.id), true)
  assert.equal(await may(ana, ['guardian']), false)
  assert.equal(await may(rina, ['teacher']), false)
  const [link] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  await as(dewi)(changeGuardianship, { guardianshipId: link!.id, mayBook: false })
  assert.equal(await may(maria, ['guardian']), false)
})

test('a student is there for whoever may see them, and 404 for everybody else', async () => {
  const school = await world()
  const { as, dewi, maria, ana, tom } = school
  const get = (person: Person) => inside(school, (ctx) => getStudent(ctx, tom.id), person, ['guardian'])
  assert.equal((await get(maria)).familyId, school.families.marias)
  await assert.rejects(get(ana), { code: 'not_found' })
  const seen = await inside(school, (ctx) => visiblePeople(ctx).select('person.id').execute(), maria, ['guardian'])
  assert.deepEqual(seen.map(({ id }) => id).toSorted(), [maria.id, tom.id].toSorted())
  const [link] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  await as(dewi)(endGuardianship, { guardianshipId: link!.id })
  await assert.rejects(get(maria), { code: 'not_found' })
})

test('reports go to the student and to guardians who may have them, invoices to those who pay', async () => {
  const school = await world()
  const { as, dewi, maria, tom, families } = school
  const reportsGoTo = async () =>
    (await inside(school, (ctx) => recipientsFor(ctx, tom.id, 'receivesReports'))).map(({ id }) => id)
  const billsGoTo = async () => (await inside(school, (ctx) => payersOf(ctx, families.marias))).map(({ id }) => id)
  assert.deepEqual(await reportsGoTo(), [maria.id, tom.id])
  assert.deepEqual(await billsGoTo(), [maria.id])
  const [link] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  await as(dewi)(changeGuardianship, { guardianshipId: link!.id, receivesReports: false })
  assert.deepEqual(await reportsGoTo(), [tom.id])
  await as(dewi)(endGuardianship, { guardianshipId: link!.id })
  assert.deepEqual((await billsGoTo()).toSorted(), [maria.id, tom.id].toSorted())
})

test('the same person is found by e-mail, by number in any writing, and by name', async () => {
  const school = await world()
  const { as, dewi, maria, tom, ana } = school
  await as(dewi)(changePerson, { personId: ana.id, waNumber: '081234567890' })
  const same = await inside(school, (ctx) =>
    findSamePeople(ctx, { email: maria.email!.toUpperCase(), numbers: ['0812 3456 7890', null], name: 'TOM Santoso' }),
  )
  assert.deepEqual(
    same.map(({ id, because }) => [id, because]),
    [
      [maria.id, 'email'],
      [ana.id, 'number'],
      [tom.id, 'name'],
    ],
  )
})

test('the office is whoever can sign in and holds its role', async () => {
  const school = await world()
  const office = await inside(school, (ctx) => listOffice(ctx))
  assert.deepEqual(office.map(({ id }) => id).toSorted(), [school.dewi.id, school.olivia.id].toSorted())
})
