import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import ICAL from 'ical.js'
import { cancelBooking, confirmBooking, listBookings, requestBooking } from '#contract/booking'
import { renewMyFeed } from '#contract/calendars'
import { cancelLesson, moveLesson } from '#contract/scheduling'
import { Postman } from '#platform/mail.ts'
import { world, type World } from '#testing/world.ts'

const at = (text: string) => Temporal.Instant.from(text)

async function withBooking() {
  const school = await world()
  const { as, maria, dewi, rina, tom, piano } = school
  await as(maria)(requestBooking, {
    studentId: tom.id,
    offeringId: piano.id,
    choices: [{ startsAt: at('2026-11-23T04:00:00Z'), teacherId: rina.id }],
    applicant: { studentName: tom.name, email: maria.email! },
  })
  const { rows } = await as(dewi)(listBookings, { status: 'requested' })
  const booking = await as(dewi)(confirmBooking, { bookingId: rows[0]!.id, rank: 1 })
  await school.settle()
  return { school, booking }
}

/** The mails to Maria that carry an event, oldest first. */
async function invitationsTo(school: World, email: string) {
  const mails = await school.access.owner
    .selectFrom('platform.mail')
    .select(['subject', 'calendarMethod', 'calendar'])
    .where('orgId', '=', school.organisation.id)
    .where('recipient', '=', email)
    .where('calendar', 'is not', null)
    .orderBy('id')
    .execute()
  return mails.map(({ calendarMethod, calendar }) => ({ method: calendarMethod, ...readEvent(calendar!) }))
}

function readEvent(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  const component = calendar.getFirstSubcomponent('vevent')!
  const event = new ICAL.Event(component)
  return {
    said: calendar.getFirstPropertyValue('method'),
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue('status'),
    start: event.startDate.toJSDate().toISOString(),
    attendee: component.getFirstPropertyValue('attendee'),
    summary: event.summary,
  }
}

test('the mails of a lesson put it into the calendar, move it there and take it away, as one event', async () => {
  const { school, booking } = await withBooking()
  const { as, dewi, maria, tom } = school
  const lessonId = booking.lessonId!
  await as(dewi)(moveLesson, { lessonId, startsAt: at('2026-11-23T07:00:00Z') })
  await school.settle()
  await as(dewi)(cancelLesson, { lessonId, reason: 'Rina is ill' })
  await school.settle()
  const invitations = await invitationsTo(school, maria.email!)
  const uid = `${lessonId}.${tom.id}@lessonry`
  assert.deepEqual(
    invitations.map((each) => [each.method, each.said, each.uid, each.sequence, each.status, each.start]),
    [
      ['REQUEST', 'REQUEST', uid, 0, 'CONFIRMED', '2026-11-23T04:00:00.000Z'],
      ['REQUEST', 'REQUEST', uid, 1, 'CONFIRMED', '2026-11-23T07:00:00.000Z'],
      ['CANCEL', 'CANCEL', uid, 2, 'CANCELLED', '2026-11-23T07:00:00.000Z'],
    ],
  )
  assert.equal(invitations[0]!.attendee, `mailto:${maria.email}`)
  assert.equal(invitations[0]!.summary, 'Piano – Tom Santoso')
  const { address } = await as(maria)(renewMyFeed, {})
  const feed = await school.http.inject({ url: new URL(address).pathname, remoteAddress: '10.33.0.1' })
  assert.ok(feed.payload.replaceAll('\r\n ', '').includes(`UID:${uid}\r\n`), 'the feed means the same event')
})

test('who takes a booking back gets the lesson taken out of the calendar', async () => {
  const { school, booking } = await withBooking()
  await school.as(school.dewi)(cancelBooking, { bookingId: booking.id, reason: '' })
  await school.settle()
  const invitations = await invitationsTo(school, school.maria.email!)
  assert.deepEqual(
    invitations.map(({ method, sequence }) => [method, sequence]),
    [
      ['REQUEST', 0],
      ['CANCEL', 1],
    ],
  )
})

test('a mail carries the event beside its text and as a file', async () => {
  const { school } = await withBooking()
  const letters: string[] = []
  const server = createServer((socket) => {
    let text = ''
    let isLetter = false
    socket.write('220 here\r\n')
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (isLetter && text.endsWith('\r\n.\r\n')) {
        letters.push(text)
        isLetter = false
        socket.write('250 taken\r\n')
      } else if (!isLetter && text.endsWith('\r\n')) {
        isLetter = /^DATA/im.test(text)
        socket.write(isLetter ? '354 go on\r\n' : '250 well\r\n')
      } else return
      text = ''
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The server has no port.')
  await new Postman(school.access, {
    smtpUrl: `smtp://127.0.0.1:${bound.port}`,
    from: 'School <school@mail.example>',
  }).deliver()
  const confirmation = letters.filter((letter) => letter.includes('text/calendar'))
  assert.ok(confirmation.length > 0 && confirmation.length < letters.length, 'other mails carry none')
  assert.match(confirmation[0]!, /Content-Type: text\/calendar; charset=utf-8; method=REQUEST/)
  assert.match(confirmation[0]!, /Content-Type: application\/ics; name=lesson\.ics/)
})
