import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePerson } from '#contract/people'
import { createLocation, listResources } from '#contract/resources'
import {
  addException,
  explainTime,
  getAvailability,
  listSlots,
  moveLesson,
  planLesson,
  previewException,
  removeException,
  setAvailability,
} from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
/** A time of day in Jakarta (UTC+7) in the week of the worlds. */
const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const wednesday = '2026-11-18'

test('teachers set their own hours and exceptions, the office everybody’s', async () => {
  const { as, refused, dewi, rina, budi, piano, maria } = await world()
  const hers = { claimantKind: 'teacher' as const, claimantId: rina.id }
  const rules = [{ weekday: 3, fromMinute: 600, toMinute: 660, zone: 'Asia/Jakarta' }]
  assert.equal((await as(rina)(setAvailability, { ...hers, rules })).rules.length, 1)
  assert.equal((await refused(budi)(setAvailability, { ...hers, rules })).status, 403)
  assert.equal((await refused(maria)(getAvailability, hers)).status, 403)
  assert.equal((await refused(dewi)(getAvailability, { ...hers, claimantId: newId('person') })).status, 404)
  const backwards = await refused(dewi)(setAvailability, { ...hers, rules: [{ ...rules[0]!, toMinute: 600 }] })
  assert.equal(backwards.body.errors?.[0]?.path, 'rules.0.toMinute')

  const lesson = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [],
  })
  const off = {
    ...hers,
    startsAt: at(wednesday, '08:00'),
    endsAt: at(wednesday, '20:00'),
    isAvailable: false,
    reason: 'Concert',
  }
  const { exception, lessonsHit } = await as(rina)(addException, off)
  assert.deepEqual(
    lessonsHit.map(({ id }) => id),
    [lesson.id],
    'it is left where it is',
  )
  const explained = await as(dewi)(explainTime, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:15'),
  })
  assert.ok(
    explained.reasons.some(({ code, subjectName }) => code === 'teacher_time_off' && subjectName === 'Rina Utami'),
  )
  assert.equal((await refused(budi)(removeException, { ...hers, exceptionId: exception.id })).status, 403)
  await as(rina)(removeException, { ...hers, exceptionId: exception.id })
  assert.equal((await refused(rina)(removeException, { ...hers, exceptionId: exception.id })).status, 404)
})

test('hours for one format or one location count for those lessons only, and what is odd is named', async () => {
  const { as, send, dewi, rina, piano, organisation } = await world()
  const { locations } = await as(dewi)(listResources, {})
  const other = await as(dewi)(createLocation, { name: 'Menteng' })
  const hers = { claimantKind: 'teacher' as const, claimantId: rina.id }
  const hours = { weekday: 3, fromMinute: 600, toMinute: 1080, zone: 'Asia/Jakarta' }
  const codes = async () => {
    const { reasons } = await as(dewi)(explainTime, { ...asked, teacherId: rina.id })
    return reasons.map(({ code }) => code)
  }
  const asked = { offeringId: piano.id, startsAt: at(wednesday, '10:00') }
  await as(rina)(setAvailability, { ...hers, rules: [{ ...hours, format: 'online' }] })
  assert.deepEqual(await codes(), ['teacher_other_format'])
  await as(rina)(setAvailability, { ...hers, rules: [{ ...hours, locationId: other.id }] })
  assert.deepEqual(await codes(), ['teacher_other_location'])
  const { rules } = await as(rina)(setAvailability, { ...hers, rules: [{ ...hours, locationId: locations[0]!.id }] })
  assert.deepEqual(rules, [{ ...hours, format: 'both', locationId: locations[0]!.id }])
  assert.deepEqual(await codes(), [])

  const wrong = async (rule: object) => {
    const path = `/api/o/${organisation.slug}/availability/teacher/${rina.id}`
    const { status, body } = await send(dewi, 'PUT', path, { rules: [hours, { ...hours, ...rule }] })
    return [status, body.errors?.[0]?.path]
  }
  assert.deepEqual(await wrong({}), [422, 'rules.1.fromMinute'], 'the same twice')
  assert.deepEqual(await wrong({ locationId: newId('location') }), [422, 'rules.1.locationId'])
  assert.deepEqual(await wrong({ zone: 'Europe/Paris' }), [422, 'rules.1.zone'])
  assert.deepEqual(await wrong({ zone: 'Mars/Olympus' }), [422, 'rules.1.zone'])
  assert.deepEqual(await wrong({ toMinute: 1441 }), [422, 'rules.1.toMinute'])
  assert.deepEqual(await wrong({ fromMinute: 1440, toMinute: 1440 }), [422, 'rules.1.toMinute'])
  assert.equal((await as(dewi)(getAvailability, hers)).rules.length, 1, 'nothing of it was stored')
  const untilMidnight = [{ ...hours, toMinute: 1440 }]
  assert.equal((await as(dewi)(setAvailability, { ...hers, rules: untilMidnight })).rules[0]?.toMinute, 1440)
})

test('hours that two people replace at the same moment are those of one of them', async () => {
  const { as, dewi, rina } = await world()
  const hers = { claimantKind: 'teacher' as const, claimantId: rina.id }
  const weeks = [600, 660, 720, 780].map((fromMinute) => [
    { weekday: 1, fromMinute, toMinute: 1080, zone: 'Asia/Jakarta' },
    { weekday: 2, fromMinute, toMinute: 1080, zone: 'Asia/Jakarta' },
  ])
  await Promise.all(weeks.map((rules) => as(dewi)(setAvailability, { ...hers, rules })))
  const { rules } = await as(dewi)(getAvailability, hers)
  assert.equal(rules.length, 2)
  assert.equal(rules[0]!.fromMinute, rules[1]!.fromMinute)
})

const away = (more: object = {}) => ({
  startsAt: at(wednesday, '08:00'),
  endsAt: at(wednesday, '20:00'),
  isAvailable: false,
  reason: 'Concert',
  ...more,
})

test('whoever takes time off sees the lessons that are hit before it is saved', async () => {
  const { as, refused, dewi, rina, budi, piano, choir, studio } = await world()
  const plan = (offeringId: typeof piano.id, teacherId: typeof rina.id, time: string) =>
    as(dewi)(planLesson, { offeringId, teacherId, startsAt: at(wednesday, time), studentIds: [] })
  const first = await plan(piano.id, rina.id, '10:00')
  const second = await plan(choir.id, rina.id, '16:00')
  await plan(piano.id, budi.id, '12:00')
  const hers = { claimantKind: 'teacher' as const, claimantId: rina.id }
  const { startsAt, endsAt } = away()
  const ids = ({ lessonsHit }: { lessonsHit: { id: string }[] }) => lessonsHit.map(({ id }) => id)
  const preview = { ...hers, startsAt, endsAt }
  assert.deepEqual(ids(await as(rina)(previewException, preview)), [first.id, second.id])
  assert.deepEqual(ids(await as(rina)(previewException, { ...preview, format: 'online' })), [])
  assert.deepEqual(ids(await as(rina)(previewException, { ...preview, endsAt: at(wednesday, '10:01') })), [first.id])
  assert.deepEqual(ids(await as(rina)(previewException, { ...preview, startsAt: at(wednesday, '10:45') })), [second.id])
  const room = { claimantKind: 'resource' as const, claimantId: studio.id }
  assert.equal((await as(dewi)(previewException, { ...room, startsAt, endsAt })).lessonsHit.length, 2)
  assert.equal((await as(dewi)(getAvailability, hers)).exceptions.length, 0, 'nothing is stored')
  assert.equal((await refused(budi)(previewException, preview)).status, 403)
  assert.equal((await refused(dewi)(previewException, { ...preview, claimantId: newId('person') })).status, 404)
})

test('an exception that changes nothing, runs backwards, is over or lasts for ever is refused by name', async () => {
  const { as, refused, dewi, rina } = await world()
  const hers = { claimantKind: 'teacher' as const, claimantId: rina.id }
  await as(rina)(addException, { ...hers, ...away() })
  const wrong = async (more: object) => {
    const { status, body } = await refused(dewi)(addException, { ...hers, ...away(more) })
    return [status, body.errors?.[0]?.path]
  }
  assert.deepEqual(await wrong({}), [422, 'startsAt'], 'the same again')
  assert.deepEqual(await wrong({ endsAt: at(wednesday, '12:00') }), [422, 'startsAt'], 'within it')
  assert.deepEqual(await wrong({ format: 'online' }), [422, 'startsAt'], 'it is for all lessons already')
  assert.deepEqual(await wrong({ endsAt: at(wednesday, '08:00') }), [422, 'endsAt'])
  assert.deepEqual(await wrong({ endsAt: at(wednesday, '07:00') }), [422, 'endsAt'])
  assert.deepEqual(await wrong({ startsAt: at('2026-11-15', '08:00'), endsAt: at('2026-11-15', '09:00') }), [
    422,
    'endsAt',
  ])
  assert.deepEqual(await wrong({ endsAt: at('2036-11-18', '08:00') }), [422, 'endsAt'])
  assert.deepEqual(await wrong({ startsAt: at('1950-01-01', '08:00') }), [422, 'startsAt'])
  assert.deepEqual(await wrong({ locationId: newId('location'), endsAt: at(wednesday, '21:00') }), [422, 'locationId'])
  assert.equal((await as(dewi)(getAvailability, hers)).exceptions.length, 1)
  await as(rina)(addException, { ...hers, ...away({ endsAt: at(wednesday, '21:00') }) })
  await as(rina)(addException, { ...hers, ...away({ isAvailable: true }) })
  const same = { ...hers, ...away({ startsAt: at('2026-11-20', '08:00'), endsAt: at('2026-11-20', '20:00') }) }
  const tries = await Promise.allSettled(Array.from({ length: 6 }, () => as(rina)(addException, same)))
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1, 'of many at the same moment one')
})

test('whoever leaves has lessons until the last day and none after it', async () => {
  const { as, refused, dewi, rina, tom, piano, choir } = await world()
  const plan = (date: string, studentIds: (typeof tom.id)[]) => ({
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(date, '10:00'),
    studentIds,
  })
  const lesson = await as(dewi)(planLesson, plan(wednesday, []))
  await as(dewi)(changePerson, { personId: rina.id, leftOn: day('2026-11-19') })
  await as(dewi)(changePerson, { personId: tom.id, leftOn: day(wednesday) })
  const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day('2026-11-19'), to: day('2026-11-20') })
  const has = (n: number) => days[n]!.slots.some(({ teacherIds }) => teacherIds.includes(rina.id))
  assert.deepEqual([has(0), has(1)], [true, false])
  const codes = (body: object) => (body as { reasons: { code: string }[] }).reasons.map(({ code }) => code)
  assert.deepEqual(codes((await refused(dewi)(planLesson, plan('2026-11-20', []))).body), ['teacher_left'])
  assert.deepEqual(codes((await refused(dewi)(planLesson, plan('2026-11-19', [tom.id]))).body), ['student_left'])
  const moved = await refused(dewi)(moveLesson, { lessonId: lesson.id, startsAt: at('2026-11-20', '11:00') })
  assert.deepEqual(codes(moved.body), ['teacher_left'])
  await as(dewi)(planLesson, { ...plan(wednesday, [tom.id]), startsAt: at(wednesday, '12:00') })
})
