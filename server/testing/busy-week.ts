import { confirmBooking, listBookings, requestBooking } from '#contract/booking'
import { draftInvoice, issueInvoice, recordPayment } from '#contract/billing'
import { addClosure } from '#contract/organisations'
import { addException, listSlots } from '#contract/scheduling'
import { markAttendance, writeNote } from '#contract/teaching'
import type { Output } from '#platform/contract.ts'
import type { World } from './world.ts'

export interface BusyWeek {
  readonly invoice: Output<typeof issueInvoice>
  readonly booking: Output<typeof confirmBooking>
  readonly lessonId: string
}

/**
 * The main road, walked once through the endpoints: a visitor asks for two times for a child, the office confirms the first, the teacher
 * holds and notes the lesson, it is invoiced and half of it is paid. Afterwards it is the evening of that day, and there is a row of everything.
 */
export async function addBusyWeek(world: World): Promise<BusyWeek> {
  const { as, piano, rina, dewi, olivia } = world
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
  const draft = await as(dewi)(draftInvoice, { familyId })
  const invoice = await as(dewi)(issueInvoice, { invoiceId: draft.id })
  await as(dewi)(recordPayment, {
    familyId,
    invoiceId: invoice.id,
    method: 'cash',
    received: { amount: invoice.total.amount / 2n, currency: invoice.total.currency },
    receivedOn: day,
    reference: '',
  })
  await as(olivia)(addClosure, { fromDate: day.add({ months: 1 }), toDate: day.add({ months: 1 }), name: 'Staff day' })
  await as(rina)(addException, {
    claimantKind: 'teacher',
    claimantId: rina.id,
    startsAt: first!.startsAt.add({ hours: 24 * 14 }),
    endsAt: first!.startsAt.add({ hours: 24 * 15 }),
    isAvailable: false,
    reason: 'Travel',
  })
  await world.settle()
  return { invoice, booking, lessonId: booking.lessonId! }
}

async function familyOf(world: World, personId: string) {
  return world.access.owner
    .selectFrom('people.familyMember')
    .select('familyId')
    .where('orgId', '=', world.organisation.id)
    .where('personId', '=', personId as never) // an id that an endpoint gave, read back
    .executeTakeFirstOrThrow()
}
