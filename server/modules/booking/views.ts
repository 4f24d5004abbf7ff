import type { Ctx } from '#platform/context.ts'
import type { Output } from '#platform/contract.ts'
import type * as contract from './contract.ts'
import type { BookingRow } from './contract.ts'
import type { BookingRecord, ChoiceRecord } from './record.ts'
import { statusAt } from './rules.ts'

export type StatusView = Output<typeof contract.getBookingByLink>

/** A booking as its applicant sees it. */
export function statusView(ctx: Ctx, booking: BookingRecord): StatusView {
  const status = statusAt(booking, ctx.now)
  return {
    code: booking.code,
    status,
    offeringTitle: booking.offeringTitle,
    studentName: booking.studentName,
    price: booking.price,
    choices: booking.choices.map(shownChoice),
    confirmedRank: booking.confirmedRank,
    expiresAt: status === 'requested' || status === 'expired' ? booking.expiresAt : null,
    createdAt: booking.createdAt,
    endedBecause: booking.endedBecause,
    zone: booking.zone,
    cancellation: booking.cancellation,
    offeringId: booking.offeringId,
    moving: booking.moving && { until: booking.moving.until, left: booking.moving.left },
  }
}

export function shownChoice({ rank, startsAt, endsAt, teacherId, teacherName, roomName }: ChoiceRecord) {
  return { rank, startsAt, endsAt, teacherId, teacherName, roomName }
}

/** A booking as a row of the office's lists. */
export function officeRow(ctx: Ctx, booking: BookingRecord): BookingRow {
  const { id, code, offeringId, offeringTitle, hue, studentName, studentAge, guardianName } = booking
  const { email, waNumber, guardianWa, expiresAt, createdAt, source, choices, holdId } = booking
  const status = statusAt(booking, ctx.now)
  return {
    id,
    code,
    status,
    offeringId,
    offeringTitle,
    hue,
    studentName,
    studentAge,
    guardianName,
    email,
    waNumber,
    guardianWaNumber: guardianWa,
    expiresAt,
    createdAt,
    source,
    holdId: status === 'requested' ? holdId : null,
    choices: choices.map(shownChoice),
  }
}
