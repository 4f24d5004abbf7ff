import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listMails, listNotifications } from '#contract/notifications'
import { addClosure } from '#contract/organisations'
import { cancelLesson, getLesson, moveLesson, planLesson } from '#contract/scheduling'
import {
  changeSeries,
  decideDate,
  endSeries,
  getSeries,
  getSeriesOfLesson,
  pauseSeries,
  planSeries,
  previewChange,
  previewDate,
  previewSeries,
  type RuleFields,
} from '#contract/series'
import type { Input } from '#platform/contract.ts'
import { systemActor, type Ctx } from '#platform/context.ts'
import { inScope } from '#platform/db.ts'
import { world, type World } from '#testing/world.ts'
import { carryOnSeries } from './carrying-on.ts'
import { followZones } from './zone-changes.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const weekly: RuleFields = { frequency: 'weekly', count: 10 }

/** Tom's piano on Wednesdays at ten, ten times. */
const wednesdays = ({ piano, rina, tom }: World): Input<typeof planSeries> => ({
  offeringId: piano.id,
  teacherId: rina.id,
  studentIds: [tom.id],
  startsOn: day('2026-11-18'),
  startMinute: 600,
  rule: weekly,
  skipsClosures: true,
})

const local = (instant: Temporal.Instant) =>
  instant.toZonedDateTimeISO('Asia/Jakarta').toPlainDateTime().toString({ smallestUnit: 'minute' })

/** Runs a job in this school at the time of its clock. */
function runJob({ access, organisation, now }: World, job: (ctx: Ctx) => Promise<void>): Promise<void> {
  const request = { id: 'job', address: '', userAgent: '', locale: 'en' } as const
  return inScope(access, { orgId: organisation.id, userId: null }, (db) =>
    job({ db, orgId: organisation.id, actor: systemActor, now: now(), request }),
  )
}

const refusedDates = (body: unknown) => (body as { dates: { date: string; alternatives: unknown[] }[] }).dates

test('the office plans ten lessons, two of which clash, and solves both', async () => {
  const school = await world()
  const { as, refused, dewi, rina, budi, piano, lila } = school
  const plan = wednesdays(school)
  await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('2026-12-02', '10:15'),
    studentIds: [lila.id],
  })
  await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: budi.id,
    startsAt: at('2026-12-16', '09:30').add({ minutes: 45 }),
    studentIds: [lila.id],
  })

  const preview = await as(dewi)(previewSeries, plan)
  assert.equal(preview.dates.length, 10)
  assert.deepEqual(
    preview.dates.map(({ number }) => number),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  )
  const clashes = preview.dates.filter(({ state }) => state === 'clash')
  assert.deepEqual(
    clashes.map(({ date }) => date.toString()),
    ['2026-12-02', '2026-12-16'],
  )
  assert.ok(
    clashes[0]!.reasons.some(({ code, subjectName }) => code === 'teacher_busy' && subjectName === 'Rina Utami'),
  )
  const [first] = clashes[0]!.alternatives
  assert.equal(first!.kind, 'other_time')
  assert.equal(local(first!.startsAt), '2026-12-02T11:00')

  const refusal = await refused(dewi)(planSeries, plan)
  assert.equal(refusal.status, 409)
  assert.equal(refusal.body.code, 'series.dates_taken')
  assert.deepEqual(
    refusedDates(refusal.body).map(({ date }) => date),
    ['2026-12-02', '2026-12-16'],
  )

  const { id, planned } = await as(dewi)(planSeries, {
    ...plan,
    choices: [
      { date: day('2026-12-02'), startsAt: first!.startsAt, teacherId: first!.teacherId },
      { date: day('2026-12-16'), skip: true },
    ],
  })
  assert.equal(planned, 9)
  const series = await as(dewi)(getSeries, { seriesId: id })
  assert.equal(series.total, 9)
  assert.equal(series.ruleText, 'FREQ=WEEKLY;COUNT=10')
  const moved = series.dates.find(({ date }) => date.equals('2026-12-02'))!
  assert.ok(moved.isMoved)
  assert.equal(moved.number, 3)
  assert.equal(series.dates.find(({ date }) => date.equals('2026-12-16'))!.state, 'skipped')
  assert.equal((await as(rina)(getSeries, { seriesId: id })).can.change, false)
})

test('what a family hears of a series is one message', async () => {
  const school = await world()
  const { as, dewi, maria, settle } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  await settle()
  const told = (await as(maria)(listNotifications, {})).rows
  assert.deepEqual(
    told.map(({ kind }) => kind),
    ['series.planned'],
  )
  await as(dewi)(changeSeries, { seriesId: id, scope: 'all', date: day('2026-11-18'), startMinute: 660 })
  await settle()
  assert.deepEqual(
    (await as(maria)(listNotifications, {})).rows.map(({ kind }) => kind),
    ['series.changed', 'series.planned'],
  )
  const mails = (await as(dewi)(listMails, {})).rows.filter(({ recipientName }) => recipientName === 'Maria Santoso')
  assert.equal(mails.length, 2)
})

test('lesson 4 of 10 stays lesson 4 wherever it is moved to', async () => {
  const school = await world()
  const { as, dewi, maria, rina } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  const { dates } = await as(dewi)(getSeries, { seriesId: id })
  const lessonId = dates[3]!.lessonId!
  await as(dewi)(moveLesson, { lessonId, startsAt: at('2026-12-19', '14:00'), teacherId: rina.id })
  const { series } = await as(maria)(getSeriesOfLesson, { lessonId })
  assert.deepEqual({ ...series, id: null }, { id: null, number: 4, total: 10, isMoved: true })
  assert.deepEqual((await as(maria)(getSeriesOfLesson, { lessonId: dates[4]!.lessonId! })).series!.number, 5)
})

test('this and later move by two days and an hour; what is past and what was moved by hand stay', async () => {
  const school = await world()
  const { as, refused, dewi, setNow } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  const before = (await as(dewi)(getSeries, { seriesId: id })).dates
  await as(dewi)(moveLesson, { lessonId: before[6]!.lessonId!, startsAt: at('2026-12-29', '15:00') })
  setNow('2026-11-30T02:00:00Z')

  const past = await refused(dewi)(changeSeries, {
    seriesId: id,
    scope: 'later',
    date: day('2026-11-25'),
    startMinute: 660,
  })
  assert.equal(past.body.errors?.[0]?.path, 'date')

  const change = {
    seriesId: id,
    scope: 'later' as const,
    date: day('2026-12-09'),
    startsOn: day('2026-12-11'),
    startMinute: 660,
  }
  const preview = await as(dewi)(previewChange, change)
  assert.deepEqual(
    preview.dates.map(({ number }) => number),
    [4, 5, 6, 7, 8, 9, 10],
  )
  assert.ok(
    preview.dates.every(({ state }) => state === 'free'),
    'its own lessons do not stand in its way',
  )
  const after = await as(dewi)(changeSeries, change)
  assert.equal(after.total, 10)
  assert.deepEqual(
    after.dates.map(({ startsAt }) => local(startsAt)),
    [
      '2026-11-18T10:00',
      '2026-11-25T10:00',
      '2026-12-02T10:00',
      '2026-12-11T11:00',
      '2026-12-18T11:00',
      '2026-12-25T11:00',
      '2026-12-29T15:00',
      '2027-01-08T11:00',
      '2027-01-15T11:00',
      '2027-01-22T11:00',
    ],
  )
  assert.deepEqual(
    after.dates.map(({ lessonId }) => lessonId),
    before.map(({ lessonId }) => lessonId),
    'the lessons are the same ones',
  )
  assert.deepEqual(after.dates.map(({ isMoved }) => isMoved).indexOf(true), 6)
  assert.deepEqual(after.rule.weekdays, [])
})

test('one date alone is changed, and shows as moved', async () => {
  const school = await world()
  const { as, dewi, budi } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  const after = await as(dewi)(changeSeries, {
    seriesId: id,
    scope: 'this',
    date: day('2026-12-09'),
    startMinute: 840,
    teacherId: budi.id,
  })
  const { startsAt, isMoved, teacherName, number } = after.dates[3]!
  assert.deepEqual([local(startsAt), isMoved, teacherName, number], ['2026-12-09T14:00', true, 'Budi Nugroho', 4])
  assert.equal(after.dates.filter((each) => each.isMoved).length, 1)
})

test('another teacher takes over from a date, at the same times', async () => {
  const school = await world()
  const { as, dewi, budi, setNow } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  setNow('2026-12-14T02:00:00Z')
  const after = await as(dewi)(changeSeries, {
    seriesId: id,
    scope: 'all',
    date: day('2026-12-16'),
    teacherId: budi.id,
  })
  assert.deepEqual(
    after.dates.map(({ teacherName }) => teacherName![0]),
    'RRRRBBBBBB'.split(''),
  )
  assert.equal(after.teacher.name, 'Budi Nugroho')
})

test('a series ends, and takes a break; the times are free at once', async () => {
  const school = await world()
  const { as, refused, dewi, rina, piano, lila } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  const paused = await as(dewi)(pauseSeries, { seriesId: id, fromDate: day('2026-12-01'), toDate: day('2026-12-10') })
  assert.equal(paused.total, 8)
  assert.deepEqual(paused.dates.filter(({ why }) => why === 'pause').map(String).length, 2)
  await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('2026-12-02', '10:00'),
    studentIds: [lila.id],
  })
  const ended = await as(dewi)(endSeries, { seriesId: id, fromDate: day('2026-12-30'), reason: 'Moves away' })
  assert.equal(ended.total, 4)
  assert.equal(ended.endedOn?.toString(), '2026-12-30')
  const again = await refused(dewi)(endSeries, { seriesId: id, fromDate: day('2026-12-31') })
  assert.equal(again.body.code, 'series.over')
})

test('closures are left out by choice, and stand in the way otherwise', async () => {
  const school = await world()
  const { as, dewi, olivia } = school
  await as(olivia)(addClosure, { fromDate: day('2026-12-23'), toDate: day('2027-01-01'), name: 'Holidays' })
  const plan = wednesdays(school)
  const skipped = await as(dewi)(previewSeries, plan)
  assert.deepEqual(
    skipped.dates.filter(({ state }) => state === 'closed').map(({ date }) => date.toString()),
    ['2026-12-23', '2026-12-30'],
  )
  assert.equal(skipped.dates.at(-1)!.number, 8)
  const clashing = await as(dewi)(previewSeries, { ...plan, skipsClosures: false })
  assert.ok(
    clashing.dates
      .find(({ date }) => date.equals('2026-12-23'))!
      .reasons.some(({ code, subjectName }) => code === 'closure' && subjectName === 'Holidays'),
  )
})

test('a series that never ends is made for half a year and carried on; what clashes then is told to the office', async () => {
  const school = await world()
  const { as, dewi, rina, piano, lila, setNow } = school
  const { id } = await as(dewi)(planSeries, { ...wednesdays(school), rule: { frequency: 'weekly' } })
  const made = await as(dewi)(getSeries, { seriesId: id })
  assert.equal(made.total, 27)
  assert.ok(made.neverEnds)
  assert.equal((await as(dewi)(getSeriesOfLesson, { lessonId: made.dates[3]!.lessonId! })).series!.total, null)

  await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('2027-06-02', '10:00'),
    studentIds: [lila.id],
  })
  setNow('2026-12-21T02:00:00Z')
  await runJob(school, carryOnSeries)
  const after = await as(dewi)(getSeries, { seriesId: id })
  assert.deepEqual(
    after.dates.slice(-4).map(({ date, state, number }) => `${date.toString()} ${state} ${number}`),
    ['2027-05-26 planned 28', '2027-06-02 clash null', '2027-06-09 planned 29', '2027-06-16 planned 30'],
  )
  await runJob(school, carryOnSeries)
  const told = (await as(dewi)(listNotifications, {})).rows.filter(({ kind }) => kind === 'series.clashes')
  assert.deepEqual(
    told.map(({ arguments: { count } }) => count),
    [1],
    'once',
  )
})

test('a date that clashed is decided later, as the rule says or otherwise', async () => {
  const school = await world()
  const { as, dewi, budi, rina, piano, lila } = school
  const blocking = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('2026-12-02', '10:00'),
    studentIds: [lila.id],
  })
  const { id } = await as(dewi)(planSeries, {
    ...wednesdays(school),
    choices: [{ date: day('2026-12-02'), skip: true }],
  })
  const asked = await as(dewi)(previewDate, { seriesId: id, date: day('2026-12-02') })
  assert.equal(asked.state, 'clash')
  const elsewhere = await as(dewi)(decideDate, {
    seriesId: id,
    date: day('2026-12-02'),
    startsAt: at('2026-12-03', '13:00'),
    teacherId: budi.id,
  })
  assert.equal(elsewhere.total, 10)
  assert.equal(elsewhere.dates[2]!.number, 3)
  const gone = await as(dewi)(decideDate, { seriesId: id, date: day('2026-12-02'), skip: true })
  assert.equal(gone.total, 9)
  await as(dewi)(cancelLesson, { lessonId: blocking.id, reason: '' })
  const back = await as(dewi)(decideDate, { seriesId: id, date: day('2026-12-02') })
  assert.equal(local(back.dates[2]!.startsAt), '2026-12-02T10:00')
})

test('when the rules of a zone change, lessons follow their clock and their people are told', async () => {
  const school = await world()
  const { as, dewi, maria, access, settle } = school
  const { id } = await as(dewi)(planSeries, wednesdays(school))
  await settle()
  const before = (await as(dewi)(getSeries, { seriesId: id })).dates
  // As if the zone had been an hour further east when these lessons were made.
  const lessonIds = before.map(({ lessonId }) => lessonId!)
  for (const { lessonId, startsAt, date } of before) {
    const early = startsAt.subtract({ hours: 1 })
    await access.owner
      .updateTable('series.occurrence')
      .set({ intendedAt: early })
      .where('seriesId', '=', id)
      .where('date', '=', date)
      .execute()
    await access.owner
      .updateTable('scheduling.lesson')
      .set({ startsAt: early, endsAt: early.add({ minutes: 45 }) })
      .where('id', '=', lessonId!)
      .execute()
  }
  await runJob(school, followZones)
  const after = (await as(dewi)(getSeries, { seriesId: id })).dates
  assert.deepEqual(
    after.map(({ startsAt }) => local(startsAt).slice(11)),
    before.map(() => '10:00'),
  )
  assert.deepEqual(
    after.map(({ lessonId }) => lessonId),
    lessonIds,
  )
  await settle()
  assert.ok((await as(maria)(listNotifications, {})).rows.some(({ kind }) => kind === 'series.zone_changed'))
  await runJob(school, followZones)
  assert.equal(await settle(), 0, 'once')
})

test('a local time that a clock change skips or doubles is named at its date', async () => {
  const school = await world({ zone: 'Europe/Paris' })
  const { as, dewi } = school
  const plan = {
    ...wednesdays(school),
    startsOn: day('2027-03-21'),
    startMinute: 150,
    rule: { frequency: 'weekly', count: 2 } as RuleFields,
  }
  const { dates } = await as(dewi)(previewSeries, plan)
  assert.deepEqual(
    dates.map(({ clockChange }) => clockChange),
    [null, 'skipped'],
  )
  assert.equal(dates[1]!.startsAt.toString(), '2027-03-28T01:30:00Z')
})

test('strangers, families and other schools see nothing of a series', async () => {
  const school = await world()
  const other = await world()
  const { as, refused, dewi, maria, budi, rina } = school
  const { id, firstLessonId } = await as(dewi)(planSeries, wednesdays(school))
  assert.equal((await refused(maria)(getSeries, { seriesId: id })).status, 403)
  assert.equal((await refused(budi)(getSeries, { seriesId: id })).status, 404, 'he teaches none of its lessons')
  assert.equal((await other.refused(other.dewi)(getSeries, { seriesId: id })).status, 404)
  assert.equal((await refused(rina)(planSeries, wednesdays(school))).status, 403)
  assert.equal((await refused(budi)(getSeriesOfLesson, { lessonId: firstLessonId })).status, 404)
  assert.equal((await as(dewi)(getLesson, { lessonId: firstLessonId })).id, firstLessonId)
})
