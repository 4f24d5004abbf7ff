import { createLink } from '#identity'
import type { Ctx } from '#platform/context.ts'
import { isZero, type Money } from '#platform/money.ts'
import { type Letter, openWriting, queueLetter, type Writing } from './letters.ts'
import type { BookingRecord } from './record.ts'

const linkDays = 180

interface Content {
  readonly kind: string
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly action: Letter['action']
  /** The lesson of the booking goes with it, for the reader's calendar. */
  readonly isAboutLesson?: true
}

/** Writes to the applicant, if there is an address. */
async function writeToApplicant(
  ctx: Ctx,
  booking: BookingRecord,
  compose: (writing: Writing) => Content | Promise<Content>,
): Promise<void> {
  const { email, locale, guardianName, studentName } = booking
  if (email === null) return
  const writing = await openWriting(ctx, locale)
  const { kind, subject, paragraphs, action, isAboutLesson } = await compose(writing)
  const { lessonId, studentId } = booking
  const name = guardianName || studentName
  await queueLetter(ctx, writing, {
    uniqueKey: `booking.${kind}:${booking.id}`,
    recipient: email,
    recipientName: name,
    locale,
    subject,
    action,
    about: isAboutLesson && lessonId && studentId ? { lessonId, studentId } : null,
    paragraphs: [writing.t('mail.booking.greeting', { name }), ...paragraphs],
  })
}

/** What was asked for, until when it is kept, and what happens next. It goes out with the request, because only then the link is known. */
export function mailRequest(ctx: Ctx, booking: BookingRecord, token: string): Promise<void> {
  return writeToApplicant(ctx, booking, ({ t, format, formatLesson, organisation }) => {
    const { code, offeringTitle: offering, studentName: student, choices } = booking
    const until = booking.expiresAt ? format.formatDayAndTime(booking.expiresAt) : ''
    const times = choices.map((choice) => `${choice.rank}. ${formatLesson(choice)} (${choice.teacherName})`)
    return {
      kind: 'requested',
      subject: t('mail.booking.requested.subject', { code, organisation: organisation.name }),
      paragraphs: [
        t('mail.booking.requested.body', { offering, student, until, count: choices.length }),
        times.join('\n'),
        t('mail.booking.zone', { zone: organisation.zone }),
        t('mail.booking.requested.next', { until }),
      ],
      action: { label: t('mail.booking.action'), path: `/bookings/${token}` },
    }
  })
}

/** Until when cancelling is free; what it costs when that is over already. */
function describeCancelling({ cancellation }: BookingRecord, now: Temporal.Instant, { t, format }: Writing): string {
  if (!cancellation?.freeUntil) return ''
  const { cost, freeUntil } = cancellation
  if (Temporal.Instant.compare(now, freeUntil) < 0)
    return t('mail.booking.confirmed.free_until', { until: format.formatDayAndTime(freeUntil) })
  return isZero(cost) ? '' : t('mail.booking.confirmed.cost', { cost: format.formatMoney(cost) })
}

export function mailConfirmation(ctx: Ctx, booking: BookingRecord): Promise<void> {
  return writeToApplicant(ctx, booking, async (writing) => {
    const { t, formatLesson, organisation } = writing
    const { offeringTitle: offering, studentName: student } = booking
    const lesson = booking.choices.find(({ rank }) => rank === booking.confirmedRank)
    const time = lesson ? formatLesson(lesson) : ''
    const token = await createLink(ctx, {
      purpose: 'booking',
      subjectId: booking.id,
      expiresAt: ctx.now.add({ hours: linkDays * 24 }),
    })
    return {
      kind: 'confirmed',
      isAboutLesson: true,
      subject: t('mail.booking.confirmed.subject', { offering, time }),
      paragraphs: [
        t('mail.booking.confirmed.body', { offering, student }),
        lesson ? [time, lesson.teacherName, ...(lesson.roomName ? [lesson.roomName] : [])].join('\n') : '',
        t('mail.booking.zone', { zone: organisation.zone }),
        describeCancelling(booking, ctx.now, writing),
      ],
      action: { label: t('mail.booking.action'), path: `/bookings/${token}` },
    }
  })
}

export function mailDecline(ctx: Ctx, booking: BookingRecord): Promise<void> {
  return writeToApplicant(ctx, booking, ({ t, organisation }) => {
    const { code, offeringTitle: offering, studentName: student, endedBecause: reason } = booking
    return {
      kind: 'declined',
      subject: t('mail.booking.declined.subject', { code, organisation: organisation.name }),
      paragraphs: [
        t('mail.booking.declined.body', { offering, student }),
        reason.trim() === '' ? '' : t('mail.booking.reason', { reason }),
      ],
      action: { label: t('mail.booking.ask_again'), path: '' },
    }
  })
}

export function mailCancellation(ctx: Ctx, booking: BookingRecord, cost: Money): Promise<void> {
  return writeToApplicant(ctx, booking, ({ t, format }) => {
    const { code, offeringTitle: offering, studentName: student, endedBecause: reason } = booking
    return {
      kind: 'cancelled',
      isAboutLesson: true,
      subject: t('mail.booking.cancelled.subject', { offering, code }),
      paragraphs: [
        t('mail.booking.cancelled.body', { offering, student, code }),
        reason.trim() === '' ? '' : t('mail.booking.reason', { reason }),
        isZero(cost)
          ? t('mail.booking.cancelled.free')
          : t('mail.booking.cancelled.cost', { cost: format.formatMoney(cost) }),
      ],
      action: null,
    }
  })
}

export function mailExpiry(ctx: Ctx, booking: BookingRecord): Promise<void> {
  return writeToApplicant(ctx, booking, ({ t }) => {
    const { code, offeringTitle: offering, studentName: student } = booking
    return {
      kind: 'expired',
      subject: t('mail.booking.expired.subject', { code }),
      paragraphs: [t('mail.booking.expired.body', { offering, student })],
      action: { label: t('mail.booking.ask_again'), path: '' },
    }
  })
}
