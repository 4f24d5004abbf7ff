import { confirmBooking, listBookings, requestBooking } from '#contract/booking'
import { addOutsideCalendar } from '#contract/calendars'
import { draftInvoice, issueInvoice, recordPayment } from '#contract/billing'
import { addClosure, setLogo } from '#contract/organisations'
import { addException, listSlots, planLesson } from '#contract/scheduling'
import { planSeries } from '#contract/series'
import { markAttendance, writeNote } from '#contract/teaching'
import type { Output } from '#platform/contract.ts'
import { newId, type Id } from '#platform/ids.ts'
import { addBusyGroup } from './busy-group.ts'
import { monday, type World } from './world.ts'

export interface BusyWeek {
  readonly invoice: Output<typeof issueInvoice>
  readonly booking: Output<typeof confirmBooking>
  readonly lessonId: Id<'lesson'>
  /** A second invoice, not yet issued. */
  readonly draft: Output<typeof draftInvoice>
  readonly closure: Output<typeof addClosure>
  readonly exception: Output<typeof addException>['exception']
  readonly groupId: Id<'group'>
  readonly seriesId: Id<'series'>
}

/**
 * The main road, walked once through the endpoints: a visitor asks for two times for a child, the office confirms the first, the teacher
 * holds and notes the lesson, it is invoiced and half of it is paid. Afterwards it is the evening of that day, and there is a row of everything.
 */
export async function addBusyWeek(world: World): Promise<BusyWeek> {
  const { as, piano, rina, dewi, olivia } = world
  world.setNow(monday)
  const day = Temporal.PlainDate.from('2026-11-18')
  const { days } = await as(null)(listSlots, {
    offeringId: piano.id,
    teacherId: rina.id,
    from: day,
    to: day.add({ days: 1 }),
  })
  const [first, second] = days.map((each) => each.slots[0]!)
  const requested = await as(null)(requestBooking, {
    offeringId: piano.id,
    choices: [first!, second!].map((slot) => ({ startsAt: slot.startsAt, teacherId: rina.id })),
    applicant: {
      studentName: 'Rafi Lestari',
      studentAge: 9,
      email: 'bu.lina@mail.example',
      guardianName: 'Lina Lestari',
      guardianWaNumber: '0812 8840 1177',
    },
  })
  const { rows } = await as(dewi)(listBookings, { status: 'requested' })
  const row = rows.find((each) => each.code === requested.code)!
  const booking = await as(dewi)(confirmBooking, { bookingId: row.id, rank: 1 })
  await world.settle()

  world.setNow(first!.startsAt.add({ hours: 1 }))
  const mark = { lessonId: booking.lessonId!, studentId: booking.studentId! }
  await as(rina)(markAttendance, { ...mark, status: 'present' })
  await as(rina)(writeNote, {
    ...mark,
    sharedText: 'Both hands, slowly.',
    privateText: 'Tires after half an hour.',
    homework: 'Bars 1 to 8',
  })

  const { familyId } = await familyOf(world, booking.studentId!)
  const { id: invoiceId } = await as(dewi)(draftInvoice, { familyId })
  const invoice = await as(dewi)(issueInvoice, { invoiceId })
  await as(dewi)(recordPayment, {
    familyId,
    invoiceId: invoice.id,
    method: 'cash',
    received: { amount: invoice.total.amount / 2n, currency: invoice.total.currency },
    receivedOn: day,
    reference: '',
  })
  const draft = await draftNext(world, { startsAt: second!.startsAt, studentId: booking.studentId!, familyId })
  await as(olivia)(setLogo, {})
  const closure = await as(olivia)(addClosure, {
    fromDate: day.add({ months: 1 }),
    toDate: day.add({ months: 1 }),
    name: 'Staff day',
  })
  const { exception } = await as(rina)(addException, {
    claimantKind: 'teacher',
    claimantId: rina.id,
    startsAt: first!.startsAt.add({ hours: 24 * 14 }),
    endsAt: first!.startsAt.add({ hours: 24 * 15 }),
    isAvailable: false,
    reason: 'Travel',
  })
  await as(rina)(addOutsideCalendar, { name: 'Home', address: 'https://calendar.example/rina.ics' })
  await world.access.owner
    .insertInto('transfer.importRun')
    .values({
      orgId: world.organisation.id,
      id: newId('import_run'),
      oldSystem: 'music-school',
      sourceName: 'school.sql',
      options: '{}',
      report: JSON.stringify({ tables: [], counts: { merged: 0, guessed: 0, not_understood: 0, clash: 0, kept: 0 } }),
      startedAt: world.now(),
    })
    .execute()
  const { id: eventId } = await world.access.owner
    .selectFrom('platform.event')
    .select('id')
    .where('orgId', '=', world.organisation.id)
    .executeTakeFirstOrThrow()
  await world.access.owner
    .insertInto('platform.stuckReaction')
    .values({
      orgId: world.organisation.id,
      id: newId('stuck_reaction'),
      eventId: eventId as Id<'event'>, // the column of an id
      job: 'booking.requested/tellOffice',
      failedAt: world.now(),
    })
    .execute()
  const groupId = await addBusyGroup(world, booking.studentId!)
  const { id: seriesId } = await as(dewi)(planSeries, {
    offeringId: piano.id,
    teacherId: rina.id,
    studentIds: [world.tom.id],
    startsOn: Temporal.PlainDate.from('2027-06-02'),
    startMinute: 600,
    rule: { frequency: 'weekly', count: 3 },
    skipsClosures: true,
  })
  await world.settle()
  return { invoice, draft, booking, lessonId: booking.lessonId!, closure, exception, groupId, seriesId }
}

interface NextLesson {
  readonly startsAt: Temporal.Instant
  readonly studentId: Id<'person'>
  readonly familyId: Id<'family'>
}

// The lesson after the first: held and marked, and on an invoice that is not issued yet.
async function draftNext({ as, dewi, rina, piano, setNow }: World, { startsAt, studentId, familyId }: NextLesson) {
  const lesson = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt,
    studentIds: [studentId],
  })
  setNow(startsAt.add({ hours: 1 }))
  await as(rina)(markAttendance, { lessonId: lesson.id, studentId, status: 'present' })
  return as(dewi)(draftInvoice, { familyId })
}

async function familyOf(world: World, personId: Id<'person'>) {
  return world.access.owner
    .selectFrom('people.familyMember')
    .select('familyId')
    .where('orgId', '=', world.organisation.id)
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
}
