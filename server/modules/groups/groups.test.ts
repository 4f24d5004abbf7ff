import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftInvoice, issueInvoice, listCharges } from '#contract/billing'
import { changePerson } from '#contract/people'
import { cancelLesson, getLesson, listMyLessons, planLesson } from '#contract/scheduling'
import { markAttendance } from '#contract/teaching'
import { world } from '#testing/world.ts'
import { attachLessons, changeGroup, checkTerm, createGroup, explainJoining, getGroup, joinGroup } from './contract.ts'
import { leaveGroup, listGroups, listMakeUps, planTerm, takeMakeUp } from './contract.ts'
import { addGroup, addStudent, choirGroup, day } from './groups.test-data.ts'

test('every date of a term is checked before anything is planned, and a clash is shown with its reason', async () => {
  const school = await world()
  const { as, refused, dewi, tom, choir, rina, hall } = school
  const { id: groupId } = await as(dewi)(createGroup, choirGroup(school))
  const startsAt = Temporal.Instant.from('2026-12-02T09:15:00Z')
  await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    roomId: hall.id,
    startsAt,
    studentIds: [tom.id],
  })
  const { dates, zone } = await as(dewi)(checkTerm, { groupId })
  assert.equal(zone, 'Asia/Jakarta')
  assert.deepEqual(
    dates.map((date) => [date.startsAt.toString(), date.state]),
    [
      ['2026-11-25T09:00:00Z', 'free'],
      ['2026-12-02T09:00:00Z', 'clash'],
      ['2026-12-09T09:00:00Z', 'free'],
      ['2026-12-16T09:00:00Z', 'free'],
    ],
  )
  const codes = dates[1]?.reasons.map(({ code }) => code) ?? []
  assert.ok(codes.includes('room_busy') && codes.includes('teacher_busy'), codes.join())
  const all = await refused(dewi)(planTerm, { groupId, starts: dates.map((date) => date.startsAt) })
  assert.deepEqual([all.status, all.body.code], [409, 'groups.dates_taken'])
  assert.equal((await as(dewi)(getGroup, { groupId })).lessons.length, 0, 'nothing was planned by half')
  const free = dates.filter(({ state }) => state === 'free')
  const group = await as(dewi)(planTerm, { groupId, starts: free.map((date) => date.startsAt) })
  assert.equal(group.lessons.length, 3)
  assert.equal(group.lessonsInAll, 3)
  const again = await refused(dewi)(planTerm, { groupId, starts: [free[0]!.startsAt] })
  assert.equal(again.body.code, 'groups.dates_taken')
  const other = await refused(dewi)(planTerm, { groupId, starts: [startsAt] })
  assert.equal(other.body.errors?.[0]?.path, 'starts.0')
})

test('who joins mid-term is shown what the rest costs, agrees to it, and is charged that and nothing more', async () => {
  const school = await world()
  const { as, refused, dewi, rina, tom, maria, setNow } = school
  const { id: groupId } = await addGroup(school)
  setNow('2026-11-27T02:00:00Z')
  const joining = await as(dewi)(explainJoining, { groupId, studentId: tom.id, from: day('2026-11-27') })
  assert.deepEqual([joining.lessonsLeft, joining.lessonsInAll], [3, 4])
  assert.deepEqual(joining.price, { amount: 27_000_000n, currency: 'IDR' })
  assert.equal(joining.age, 'fits')
  const join = { groupId, studentId: tom.id, from: day('2026-11-27') }
  const cheaper = await refused(dewi)(joinGroup, { ...join, acceptedPrice: { amount: 1n, currency: 'IDR' } })
  assert.deepEqual([cheaper.status, cheaper.body.code], [409, 'groups.price_changed'])
  const group = await as(dewi)(joinGroup, { ...join, acceptedPrice: joining.price })
  assert.deepEqual(
    group.members.map(({ name, price }) => [name, price?.amount]),
    [['Tom Santoso', 27_000_000n]],
  )
  assert.deepEqual(
    group.lessons.map(({ placesTaken }) => placesTaken),
    [0, 1, 1, 1],
  )
  const twice = await refused(dewi)(joinGroup, { ...join, acceptedPrice: joining.price })
  assert.equal(twice.body.code, 'groups.already_member')
  const { rows } = await as(dewi)(listCharges, { unbilled: true })
  assert.equal(rows.length, 3)
  assert.equal(
    rows.reduce((sum, { price }) => sum + price.amount, 0n),
    27_000_000n,
  )
  const lesson = group.lessons[1]!
  setNow(lesson.startsAt.add({ minutes: 61 }))
  await as(rina)(markAttendance, { lessonId: lesson.id, studentId: tom.id, status: 'present' })
  assert.deepEqual((await as(dewi)(listCharges, { unbilled: true })).rows, rows, 'attendance charges nothing on top')
  const mine = await as(maria)(listMyLessons, { from: day('2026-11-16'), to: day('2026-12-31') })
  assert.equal(mine.lessons.length, 3)
})

test("a student's own lesson keeps the student out of that date, with the reason, and the rest can be chosen", async () => {
  const school = await world()
  const { as, refused, dewi, tom, piano, budi } = school
  const { id: groupId } = await addGroup(school)
  const startsAt = Temporal.Instant.from('2026-12-09T09:30:00Z')
  await as(dewi)(planLesson, { offeringId: piano.id, teacherId: budi.id, startsAt, studentIds: [tom.id] })
  const input = { groupId, studentId: tom.id, from: day('2026-11-25') }
  const joining = await as(dewi)(explainJoining, input)
  assert.deepEqual(
    joining.lessons.map(({ obstacle, busyWith }) => [obstacle, busyWith]),
    [
      [null, null],
      [null, null],
      ['student_busy', 'Piano'],
      [null, null],
    ],
  )
  assert.deepEqual([joining.lessonsLeft, joining.price?.amount], [3, 27_000_000n])
  const whole = await refused(dewi)(joinGroup, { ...input, acceptedPrice: { amount: 36_000_000n, currency: 'IDR' } })
  assert.deepEqual([whole.status, whole.body.code], [409, 'groups.lessons_taken'])
  assert.equal((await as(dewi)(getGroup, { groupId })).members.length, 0)
  const withoutLessonIds = joining.lessons.filter(({ obstacle }) => obstacle).map(({ lessonId }) => lessonId)
  const group = await as(dewi)(joinGroup, { ...input, acceptedPrice: joining.price, withoutLessonIds })
  assert.deepEqual(
    group.lessons.map(({ placesTaken }) => placesTaken),
    [1, 1, 0, 1],
  )
})

test('leaving from a day on frees the places after it and takes back what is not invoiced; other lessons stay', async () => {
  const school = await world()
  const { as, refused, dewi, tom, piano, budi, families, setNow } = school
  const { id: groupId } = await addGroup(school)
  const other = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: budi.id,
    startsAt: Temporal.Instant.from('2026-12-10T09:30:00Z'),
    studentIds: [tom.id],
  })
  const acceptedPrice = { amount: 36_000_000n, currency: 'IDR' }
  const { members } = await as(dewi)(joinGroup, { groupId, studentId: tom.id, from: day('2026-11-16'), acceptedPrice })
  const { rows } = await as(dewi)(listCharges, {})
  const last = rows.toSorted((one, another) => Temporal.Instant.compare(one.startsAt, another.startsAt)).at(-1)!
  const { id: invoiceId } = await as(dewi)(draftInvoice, { familyId: families.marias, chargeIds: [last.id] })
  await as(dewi)(issueInvoice, { invoiceId })
  setNow('2026-11-26T02:00:00Z')
  const leaving = { groupId, memberId: members[0]!.id, from: day('2026-12-03'), reason: 'Moves away' }
  const past = await refused(dewi)(leaveGroup, { ...leaving, from: day('2026-11-20') })
  assert.deepEqual([past.status, past.body.errors?.[0]?.path], [422, 'from'])
  const group = await as(dewi)(leaveGroup, leaving)
  assert.deepEqual(
    group.lessons.map(({ placesTaken }) => placesTaken),
    [1, 1, 0, 0],
  )
  const left = (await as(dewi)(listCharges, {})).rows
  assert.equal(left.length, 3, 'two lessons before the day, and the one on an issued invoice')
  assert.equal((await as(dewi)(getLesson, { lessonId: other.id })).placesTaken, 1)
  assert.equal((await refused(dewi)(leaveGroup, leaving)).body.code, 'groups.already_left')
})

test('age limits count on the first day of the term; the office may let somebody in all the same', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila } = school
  const { id: groupId } = await addGroup(school, { ageFrom: 8, ageTo: 10, termPrice: null })
  const join = { groupId, studentId: tom.id, from: day('2026-11-25'), acceptedPrice: null }
  const unknown = await refused(dewi)(joinGroup, join)
  assert.deepEqual([unknown.status, unknown.body.code], [409, 'groups.age_does_not_fit'])
  await as(dewi)(changePerson, { personId: tom.id, birthDate: day('2018-11-26') })
  assert.match((await refused(dewi)(joinGroup, join)).body.title, /too young/)
  await as(dewi)(changePerson, { personId: tom.id, birthDate: day('2018-11-25') })
  await as(dewi)(joinGroup, join)
  const group = await as(dewi)(joinGroup, { ...join, studentId: lila.id, despiteAge: true })
  assert.equal(group.placesTaken, 2)
})

test('a missed lesson is made up in another group of the same level, in one free place, and is not paid for twice', async () => {
  const school = await world()
  const { as, refused, dewi, rina, tom, lila, setNow } = school
  const first = await addGroup(school, { levelFrom: 'A1', levelTo: 'A2' })
  const second = await addGroup(school, {
    name: 'Choir on Friday',
    levelFrom: 'A1',
    levelTo: 'A2',
    places: 2,
    times: [{ weekday: 5, fromMinute: 15 * 60 }],
  })
  await addGroup(school, { name: 'Beginners', times: [{ weekday: 4, fromMinute: 15 * 60 }] })
  const acceptedPrice = { amount: 36_000_000n, currency: 'IDR' }
  const from = day('2026-11-25')
  await as(dewi)(joinGroup, { groupId: first.id, studentId: tom.id, from, acceptedPrice })
  const friday = { amount: 36_000_000n, currency: 'IDR' }
  await as(dewi)(joinGroup, { groupId: second.id, studentId: lila.id, from, acceptedPrice: friday })
  const missed = { groupId: first.id, studentId: tom.id, missedLessonId: first.lessons[1]!.id }
  const { lessons } = await as(dewi)(listMakeUps, missed)
  assert.ok(lessons.length > 0)
  assert.deepEqual([...new Set(lessons.map(({ groupName }) => groupName))], ['Choir on Friday'])
  const taken = lessons[1]!
  const group = await as(dewi)(takeMakeUp, { ...missed, lessonId: taken.lessonId })
  assert.equal(group.lessons[1]?.placesTaken, 0, 'the place in the lesson that is missed is free')
  const other = await as(dewi)(getGroup, { groupId: second.id })
  const made = other.lessons.find(({ id }) => id === taken.lessonId)
  assert.deepEqual([made?.placesTaken, made?.guests.map(({ name }) => name)], [2, ['Tom Santoso']])
  assert.equal(
    (await refused(dewi)(takeMakeUp, { ...missed, lessonId: taken.lessonId })).body.code,
    'groups.made_up_already',
  )

  setNow(taken.startsAt.add({ minutes: 70 }))
  const before = (await as(dewi)(listCharges, {})).rows
  await as(rina)(markAttendance, { lessonId: taken.lessonId, studentId: tom.id, status: 'present' })
  const after = (await as(dewi)(listCharges, {})).rows
  assert.deepEqual(after, before)
  assert.equal(after.find((row) => row.lessonId === taken.lessonId && row.studentId === tom.id)?.price.amount, 0n)
})

test('a cancelled lesson of a term is not paid for', async () => {
  const school = await world()
  const { as, dewi, tom } = school
  const group = await addGroup(school)
  const acceptedPrice = { amount: 36_000_000n, currency: 'IDR' }
  await as(dewi)(joinGroup, { groupId: group.id, studentId: tom.id, from: day('2026-11-25'), acceptedPrice })
  await as(dewi)(cancelLesson, { lessonId: group.lessons[0]!.id, reason: 'Storm' })
  await school.settle()
  const { rows } = await as(dewi)(listCharges, {})
  assert.deepEqual(
    rows.map(({ price }) => price.amount),
    [9_000_000n, 9_000_000n, 9_000_000n],
  )
})

test('more places are there in every lesson to come; fewer than are taken are refused', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila } = school
  const group = await addGroup(school)
  const acceptedPrice = { amount: 36_000_000n, currency: 'IDR' }
  for (const student of [tom, lila])
    await as(dewi)(joinGroup, { groupId: group.id, studentId: student.id, from: day('2026-11-25'), acceptedPrice })
  const nina = await addStudent(school, 'Nina Lim')
  const join = { groupId: group.id, studentId: nina.id, from: day('2026-11-25'), acceptedPrice }
  assert.deepEqual((await refused(dewi)(joinGroup, join)).body.code, 'groups.full')
  const grown = await as(dewi)(changeGroup, { groupId: group.id, places: 3 })
  assert.deepEqual(new Set(grown.lessons.map(({ capacity }) => capacity)), new Set([3]))
  await as(dewi)(joinGroup, join)
  const fewer = await refused(dewi)(changeGroup, { groupId: group.id, places: 2 })
  assert.deepEqual([fewer.status, fewer.body.code], [409, 'groups.too_few_places'])
  assert.deepEqual(
    (await refused(dewi)(changeGroup, { groupId: group.id, places: 99 })).body.errors?.[0]?.path,
    'places',
  )
})

test('lessons that stand already become lessons of a group, once, and members get a place in them', async () => {
  const school = await world()
  const { as, refused, dewi, tom, choir, rina, hall } = school
  const group = await addGroup(school)
  const acceptedPrice = { amount: 36_000_000n, currency: 'IDR' }
  await as(dewi)(joinGroup, { groupId: group.id, studentId: tom.id, from: day('2026-11-25'), acceptedPrice })
  const startsAt = Temporal.Instant.from('2026-12-11T08:00:00Z')
  const extra = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    roomId: hall.id,
    startsAt,
    studentIds: [],
  })
  const attached = await as(dewi)(attachLessons, { groupId: group.id, lessonIds: [extra.id] })
  const lesson = attached.lessons.find(({ id }) => id === extra.id)
  assert.deepEqual([lesson?.placesTaken, lesson?.capacity], [1, 2])
  const charges = (await as(dewi)(listCharges, {})).rows
  assert.equal(
    charges.reduce((sum, { price }) => sum + price.amount, 0n),
    36_000_000n,
    'a term has one price',
  )
  const other = await as(dewi)(createGroup, { ...choirGroup(school), name: 'Another' })
  const twice = await refused(dewi)(attachLessons, { groupId: other.id, lessonIds: [extra.id] })
  assert.equal(twice.body.code, 'groups.lesson_of_another_group')
})

test('impossible groups are refused field by field, and nothing is stored', async () => {
  const school = await world()
  const { as, refused, dewi, maria, rina, budi, piano, studio } = school
  const good = choirGroup(school)
  const wrong: [string, Partial<typeof good>][] = [
    ['termTo', { termTo: day('2026-11-24') }],
    ['termTo', { termTo: day('2028-11-24') }],
    ['termFrom', { termFrom: day('2200-01-01'), termTo: day('2200-02-01') }],
    ['termFrom', { termFrom: day('1900-01-01'), termTo: day('1900-02-01') }],
    ['ageTo', { ageFrom: 12, ageTo: 8 }],
    ['termPrice', { termPrice: -1n }],
    ['times.1', { times: [good.times[0]!, good.times[0]!] }],
    ['offeringId', { offeringId: piano.id }],
    ['teacherId', { teacherId: budi.id }],
    ['roomId', { roomId: rina.id as never }],
    ['places', { places: 9 }],
  ]
  for (const [path, change] of wrong) {
    const { status, body } = await refused(dewi)(createGroup, { ...good, ...change })
    assert.deepEqual([status, body.errors?.[0]?.path], [422, path], JSON.stringify(body))
  }
  assert.equal((await as(dewi)(listGroups, {})).rows.length, 0)
  const { id: groupId } = await as(dewi)(createGroup, { ...good, roomId: studio.id })
  assert.equal((await refused(maria)(getGroup, { groupId })).status, 403)
  assert.equal((await refused(budi)(getGroup, { groupId })).status, 404, 'a teacher sees the own groups only')
  assert.equal((await as(rina)(getGroup, { groupId })).can.change, false)
  assert.equal((await refused(rina)(changeGroup, { groupId, name: 'x' })).status, 403)
})
