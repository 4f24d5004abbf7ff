import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listEvents } from '#contract/audit'
import { getMail, listMails, listNotifications } from '#contract/notifications'
import { setPolicy } from '#contract/organisations'
import { listMyLessons, planLesson } from '#contract/scheduling'
import { runSchedule } from '#platform/jobs.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { addToWaitingList, answerOffer, answerOfferByLink, changeGroup, endWaiting, getGroup } from './contract.ts'
import { getOfferByLink, joinGroup, leaveGroup, leaveWaitingList, listMyGroups } from './contract.ts'
import { moveInWaitingList, offerPlace, type Group } from './contract.ts'
import { addGroup, addStudent, day } from './groups.test-data.ts'

const termPrice = { amount: 36_000_000n, currency: 'IDR' }

interface FullGroup {
  readonly group: Group
  readonly sitting: readonly Person[]
}

/** A group with as many members as places, who joined before the first lesson. */
async function fillGroup(school: World, places = 1): Promise<FullGroup> {
  const { as, dewi } = school
  const { id: groupId } = await addGroup(school, { places })
  const sitting: Person[] = []
  for (let n = 0; n < places; n++) sitting.push(await addStudent(school, `Sitting ${n}`))
  let group = await as(dewi)(getGroup, { groupId })
  for (const { id: studentId } of sitting) {
    group = await as(dewi)(joinGroup, { groupId, studentId, from: day('2026-11-16'), acceptedPrice: termPrice })
  }
  return { group, sitting }
}

const freeOne = ({ as, dewi }: World, { id: groupId, members }: Group) =>
  as(dewi)(leaveGroup, { groupId, memberId: members[0]!.id, from: day('2026-11-16'), reason: '' })

/** The secret of the last mail that offers a place to this address. */
async function readToken({ as, dewi, settle }: World, { email }: Person): Promise<string> {
  await settle()
  const { rows } = await as(dewi)(listMails, { search: email! })
  for (const { id } of rows) {
    const { bodyText } = await as(dewi)(getMail, { mailId: id })
    const token = /\/offers\/([\w-]+)/.exec(bodyText)?.[1]
    if (token) return token
  }
  throw new Error(`No offer was mailed to ${email}.`)
}

test('a freed place is offered to the first who waits, by mail, and accepted by the link without signing in', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila, maria } = school
  const { group } = await fillGroup(school)
  await as(dewi)(addToWaitingList, { groupId: group.id, studentId: tom.id })
  const two = await as(dewi)(addToWaitingList, { groupId: group.id, studentId: lila.id })
  assert.deepEqual(
    two.waitingList.map(({ name, position }) => [name, position]),
    [
      ['Tom Santoso', 1],
      ['Lila Wijaya', 2],
    ],
  )
  const mine = (await as(maria)(listMyGroups, {})).groups[0]
  assert.deepEqual([mine?.waiting?.position, mine?.placesTaken, mine?.places, mine?.member], [1, 1, 1, null])

  const freed = await freeOne(school, group)
  assert.deepEqual([freed.placesTaken, freed.placesOffered, freed.waiting], [0, 1, 1])
  const token = await readToken(school, maria)
  const { rows } = await as(maria)(listNotifications, {})
  assert.ok(rows.some(({ kind }) => kind === 'groups.place_offered'))
  for (let looks = 0; looks < 2; looks++) {
    const offer = await as(null)(getOfferByLink, { token })
    assert.deepEqual([offer.status, offer.studentName, offer.lessons.length], ['open', 'Tom Santoso', 4])
    assert.deepEqual(offer.price, termPrice)
  }
  const accepted = await as(null)(answerOfferByLink, { token, accept: true })
  assert.deepEqual([accepted.status, accepted.lessons.length], ['accepted', 4])
  const after = await as(dewi)(getGroup, { groupId: group.id })
  assert.deepEqual([after.placesTaken, after.placesOffered, after.waiting], [1, 0, 1])
  assert.deepEqual(
    after.members.filter(({ leftOn }) => leftOn === null).map(({ name, price }) => [name, price]),
    [['Tom Santoso', termPrice]],
  )
  assert.deepEqual(
    after.lessons.map(({ placesTaken }) => placesTaken),
    [1, 1, 1, 1],
  )
  const lessons = await as(maria)(listMyLessons, { from: day('2026-11-16'), to: day('2026-12-31') })
  assert.equal(lessons.lessons.length, 4)
  for (const accept of [true, false]) {
    const again = await refused(null)(answerOfferByLink, { token, accept })
    assert.deepEqual([again.status, again.body.code], [409, 'groups.offer_answered'])
  }
})

test('who says no leaves the list, and the next is asked; a link of another school or a made-up one opens nothing', async () => {
  const school = await world()
  const theirs = await world()
  const { as, refused, dewi, tom, lila, maria, ana } = school
  const { group } = await fillGroup(school)
  for (const { id: studentId } of [tom, lila]) await as(dewi)(addToWaitingList, { groupId: group.id, studentId })
  await freeOne(school, group)
  const token = await readToken(school, maria)
  for (const [reader, secret] of [
    [theirs, token],
    [school, `${token.slice(0, -2)}xx`],
  ] as const) {
    const looked = await reader.refused(null)(getOfferByLink, { token: secret })
    assert.deepEqual([looked.status, looked.body.code], [404, 'groups.link_unknown'])
    const tried = await reader.refused(null)(answerOfferByLink, { token: secret, accept: true })
    assert.deepEqual([tried.status, tried.body.code], [404, 'groups.link_unknown'])
  }
  assert.equal((await as(null)(answerOfferByLink, { token, accept: false })).status, 'declined')
  const after = await as(dewi)(getGroup, { groupId: group.id })
  assert.deepEqual(
    after.waitingList.map(({ name, offer }) => [name, offer !== null]),
    [['Lila Wijaya', true]],
  )
  assert.deepEqual((await as(maria)(listMyGroups, {})).groups, [])
  const second = await readToken(school, ana)
  assert.equal((await as(null)(getOfferByLink, { token: second })).studentName, 'Lila Wijaya')
  assert.equal((await refused(null)(answerOfferByLink, { token, accept: true })).body.code, 'groups.offer_answered')
})

test('an offer that ran out is over although no job has run; the next is asked by the job', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila, maria, setNow, access } = school
  const { group } = await fillGroup(school)
  for (const { id: studentId } of [tom, lila]) await as(dewi)(addToWaitingList, { groupId: group.id, studentId })
  const { waitingList } = await freeOne(school, group)
  const token = await readToken(school, maria)
  assert.equal(waitingList[0]?.offer?.expiresAt.toString(), '2026-11-17T02:00:00Z')
  setNow('2026-11-17T02:00:00Z')
  assert.equal((await as(null)(getOfferByLink, { token })).status, 'expired')
  const late = await refused(null)(answerOfferByLink, { token, accept: true })
  assert.deepEqual([late.status, late.body.code], [409, 'groups.offer_over'])
  assert.deepEqual((await as(maria)(listMyGroups, {})).groups, [])
  const before = await as(dewi)(getGroup, { groupId: group.id })
  assert.deepEqual([before.placesOffered, before.waitingList.map(({ name }) => name)], [0, ['Lila Wijaya']])
  await runSchedule(access, 'schedule/expireOffers') // by the clock of the machine, which is later
  const { waitingList: next } = await as(dewi)(getGroup, { groupId: group.id })
  assert.deepEqual(
    next.map(({ name, offer }) => [name, offer !== null]),
    [['Lila Wijaya', true]],
  )
  await school.settle()
  const { rows } = await as(maria)(listNotifications, {})
  assert.ok(rows.some(({ kind }) => kind === 'groups.offer_expired'))
})

test('whoever joins directly after an offer ran out does not pass those who wait', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila, setNow } = school
  const { group } = await fillGroup(school)
  for (const { id: studentId } of [tom, lila]) await as(dewi)(addToWaitingList, { groupId: group.id, studentId })
  await freeOne(school, group)
  setNow('2026-11-17T02:00:01Z')
  const other = await addStudent(school, 'Somebody else')
  const joining = { groupId: group.id, studentId: other.id, from: day('2026-11-17'), acceptedPrice: termPrice }
  assert.equal((await refused(dewi)(joinGroup, joining)).body.code, 'groups.full')
})

test('a place is kept while it is offered: nobody else can join, the student is not booked elsewhere', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila, piano, budi } = school
  const { group } = await fillGroup(school)
  await as(dewi)(addToWaitingList, { groupId: group.id, studentId: tom.id })
  await freeOne(school, group)
  const joining = { groupId: group.id, studentId: lila.id, from: day('2026-11-16'), acceptedPrice: termPrice }
  assert.equal((await refused(dewi)(joinGroup, joining)).body.code, 'groups.full')
  const elsewhere = await refused(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: budi.id,
    startsAt: group.lessons[1]!.startsAt,
    studentIds: [tom.id],
  })
  assert.equal(elsewhere.body.code, 'scheduling.time_taken')
})

test('the family decides in the product as well, and may leave the list; others can do neither', async () => {
  const school = await world()
  const { as, refused, dewi, tom, lila, maria, ana } = school
  const { group } = await fillGroup(school)
  for (const { id: studentId } of [tom, lila]) await as(dewi)(addToWaitingList, { groupId: group.id, studentId })
  await freeOne(school, group)
  const [toms] = (await as(maria)(listMyGroups, {})).groups
  const offerId = toms!.waiting!.offer!.id
  assert.equal((await refused(ana)(answerOffer, { offerId, accept: true })).status, 404)
  const { waiting } = (await as(ana)(listMyGroups, {})).groups[0]!
  assert.deepEqual([waiting?.position, waiting?.mayAnswer], [1, true])
  assert.equal((await refused(maria)(leaveWaitingList, { waitingId: waiting!.id })).status, 404)
  await as(ana)(leaveWaitingList, { waitingId: waiting!.id })
  assert.equal((await refused(ana)(leaveWaitingList, { waitingId: waiting!.id })).body.code, 'groups.no_longer_waiting')
  const { groups } = await as(maria)(answerOffer, { offerId, accept: true })
  assert.deepEqual([groups[0]?.member?.lessonsLeft, groups[0]?.waiting, groups[0]?.nextLessons.length], [4, null, 3])
})

test('the office changes the order with a reason that stays, offers by hand, and takes somebody off', async () => {
  const school = await world()
  const { as, refused, send, organisation, olivia, dewi, tom, lila, piano, budi } = school
  const { group } = await fillGroup(school)
  const nina = await addStudent(school, 'Nina Lim')
  for (const { id: studentId } of [tom, lila, nina]) await as(dewi)(addToWaitingList, { groupId: group.id, studentId })
  const twice = await refused(dewi)(addToWaitingList, { groupId: group.id, studentId: tom.id })
  assert.equal(twice.body.code, 'groups.already_waiting')
  const { waitingList } = await as(dewi)(getGroup, { groupId: group.id })
  const waitingId = waitingList[2]!.id
  const path = `/api/o/${organisation.slug}/waiting/${waitingId}/position`
  const without = await send(dewi, 'POST', path, { position: 1, reason: ' ' })
  assert.deepEqual([without.status, without.body.errors?.[0]?.path], [422, 'reason'])
  const moved = await as(dewi)(moveInWaitingList, { waitingId, position: 1, reason: 'Her brother is in the group' })
  assert.deepEqual(
    moved.waitingList.map(({ name, position }) => [name, position]),
    [
      ['Nina Lim', 1],
      ['Tom Santoso', 2],
      ['Lila Wijaya', 3],
    ],
  )
  const { rows } = await as(olivia)(listEvents, { name: 'groups.waiting_moved' })
  assert.deepEqual(rows[0]?.payload, {
    waitingId,
    studentId: nina.id,
    old: 3,
    new: 1,
    reason: 'Her brother is in the group',
  })
  assert.equal((await refused(dewi)(offerPlace, { waitingId })).body.code, 'groups.full')
  // Everybody who waits has another lesson at that time, so the free place stays free until somebody is asked by hand.
  const last = moved.waitingList[2]!
  const off = await as(dewi)(endWaiting, { waitingId: last.id, reason: 'Asked for it' })
  assert.equal(off.waitingList.length, 2)
  for (const { startsAt } of group.lessons) {
    await as(dewi)(planLesson, { offeringId: piano.id, teacherId: budi.id, startsAt, studentIds: [nina.id] })
  }
  const freed = await freeOne(school, group)
  assert.deepEqual(
    freed.waitingList.map(({ name, offer }) => [name, offer !== null]),
    [
      ['Nina Lim', false],
      ['Tom Santoso', true],
    ],
    'who cannot come is passed over and stays first',
  )
  const grown = await as(dewi)(changeGroup, { groupId: group.id, places: 2 })
  assert.equal(grown.placesOffered, 1)
  assert.equal((await refused(dewi)(offerPlace, { waitingId })).body.code, 'groups.nothing_to_offer')
  await as(dewi)(endWaiting, { waitingId: grown.waitingList[1]!.id, reason: 'By telephone' })
  const again = await as(dewi)(addToWaitingList, { groupId: group.id, studentId: lila.id })
  assert.equal(again.placesOffered, 1, 'a free place is offered at once')
})

test('the deadline is what the school decided, moved out of the night, and the offer begins after it', async () => {
  const school = await world()
  const { as, olivia, dewi, tom, setNow } = school
  await as(olivia)(setPolicy, { terms: { kind: 'booking', holdHours: 48, offerHours: 40 } })
  const { group } = await fillGroup(school)
  await as(dewi)(addToWaitingList, { groupId: group.id, studentId: tom.id })
  setNow('2026-11-24T02:00:00Z')
  const freed = await as(dewi)(leaveGroup, {
    groupId: group.id,
    memberId: group.members[0]!.id,
    from: day('2026-11-24'),
    reason: '',
  })
  const offer = freed.waitingList[0]?.offer
  assert.equal(offer?.expiresAt.toString(), '2026-11-26T02:00:00Z', 'one in the night becomes nine in the morning')
  assert.deepEqual([offer?.lessonsLeft, offer?.fromOn.toString()], [3, '2026-12-02'])
  assert.deepEqual(offer?.price, { amount: 27_000_000n, currency: 'IDR' })
})
