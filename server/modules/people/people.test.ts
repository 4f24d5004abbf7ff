import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changePerson,
  createPerson,
  getFamily,
  getPerson,
  listFamilies,
  listMyStudents,
  listPeople,
  listPublicTeachers,
} from '#contract/people'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

const names = ['मीरा शर्मा', 'محمد الأمين', '陳大文', 'Nguyễn Thị Ánh', 'Åsa Öberg', 'O’Connor-Smith, Zoë', 'Ayu']

test('a name in any script is kept exactly and found again', async () => {
  const { as, dewi } = await world()
  for (const fullName of names) {
    const made = await as(dewi)(createPerson, { fullName })
    assert.equal(made.fullName, fullName)
    const found = await as(dewi)(listPeople, { search: fullName })
    assert.equal(found.rows[0]?.fullName, fullName)
  }
})

test('markup is kept as text', async () => {
  const { as, dewi } = await world()
  const fullName = '<script>alert(1)</script> & "Bobby"'
  const made = await as(dewi)(createPerson, { fullName, notes: '<b>loud</b>' })
  const read = await as(dewi)(getPerson, { personId: made.id })
  assert.deepEqual([read.fullName, read.notes], [fullName, '<b>loud</b>'])
})

test('a search forgives spelling, accents and the order of the names', async () => {
  const { as, dewi, maria } = await world()
  for (const search of ['maria', 'MARÍA', 'marja santoso', 'santoso maria', 'Santso', 'mari'])
    assert.ok(
      (await as(dewi)(listPeople, { search })).rows.some(({ id }) => id === maria.id),
      search,
    )
  assert.deepEqual((await as(dewi)(listPeople, { search: 'xylophone' })).rows, [])
  assert.equal((await as(dewi)(listPeople, { search: 'Maria Santoso' })).rows[0]?.id, maria.id)
})

test('a search finds a number in any writing', async () => {
  const { as, dewi } = await world()
  const made = await as(dewi)(createPerson, { fullName: 'Wayan', waNumber: '0812-3456-7890' })
  assert.equal(made.waNumber, '+6281234567890')
  for (const search of ['081234567890', '0812-3456', '+62 812-3456-7890', '(0812) 3456', '٠٨١٢٣٤٥٦٧٨٩٠', '7890'])
    assert.deepEqual(
      (await as(dewi)(listPeople, { search })).rows.map(({ id }) => id),
      [made.id],
      search,
    )
})

test('percent signs and underscores are searched for as they are', async () => {
  const { as, dewi } = await world()
  assert.deepEqual((await as(dewi)(listPeople, { search: '%%%' })).rows, [])
  assert.deepEqual((await as(dewi)(listPeople, { search: '_____' })).rows, [])
})

test('a list is read page by page without missing or repeating anybody', async () => {
  const { as, dewi } = await world()
  for (let number = 0; number < 5; number++) await as(dewi)(createPerson, { fullName: 'Twin' })
  for (const search of [undefined, 'twin']) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await as(dewi)(listPeople, { limit: 2, ...(search && { search }), ...(cursor && { cursor }) })
      seen.push(...page.rows.map(({ id }) => id))
      cursor = page.next ?? undefined
    } while (cursor)
    assert.equal(new Set(seen).size, seen.length)
    assert.equal(seen.length, search ? 5 : 13)
  }
})

test('people are listed by kind', async () => {
  const { as, dewi, tom, lila, maria, ana } = await world()
  const idsOf = async (kind: 'student' | 'guardian') =>
    (await as(dewi)(listPeople, { kind })).rows.map(({ id }) => id).toSorted()
  assert.deepEqual(await idsOf('student'), [tom.id, lila.id].toSorted())
  assert.deepEqual(await idsOf('guardian'), [maria.id, ana.id].toSorted())
})

test('a cursor that is not one of ours names the field', async () => {
  const { refused, dewi } = await world()
  for (const cursor of ['rubbish', Buffer.from('["x"]').toString('base64url')]) {
    const { status, body } = await refused(dewi)(listPeople, { cursor })
    assert.deepEqual([status, body.errors?.[0]?.path], [422, 'cursor'])
  }
})

test('a new student has exactly one family', async () => {
  const { as, dewi, families } = await world()
  const alone = await as(dewi)(createPerson, { fullName: 'Putri', student: {} })
  assert.equal(alone.familyName, 'Putri')
  const sibling = await as(dewi)(createPerson, { fullName: 'Tina', student: {}, familyId: families.marias })
  assert.equal(sibling.familyId, families.marias)
  const late = await as(dewi)(createPerson, { fullName: 'Rudi' })
  assert.equal(late.familyId, null)
  const student = await as(dewi)(changePerson, { personId: late.id, student: { experience: 'two years' } })
  assert.deepEqual([student.familyName, student.student?.experience], ['Rudi', 'two years'])
})

test('an address belongs to one family', async () => {
  const { as, refused, dewi, maria, families } = await world()
  const email = maria.email!.toUpperCase()
  const { status, body } = await refused(dewi)(createPerson, { fullName: 'Somebody', email })
  assert.deepEqual([status, body.code, body['personId']], [409, 'people.email_taken', maria.id])
  assert.match(body.title, /^Maria Santoso already/)
  const child = await as(dewi)(createPerson, { fullName: 'Tina', email, student: {}, familyId: families.marias })
  assert.equal(child.email, email)
})

test('of two people made with one address at the same moment, one is refused', async () => {
  const { as, dewi } = await world()
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => as(dewi)(createPerson, { fullName: 'Once', email: 'once@mail.example' })),
  )
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('a change touches only what was given, and says so in the audit trail', async () => {
  const { as, dewi, tom, access, organisation } = await world()
  const changed = await as(dewi)(changePerson, { personId: tom.id, phone: '0812 3456 7890' })
  assert.deepEqual([changed.phone, changed.fullName, changed.email], ['+6281234567890', 'Tom Santoso', tom.email])
  const events = await access.owner
    .selectFrom('platform.event')
    .select(['name', 'payload'])
    .where('orgId', '=', organisation.id)
    .execute()
  assert.deepEqual(events, [
    {
      name: 'people.person_changed',
      payload: { old: { phone: null }, new: { phone: '+6281234567890' }, profiles: [] },
    },
  ])
  await as(dewi)(changePerson, { personId: tom.id, phone: null })
  assert.equal((await as(dewi)(getPerson, { personId: tom.id })).phone, null)
})

test('bad input names the field and stores nothing', async () => {
  const { as, send, dewi, organisation } = await world()
  const wrong = { fullName: '   ', email: 'not an address' }
  const { status, body } = await send(dewi, 'POST', `/api/o/${organisation.slug}/people`, wrong)
  assert.equal(status, 422)
  assert.deepEqual(body.errors?.map(({ path }) => path).toSorted(), ['email', 'fullName'])
  assert.equal((await as(dewi)(listPeople, {})).rows.length, 8)
})

test('a person of another organisation is like one who does not exist', async () => {
  const { refused, dewi } = await world()
  const other = await world()
  for (const personId of [other.tom.id, newId('person')]) {
    const read = await refused(dewi)(getPerson, { personId })
    const change = await refused(dewi)(changePerson, { personId, fullName: 'Mine' })
    assert.deepEqual([read.status, change.status], [404, 404])
    assert.deepEqual(read.body, change.body)
  }
  for (const familyId of [other.families.marias, newId('family')]) {
    assert.equal((await refused(dewi)(getFamily, { familyId })).status, 404)
    assert.equal((await refused(dewi)(createPerson, { fullName: 'Putri', student: {}, familyId })).status, 404)
  }
})

test('teachers see colleagues and students, and no way to reach a guardian', async () => {
  const { as, refused, rina, dewi, tom, maria, families } = await world()
  await as(dewi)(changePerson, { personId: tom.id, phone: '081234567890', notes: 'private', address: 'Jalan 1' })
  const rows = (await as(rina)(listPeople, {})).rows
  assert.ok(!rows.some(({ id }) => id === maria.id))
  const row = rows.find(({ id }) => id === tom.id)!
  assert.deepEqual([row.phone, row.email], [null, null])
  const read = await as(rina)(getPerson, { personId: tom.id })
  assert.deepEqual([read.phone, read.email, read.address, read.notes], [null, null, null, ''])
  assert.equal(read.guardians[0]?.guardianName, 'Maria Santoso')
  assert.equal((await refused(rina)(getPerson, { personId: maria.id })).status, 404)
  assert.deepEqual((await as(rina)(listPeople, { search: '081234567890' })).rows, [])
  assert.deepEqual((await as(rina)(listPeople, { search: tom.email! })).rows, [])
  const family = await as(rina)(getFamily, { familyId: families.marias })
  assert.deepEqual(
    family.members.map(({ id }) => id),
    [tom.id],
  )
})

test('families and visitors read no directory, teachers and families change nobody', async () => {
  const { refused, maria, rina, tom } = await world()
  assert.equal((await refused(maria)(listPeople, {})).status, 403)
  assert.equal((await refused(maria)(getPerson, { personId: tom.id })).status, 403)
  assert.equal((await refused(null)(listPeople, {})).status, 401)
  for (const person of [maria, rina]) {
    assert.equal((await refused(person)(createPerson, { fullName: 'X' })).status, 403)
    assert.equal((await refused(person)(changePerson, { personId: tom.id, fullName: 'X' })).status, 403)
  }
})

test('families are listed with their members and found by a member', async () => {
  const { as, dewi, tom, families } = await world()
  const all = await as(dewi)(listFamilies, {})
  assert.deepEqual(
    all.rows.map(({ name, memberNames }) => [name, memberNames]),
    [
      ['Santoso', ['Maria Santoso', 'Tom Santoso']],
      ['Wijaya', ['Ana Wijaya', 'Lila Wijaya']],
    ],
  )
  const found = await as(dewi)(listFamilies, { search: 'tom' })
  assert.deepEqual(
    found.rows.map(({ id }) => id),
    [families.marias],
  )
  const family = await as(dewi)(getFamily, { familyId: families.marias })
  assert.equal(family.guardianships[0]?.studentId, tom.id)
})

test('a guardian has the students whose confirmed guardian she is, a student himself', async () => {
  const { as, maria, lila, tom, dewi } = await world()
  const tomRow = { id: tom.id, fullName: 'Tom Santoso', photoId: null, isMe: false, mayBook: true }
  assert.deepEqual((await as(maria)(listMyStudents, {})).students, [tomRow])
  assert.deepEqual(
    (await as(lila)(listMyStudents, {})).students.map(({ id, isMe }) => [id, isMe]),
    [[lila.id, true]],
  )
  assert.deepEqual((await as(dewi)(listMyStudents, {})).students, [])
})

test('the public page shows teachers without contact data, and nobody who has left or hides', async () => {
  const { as, dewi, rina, budi } = await world()
  const shown = (await as(null)(listPublicTeachers, {})).teachers
  assert.deepEqual(
    shown.map(({ fullName }) => fullName),
    ['Budi Nugroho', 'Rina Utami'],
  )
  assert.deepEqual(Object.keys(shown[0]!).toSorted(), ['bio', 'fullName', 'id', 'photoId', 'specialization'])
  await as(dewi)(changePerson, { personId: budi.id, teacher: { isPublic: false } })
  await as(dewi)(changePerson, { personId: rina.id, leftOn: Temporal.PlainDate.from('2026-11-15') })
  assert.deepEqual((await as(null)(listPublicTeachers, {})).teachers, [])
})
