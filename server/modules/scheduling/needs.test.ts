import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOffering, createOffering } from '#contract/catalogue'
import { changeResource, createResource } from '#contract/resources'
import { cancelLesson, explainTime, getLesson, listSlots, moveLesson, planLesson } from '#contract/scheduling'
import { world, type World } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const wednesday = '2026-11-18'
const at = (time: string, date = wednesday) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const codesOf = (body: object) => (body as { reasons: { code: string }[] }).reasons.map(({ code }) => code)

/** Driving lessons need a car with a manual gearbox; there are two cars, and one more with an automatic one. */
async function drivingSchool(): Promise<World & Record<'driving', { id: World['piano']['id'] }> & Cars> {
  const school = await world()
  const { as, dewi, rina, budi } = school
  const driving = await as(dewi)(createOffering, {
    title: 'Driving',
    durationMinutes: 60,
    priceAmount: 100n,
    teacherIds: [rina.id, budi.id],
    needs: [{ kind: 'vehicle', features: ['manual gearbox'] }],
  })
  const car = (name: string, features: string[]) => as(dewi)(createResource, { kind: 'vehicle', name, features })
  const blue = await car('Blue car', ['manual gearbox'])
  const red = await car('Red car', ['manual gearbox', 'tow bar'])
  await car('White car', ['automatic gearbox'])
  return { ...school, driving, red, blue }
}

interface Cars {
  readonly red: { readonly id: World['studio']['id'] }
  readonly blue: { readonly id: World['studio']['id'] }
}

test('a lesson takes one free thing for each need, and keeps all of them', async () => {
  const { as, refused, dewi, rina, budi, driving, red, blue } = await drivingSchool()
  const plan = (teacherId: typeof rina.id, more: object = {}) => ({
    offeringId: driving.id,
    teacherId,
    startsAt: at('10:00'),
    studentIds: [],
    ...more,
  })
  const first = await as(dewi)(planLesson, plan(rina.id, { resourceIds: [blue.id] }))
  assert.deepEqual([first.roomId, first.resourceIds], [null, [blue.id]])
  const taken = await refused(dewi)(planLesson, plan(budi.id, { resourceIds: [blue.id] }))
  assert.deepEqual([taken.status, codesOf(taken.body)], [409, ['vehicle_busy']])
  assert.equal((taken.body['nearest'] as unknown[]).length, 3)
  const second = await as(dewi)(planLesson, plan(budi.id))
  assert.deepEqual(second.resourceIds, [red.id], 'whichever is free')
  const moved = await as(dewi)(moveLesson, { lessonId: second.id, startsAt: at('12:00') })
  assert.deepEqual(moved.resourceIds, [red.id], 'it keeps its car')
  await as(dewi)(cancelLesson, { lessonId: first.id, reason: '' })
  assert.deepEqual((await as(dewi)(planLesson, plan(rina.id, { resourceIds: [blue.id] }))).resourceIds, [blue.id])
  assert.deepEqual((await as(dewi)(getLesson, { lessonId: first.id })).resourceIds, [blue.id], 'what it had is known')
})

test('slots end where the cars do, and why not says so', async () => {
  const { as, dewi, rina, budi, driving, red, blue } = await drivingSchool()
  const starts = async () => {
    const { days } = await as(null)(listSlots, { offeringId: driving.id, from: day(wednesday), to: day(wednesday) })
    return days[0]!.slots.filter(({ lessonId }) => lessonId === null).map(({ startsAt }) => startsAt.toString())
  }
  const ten = at('10:00').toString()
  const plan = (resourceId: typeof red.id, teacherId: typeof rina.id) =>
    as(dewi)(planLesson, {
      offeringId: driving.id,
      teacherId,
      startsAt: at('10:00'),
      studentIds: [],
      resourceIds: [resourceId],
    })
  await plan(red.id, rina.id)
  assert.ok((await starts()).includes(ten))
  await as(dewi)(changeResource, { resourceId: blue.id, isActive: false })
  assert.ok(!(await starts()).includes(ten))
  const { reasons } = await as(dewi)(explainTime, { offeringId: driving.id, teacherId: budi.id, startsAt: at('10:00') })
  assert.deepEqual(
    reasons.map(({ code, subjectName }) => [code, subjectName]),
    [['vehicle_busy', 'Red car']],
  )
})

test('a paper that expires stops lessons from the next day on, and says which', async () => {
  const { as, refused, dewi, rina, driving, red, blue } = await drivingSchool()
  const papers = [
    { name: 'Insurance', expiresOn: day('2027-03-01') },
    { name: 'Inspection', expiresOn: day(wednesday) },
  ]
  const car = await as(dewi)(changeResource, { resourceId: red.id, papers })
  assert.deepEqual(
    car.papers.map(({ name }) => name),
    ['Inspection', 'Insurance'],
  )
  const plan = (date: string, resourceIds: (typeof red.id)[]) => ({
    offeringId: driving.id,
    teacherId: rina.id,
    startsAt: at('10:00', date),
    studentIds: [],
    resourceIds,
  })
  await as(dewi)(planLesson, plan(wednesday, [red.id]))
  const late = await refused(dewi)(planLesson, plan('2026-11-19', [red.id]))
  assert.deepEqual([late.body.code, codesOf(late.body)], ['scheduling.not_bookable', ['vehicle_papers']])
  assert.deepEqual((await as(dewi)(planLesson, plan('2026-11-19', []))).resourceIds, [blue.id])
  const twice = await refused(dewi)(changeResource, { resourceId: red.id, papers: [papers[0]!, papers[0]!] })
  assert.deepEqual([twice.status, twice.body.errors?.[0]?.path], [422, 'papers.1.name'])
})

test('two needs are never the same thing, and each is claimed', async () => {
  const { as, refused, dewi, rina, budi, studio, hall } = await world()
  const drums = await as(dewi)(createResource, { kind: 'equipment', name: 'Drum kit', features: ['drums'] })
  const duo = await as(dewi)(createOffering, {
    title: 'Two rooms',
    durationMinutes: 30,
    priceAmount: 1n,
    teacherIds: [rina.id, budi.id],
    needs: [
      { kind: 'room', features: [] },
      { kind: 'equipment', features: ['drums'] },
      { kind: 'room', features: [] },
    ],
  })
  const input = { offeringId: duo.id, teacherId: rina.id, startsAt: at('10:00'), studentIds: [] }
  const lesson = await as(dewi)(planLesson, input)
  assert.deepEqual(new Set([lesson.roomId, ...lesson.resourceIds]), new Set([studio.id, hall.id, drums.id]))
  const other = { ...input, teacherId: budi.id, startsAt: at('11:00') }
  await as(dewi)(changeResource, { resourceId: hall.id, isActive: false })
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, other)).body), ['no_room'])
  const unfit = await refused(dewi)(planLesson, { ...other, resourceIds: [hall.id] })
  assert.deepEqual([unfit.status, unfit.body.errors?.[0]?.path], [422, 'resourceIds.0'])
  await as(dewi)(changeOffering, { offeringId: duo.id, needs: [{ kind: 'equipment', features: ['drums'] }] })
  const simple = await as(dewi)(planLesson, other)
  assert.deepEqual([simple.roomId, simple.resourceIds], [null, [drums.id]])
})

test('of many who want the last car at the same moment one gets it, and the others three nearest times', async () => {
  const { as, dewi, rina, budi, driving, blue, send, organisation } = await drivingSchool()
  await as(dewi)(changeResource, { resourceId: blue.id, isActive: false })
  const path = `/api/o/${organisation.slug}/lessons`
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) =>
      send(dewi, 'POST', path, {
        offeringId: driving.id,
        teacherId: n % 2 === 0 ? rina.id : budi.id,
        startsAt: at('14:00').toString(),
        studentIds: [],
      }),
    ),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  for (const { status, body } of answers.filter((answer) => answer.status !== 200)) {
    assert.deepEqual([status, body.code], [409, 'scheduling.time_taken'])
    assert.equal((body['nearest'] as unknown[]).length, 3)
  }
})
