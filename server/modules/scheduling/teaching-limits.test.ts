import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOffering } from '#contract/catalogue'
import { createLocation, createResource, listResources, setWays } from '#contract/resources'
import {
  explainTime,
  getTeachingLimits,
  listSlots,
  moveLesson,
  planLesson,
  setAvailability,
  setTeachingLimits,
  type TeachingLimits,
} from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world, type World } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const wednesday = '2026-11-18'
const at = (time: string, date = wednesday) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const codesOf = (body: object) => (body as { reasons: { code: string }[] }).reasons.map(({ code }) => code)
const none: TeachingLimits = {
  noticeMinutes: null,
  furthestDays: null,
  gridMinutes: null,
  bufferBeforeMinutes: null,
  bufferAfterMinutes: null,
  longestRunMinutes: null,
  breakMinutes: null,
  mostLessons: null,
  travelMinutes: null,
}

/** When somebody could still be planned; lessons that stand without a student can be booked too, and are left out. */
function startsOf({ as, piano }: World, teacherId: World['rina']['id']) {
  return async (date = wednesday) => {
    const { days } = await as(null)(listSlots, { offeringId: piano.id, teacherId, from: day(date), to: day(date) })
    const computed = days[0]!.slots.filter(({ lessonId }) => lessonId === null)
    return computed.map(({ startsAt }) =>
      startsAt.toZonedDateTimeISO('Asia/Jakarta').toPlainTime().toString().slice(0, 5),
    )
  }
}

test("a teacher's own limits stand over those of the organisation, figure by figure", async () => {
  const { as, refused, dewi, rina, budi, maria } = await world()
  await as(dewi)(setTeachingLimits, { limits: { ...none, mostLessons: 6, noticeMinutes: 60 } })
  const own = { ...none, mostLessons: 2 }
  const set = await as(rina)(setTeachingLimits, { teacherId: rina.id, limits: own })
  assert.deepEqual(set.inForce, { ...none, mostLessons: 2, noticeMinutes: 60 })
  assert.deepEqual(await as(budi)(getTeachingLimits, { teacherId: rina.id }), set)
  assert.equal((await as(budi)(getTeachingLimits, { teacherId: budi.id })).own, null)
  assert.equal((await refused(budi)(setTeachingLimits, { teacherId: rina.id, limits: none })).status, 403)
  assert.equal(
    (await refused(budi)(setTeachingLimits, { limits: none })).status,
    403,
    'those of all are for the office',
  )
  assert.equal((await refused(maria)(getTeachingLimits, {})).status, 403)
  assert.equal((await refused(dewi)(getTeachingLimits, { teacherId: maria.id })).status, 404)
  assert.equal((await refused(dewi)(setTeachingLimits, { teacherId: newId('person'), limits: none })).status, 404)
  const half = await refused(dewi)(setTeachingLimits, { limits: { ...none, longestRunMinutes: 120 } })
  assert.deepEqual([half.status, half.body.errors?.[0]?.path], [422, 'limits.breakMinutes'])
  const cleared = await as(dewi)(setTeachingLimits, { teacherId: rina.id, limits: none })
  assert.deepEqual([cleared.own, cleared.inForce.mostLessons], [null, 6])
  await Promise.all(Array.from({ length: 5 }, () => as(dewi)(setTeachingLimits, { limits: own })))
  assert.deepEqual((await as(dewi)(getTeachingLimits, {})).standard, own)
})

test('notice, furthest day, grid and buffers of a teacher thin the slots out; the office plans past the first three', async () => {
  const school = await world()
  const { as, refused, dewi, rina, piano, studio } = school
  const starts = startsOf(school, rina.id)
  const set = (limits: Partial<TeachingLimits>) =>
    as(dewi)(setTeachingLimits, { teacherId: rina.id, limits: { ...none, ...limits } })
  assert.equal((await starts()).length, 30)
  await set({ gridMinutes: 60 })
  assert.deepEqual(await starts(), ['10:00', '11:00', '12:00', '13:00', '14:00', '15:00', '16:00', '17:00'])
  await set({ noticeMinutes: 3 * 1440 })
  assert.deepEqual([(await starts()).length, (await starts('2026-11-20')).length], [0, 30])
  await set({ furthestDays: 1 })
  assert.deepEqual([(await starts('2026-11-17')).length, (await starts()).length], [30, 0])
  const { reasons } = await as(rina)(explainTime, { offeringId: piano.id, teacherId: rina.id, startsAt: at('10:00') })
  assert.deepEqual(
    reasons.map(({ code, subjectName }) => [code, subjectName]),
    [['too_far', 'Rina Utami']],
  )
  const plan = (time: string) => ({ offeringId: piano.id, teacherId: rina.id, startsAt: at(time), studentIds: [] })
  await as(dewi)(planLesson, { ...plan('10:05'), roomId: studio.id })
  await set({ bufferBeforeMinutes: 30 })
  assert.equal((await starts())[0], '11:30')
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, plan('11:00'))).body), ['teacher_busy'])
  await as(dewi)(planLesson, plan('11:30'))
})

test('a teacher has no more lessons a day and no longer run than the limits say, whoever plans', async () => {
  const school = await world()
  const { as, refused, dewi, rina, budi, piano } = school
  const plan = (time: string, date = wednesday) => ({
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(time, date),
    studentIds: [],
  })
  await as(dewi)(setTeachingLimits, { limits: { ...none, longestRunMinutes: 100, breakMinutes: 30, mostLessons: 3 } })
  const first = await as(dewi)(planLesson, plan('10:00'))
  await as(dewi)(planLesson, plan('10:50'))
  const tired = await refused(dewi)(planLesson, plan('11:40'))
  assert.deepEqual([tired.body.code, codesOf(tired.body)], ['scheduling.not_bookable', ['teacher_needs_break']])
  assert.ok(!(await startsOf(school, rina.id)()).includes('12:00'))
  await as(dewi)(planLesson, plan('12:05'))
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, plan('16:00'))).body), ['teacher_day_full'])
  assert.deepEqual(await startsOf(school, rina.id)(), [])
  const thursday = await as(dewi)(planLesson, plan('10:00', '2026-11-19'))
  const moved = await refused(dewi)(moveLesson, { lessonId: thursday.id, startsAt: at('16:00') })
  assert.deepEqual(codesOf(moved.body), ['teacher_day_full'])
  await as(dewi)(moveLesson, { lessonId: first.id, startsAt: at('16:00') })
  await as(dewi)(planLesson, { ...plan('16:45'), teacherId: budi.id })
})

test('limits hold when many plan at the same moment, on both sides of midnight in UTC', async () => {
  const { as, dewi, rina, piano, studio } = await world()
  const rules = [3, 4, 5].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440, zone: 'Asia/Jakarta' }))
  await as(dewi)(setAvailability, { claimantKind: 'teacher', claimantId: rina.id, rules })
  await as(dewi)(setAvailability, { claimantKind: 'resource', claimantId: studio.id, rules })
  await as(dewi)(setTeachingLimits, { teacherId: rina.id, limits: { ...none, mostLessons: 2 } })
  for (const date of [wednesday, '2026-11-19', '2026-11-20']) {
    const tries = await Promise.allSettled(
      ['04:00', '05:00', '06:00', '08:00', '09:00', '10:00'].map((time) =>
        as(dewi)(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt: at(time, date), studentIds: [] }),
      ),
    )
    assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 2)
  }
})

test('between two locations a teacher has the time for the way, and hours by video need none', async () => {
  const school = await world()
  const { as, refused, dewi, rina, hall } = school
  const north = await as(dewi)(createLocation, { name: 'North' })
  const far = await as(dewi)(createResource, { kind: 'room', name: 'North hall', locationId: north.id })
  const { locations } = await as(dewi)(listResources, {})
  const offering = await as(dewi)(createOffering, {
    title: 'Theory',
    durationMinutes: 60,
    priceAmount: 1n,
    teacherIds: [rina.id],
  })
  const plan = (time: string, more: object) => ({
    offeringId: offering.id,
    teacherId: rina.id,
    startsAt: at(time),
    studentIds: [],
    ...more,
  })
  const here = await as(dewi)(planLesson, plan('10:00', { roomId: hall.id }))
  assert.equal(here.locationId, locations[0]!.id)
  const there = plan('11:00', { roomId: far.id })
  await as(dewi)(setTeachingLimits, { limits: { ...none, travelMinutes: 45 } })
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, there)).body), ['teacher_travels'])
  await as(dewi)(setWays, { ways: [{ fromLocationId: north.id, toLocationId: here.locationId!, minutes: 20 }] })
  const soon = { ...there, startsAt: at('11:15') }
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, soon)).body), ['teacher_travels'])
  const { days } = await as(null)(listSlots, {
    offeringId: offering.id,
    locationId: north.id,
    from: day(wednesday),
    to: day(wednesday),
  })
  assert.equal(days[0]!.slots[0]!.startsAt.toString(), at('11:30').toString(), 'on the grid after twenty minutes')
  assert.deepEqual(days[0]!.slots[0]!.locationIds, [north.id])
  const lesson = await as(dewi)(planLesson, { ...there, startsAt: at('11:20') })
  assert.equal(lesson.locationId, north.id)
  const online = await as(dewi)(planLesson, plan('12:20', { format: 'online' }))
  assert.deepEqual([online.format, online.roomId, online.locationId], ['online', null, null])
  const wrong = await refused(dewi)(setWays, {
    ways: [{ fromLocationId: north.id, toLocationId: newId('location'), minutes: 5 }],
  })
  assert.deepEqual([wrong.status, wrong.body.errors?.[0]?.path], [422, 'ways.0.toLocationId'])
})
