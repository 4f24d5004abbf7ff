import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import { newId } from '#platform/ids.ts'
import { writeCalendar } from './calendar-file.ts'
import { eventLines, uidOf } from './lesson-event.ts'
import type { ToldLesson } from './told-lessons.ts'

const from = Temporal.Instant.from('2026-08-22T00:00:00Z')
const to = Temporal.Instant.from('2028-11-22T00:00:00Z')

function lessonAt(startsAt: Temporal.Instant, zone: string, more: Partial<ToldLesson> = {}): ToldLesson {
  const lessonId = newId('lesson')
  return {
    lessonId,
    subjectId: lessonId,
    studentName: null,
    isTaught: true,
    title: 'Piano',
    capacity: 1,
    teacherId: newId('person'),
    teacherName: 'Rina',
    roomId: null,
    place: [],
    zone,
    startsAt,
    endsAt: startsAt.add({ minutes: 45 }),
    createdAt: from,
    isCancelled: false,
    sequence: 0,
    changedAt: from,
    ...more,
  }
}

const write = (lessons: readonly ToldLesson[], words: { summary?: string; description?: string } = {}) =>
  writeCalendar({
    lessons,
    name: 'Calendar',
    linesOf: (lesson) =>
      eventLines(lesson, { summary: lesson.title, description: '', url: null, isBusy: true, ...words }),
  })

/** Reads with the zones of the file itself, so that its rules are what is tried and not the reader's own. */
function readWith(text: string): ICAL.Event[] {
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  ICAL.TimezoneService.reset()
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone)
  return calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event))
}

function momentsToTry(zone: string): Temporal.Instant[] {
  const moments: Temporal.Instant[] = [from, to]
  for (
    let change = from.toZonedDateTimeISO(zone).getTimeZoneTransition('next');
    change && Temporal.Instant.compare(change.toInstant(), to) < 0;
    change = change.getTimeZoneTransition('next')
  ) {
    for (const minutes of [-1500, -61, -60, -31, -30, -1, 0, 1, 29, 30, 59, 60, 61, 119, 1500])
      moments.push(change.toInstant().add({ minutes }))
  }
  return moments
}

test('another reader finds the same instants in every zone, around every change of its clocks', async (t) => {
  const zones = Intl.supportedValuesOf('timeZone')
  let moments = 0
  for (const zone of zones) {
    const lessons = momentsToTry(zone).map((moment) => lessonAt(moment, zone))
    const events = readWith(await write(lessons))
    for (const [index, lesson] of lessons.entries()) {
      const { startDate, endDate } = events[index]!
      const read = [startDate, endDate].map((time) => time.toUnixTime() * 1000)
      const meant = [lesson.startsAt, lesson.endsAt].map((time) => time.epochMilliseconds)
      assert.deepEqual(read, meant, `${zone} ${lesson.startsAt.toString()}`)
      moments++
    }
  }
  t.diagnostic(`${zones.length} zones, ${moments} moments`)
})

test('a lesson in an hour that exists twice says which one it means', async () => {
  const second = Temporal.Instant.from('2026-10-25T01:30:00Z')
  for (const moment of [second, second.subtract({ hours: 1 })]) {
    const text = await write([lessonAt(moment, 'Europe/Paris')])
    assert.match(text, new RegExp(`DTSTART:${moment.toString().replace(/[-:]/g, '')}`))
  }
  assert.match(
    await write([lessonAt(second.add({ hours: 1 }), 'Europe/Paris')]),
    /DTSTART;TZID=Europe\/Paris:20261025T033000/,
  )
})

test('no line is longer than 75 octets, and every name comes back as it was written', async () => {
  const names = [
    'Zoë Müller-Østergård; “Ψυχή”, \\ and a comma, and a semicolon; and\na second line',
    'محمد عبد الرحمن يتعلم العزف على العود كل يوم اثنين في القاعة الكبيرة بعد صلاة العصر',
    '山田太郎のピアノレッスン、毎週月曜日の午後四時から五時まで、本館の第二スタジオにて行います',
    '👩‍👩‍👧‍👦'.repeat(12),
    'x'.repeat(400),
    'BEGIN:VEVENT\r\nUID:stolen\r\nEND:VEVENT',
    'tab\tand\u0007bell\u2028and line',
  ]
  for (const title of names) {
    const text = await write([lessonAt(from, 'Asia/Jakarta', { title, place: [title] })])
    for (const line of text.split('\r\n')) {
      assert.ok(Buffer.byteLength(line) <= 75, line)
      assert.ok(line.isWellFormed() && !/[\r\n]/.test(line), line)
    }
    const events = readWith(text)
    assert.equal(events.length, 1)
    const plain = title
      .replace(/\r\n|\u2028/g, '\n')
      .replace(/\t/g, ' ')
      .replace('\u0007', '')
    assert.deepEqual([events[0]!.summary, events[0]!.location], [plain, plain])
  }
})

test('an invitation names who invites and whom, whatever is in the names', async () => {
  const lesson = lessonAt(from, 'Europe/Paris', { isCancelled: true, sequence: 3 })
  const attendance = {
    organizer: { name: 'The "Old" School; Ltd: Paris', address: 'no-reply@school.example' },
    attendee: { name: 'Ana\r\nATTENDEE:mailto:x@y', address: 'ana@mail.example' },
  }
  const words = { summary: 'Piano', description: '', url: null, isBusy: true }
  const text = await writeCalendar({
    method: 'CANCEL',
    lessons: [lesson],
    linesOf: (told) => eventLines(told, words, { stamp: to, attendance }),
  })
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  assert.equal(calendar.getFirstPropertyValue('method'), 'CANCEL')
  const [event] = calendar.getAllSubcomponents('vevent')
  const property = (name: string) => event!.getFirstProperty(name)!
  assert.deepEqual(
    [property('uid').getFirstValue(), property('sequence').getFirstValue(), property('status').getFirstValue()],
    [uidOf(lesson), 3, 'CANCELLED'],
  )
  assert.equal(property('organizer').getParameter('cn'), attendance.organizer.name)
  assert.equal(property('attendee').getParameter('cn'), 'Ana\nATTENDEE:mailto:x@y')
  assert.equal(event!.getAllProperties('attendee').length, 1)
  assert.equal(property('attendee').getFirstValue(), 'mailto:ana@mail.example')
})
