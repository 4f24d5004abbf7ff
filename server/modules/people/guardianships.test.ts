import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addGuardianship, changeGuardianship, endGuardianship, getPerson, listMyStudents } from '#contract/people'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

test('a guardian sees nothing before the link is confirmed, and nothing from the second it ends', async () => {
  const { as, dewi, ana, tom } = await world()
  const childrenOfAna = async () => (await as(ana)(listMyStudents, {})).students.map(({ fullName }) => fullName)
  const { id, confirmedAt } = await as(dewi)(addGuardianship, { guardianId: ana.id, studentId: tom.id })
  assert.equal(confirmedAt, null)
  assert.deepEqual(await childrenOfAna(), ['Lila Wijaya'])
  const confirmed = await as(dewi)(changeGuardianship, { guardianshipId: id, confirmed: true })
  assert.ok(confirmed.confirmedAt)
  assert.deepEqual(await childrenOfAna(), ['Lila Wijaya', 'Tom Santoso'])
  await as(dewi)(endGuardianship, { guardianshipId: id })
  assert.deepEqual(await childrenOfAna(), ['Lila Wijaya'])
})

test('a guardianship that ended can begin anew, unconfirmed', async () => {
  const { as, refused, dewi, maria, tom } = await world()
  const [old] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  await as(dewi)(endGuardianship, { guardianshipId: old!.id })
  assert.equal((await refused(dewi)(endGuardianship, { guardianshipId: old!.id })).status, 404)
  const anew = await as(dewi)(addGuardianship, { guardianId: maria.id, studentId: tom.id })
  assert.equal(anew.confirmedAt, null)
})

test('a student has one guardianship for each guardian, however many ask at once', async () => {
  const { as, refused, dewi, ana, tom, maria } = await world()
  const { status, body } = await refused(dewi)(addGuardianship, { guardianId: maria.id, studentId: tom.id })
  assert.deepEqual([status, body.code], [409, 'people.guardianship_exists'])
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => as(dewi)(addGuardianship, { guardianId: ana.id, studentId: tom.id })),
  )
  assert.equal(tries.filter((each) => each.status === 'fulfilled').length, 1)
})

test('nobody is their own guardian', async () => {
  const { refused, dewi, tom } = await world()
  const { status, body } = await refused(dewi)(addGuardianship, { guardianId: tom.id, studentId: tom.id })
  assert.deepEqual([status, body.code], [409, 'people.guardian_of_oneself'])
})

test('a student has one primary contact', async () => {
  const { as, dewi, ana, tom } = await world()
  await as(dewi)(addGuardianship, { guardianId: ana.id, studentId: tom.id, isPrimaryContact: true })
  const { guardians } = await as(dewi)(getPerson, { personId: tom.id })
  assert.deepEqual(
    guardians.filter(({ isPrimaryContact }) => isPrimaryContact).map(({ guardianName }) => guardianName),
    ['Ana Wijaya'],
  )
})

test('a right that is taken away is gone at once', async () => {
  const { as, dewi, maria, tom } = await world()
  const [link] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  const changed = await as(dewi)(changeGuardianship, { guardianshipId: link!.id, mayBook: false })
  assert.deepEqual([changed.mayBook, changed.pays], [false, true])
  assert.equal((await as(maria)(listMyStudents, {})).students[0]?.mayBook, false)
})

test('people and guardianships of another organisation are like ones that do not exist', async () => {
  const { refused, dewi, ana, tom, as } = await world()
  const other = await world()
  const [foreign] = (await other.as(other.dewi)(getPerson, { personId: other.tom.id })).guardians
  for (const guardianshipId of [foreign!.id, newId('guardianship')]) {
    assert.equal((await refused(dewi)(changeGuardianship, { guardianshipId, confirmed: true })).status, 404)
    assert.equal((await refused(dewi)(endGuardianship, { guardianshipId })).status, 404)
  }
  for (const stranger of [other.tom.id, newId('person')]) {
    assert.equal((await refused(dewi)(addGuardianship, { guardianId: ana.id, studentId: stranger })).status, 404)
    assert.equal((await refused(dewi)(addGuardianship, { guardianId: stranger, studentId: tom.id })).status, 404)
  }
  assert.equal((await as(dewi)(getPerson, { personId: tom.id })).guardians.length, 1)
})

test('only the office decides who is guardian', async () => {
  const { refused, maria, rina, ana, tom, as, dewi } = await world()
  const [link] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  for (const person of [maria, rina]) {
    assert.equal((await refused(person)(addGuardianship, { guardianId: ana.id, studentId: tom.id })).status, 403)
    assert.equal((await refused(person)(changeGuardianship, { guardianshipId: link!.id, pays: false })).status, 403)
    assert.equal((await refused(person)(endGuardianship, { guardianshipId: link!.id })).status, 403)
  }
})
