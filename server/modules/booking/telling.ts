import { z } from 'zod'
import { notify } from '#notifications'
import { contactsOf, listOffice, recipientsFor, type Contact } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Event } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { money } from '#platform/money.ts'
import { getLesson, type LessonRow } from '#scheduling'
import { getOrganisation } from '#organisations'
import { queueLetter, writingFor } from './letters.ts'
import { mailCancellation, mailConfirmation, mailDecline, mailExpiry } from './mails.ts'
import { type BookingRecord, findBooking } from './record.ts'

async function bookingOf(ctx: Ctx, event: Event): Promise<BookingRecord> {
  const booking = await findBooking(ctx, event.subjectId as Id<'booking'>) // events of this name are about bookings
  if (!booking) throw new Error(`The booking ${event.subjectId} of the event ${event.id} is not there.`)
  return booking
}

interface Notice {
  readonly kind: string
  readonly path: string
  readonly arguments: Readonly<Record<string, string>>
}

async function notifyAll(
  ctx: Ctx,
  event: Event,
  contacts: Iterable<Contact>,
  notice: (contact: Contact) => Notice,
): Promise<void> {
  const told = [...contacts].filter(({ hasLogin }) => hasLogin)
  await notify(
    ctx,
    ...told.map((contact) => ({ uniqueKey: `${event.id}:${contact.id}`, personId: contact.id, ...notice(contact) })),
  )
}

export async function tellOffice(ctx: Ctx, event: Event): Promise<void> {
  const booking = await bookingOf(ctx, event)
  const { studentName, offeringTitle: offering } = booking
  const path = `/requests/${booking.id}`
  await notifyAll(ctx, event, await listOffice(ctx), () => ({
    kind: event.name,
    path,
    arguments: { studentName, offering },
  }))
}

export async function tellOfConfirmation(ctx: Ctx, event: Event): Promise<void> {
  const booking = await bookingOf(ctx, event)
  await mailConfirmation(ctx, booking)
  if (!booking.lessonId || !booking.studentId) return
  const lesson = await getLesson(ctx, booking.lessonId)
  const organisation = await getOrganisation(ctx)
  const teacher = await contactsOf(ctx, [lesson.teacherId])
  const family = await recipientsFor(ctx, booking.studentId, 'mayBook')
  const { studentName, offeringTitle: offering } = booking
  const notice = (path: string) => (contact: Contact) => {
    const time = writingFor(organisation, contact.locale).formatLesson(lesson)
    return { kind: event.name, path, arguments: { studentName, offering, time } }
  }
  await notifyAll(ctx, event, teacher.values(), notice(`/lessons/${lesson.id}`))
  await notifyAll(ctx, event, family, notice('/calendar'))
}

export async function tellOfDecline(ctx: Ctx, event: Event): Promise<void> {
  const booking = await bookingOf(ctx, event)
  await mailDecline(ctx, booking)
  await tellFamily(ctx, event, booking)
}

const Cancelled = z.object({ cost: z.object({ amount: z.string(), currency: z.string() }) })

export async function tellOfCancellation(ctx: Ctx, event: Event): Promise<void> {
  const booking = await bookingOf(ctx, event)
  const { cost } = Cancelled.parse(event.payload)
  await mailCancellation(ctx, booking, money(BigInt(cost.amount), cost.currency))
  await tellFamily(ctx, event, booking)
  await tellOffice(ctx, event)
  if (!booking.lessonId) return
  const { teacherId } = await getLesson(ctx, booking.lessonId)
  const { studentName, offeringTitle: offering } = booking
  const path = `/lessons/${booking.lessonId}`
  await notifyAll(ctx, event, (await contactsOf(ctx, [teacherId])).values(), () => ({
    kind: event.name,
    path,
    arguments: {
      studentName,
      offering,
    },
  }))
}

export async function tellOfExpiry(ctx: Ctx, event: Event): Promise<void> {
  const booking = await bookingOf(ctx, event)
  await mailExpiry(ctx, booking)
  await tellFamily(ctx, event, booking)
  await tellOffice(ctx, event)
}

async function tellFamily(ctx: Ctx, event: Event, booking: BookingRecord): Promise<void> {
  const { studentName, offeringTitle: offering, studentId, bookedBy } = booking
  const asker = bookedBy ? (await contactsOf(ctx, [bookedBy])).values() : []
  const family = studentId ? await recipientsFor(ctx, studentId, 'mayBook') : []
  const office = new Set((await listOffice(ctx)).map(({ id }) => id))
  const told = new Map([...asker, ...family].map((contact) => [contact.id, contact]))
  await notifyAll(
    ctx,
    event,
    [...told.values()].filter(({ id }) => !office.has(id)),
    () => ({ kind: event.name, path: '/calendar', arguments: { studentName, offering } }),
  )
}

const time = z.object({ startsAt: z.string(), endsAt: z.string(), teacherId: z.uuid() })
const Moved = z.object({ from: time, to: time, studentIds: z.array(z.uuid()) })
const LessonCancelled = time.extend({ studentIds: z.array(z.uuid()), reason: z.string() })

function readTime({ startsAt, endsAt }: z.output<typeof time>) {
  return { startsAt: Temporal.Instant.from(startsAt), endsAt: Temporal.Instant.from(endsAt) }
}

// Whoever changes a whole series, or the lessons of a teacher who is ill, tells of all of them at once.
function isToldTogether({ payload }: Event): boolean {
  return payload['seriesId'] !== undefined || payload['absenceId'] !== undefined
}

/** A lesson has another time, teacher or room: its families and its teachers are told. */
export async function tellOfMove(ctx: Ctx, event: Event): Promise<void> {
  if (isToldTogether(event)) return
  const { from, to, studentIds } = Moved.parse(event.payload)
  const lesson = await lessonOf(ctx, event)
  const organisation = await getOrganisation(ctx)
  for (const student of await studentsToTell(ctx, studentIds)) {
    for (const contact of await recipientsFor(ctx, student.id, 'receivesReports')) {
      const writing = writingFor(organisation, contact.locale)
      const { t, formatLesson } = writing
      if (contact.email) {
        await queueLetter(ctx, writing, {
          uniqueKey: `${event.id}:${student.id}:${contact.id}`,
          recipient: contact.email,
          recipientName: contact.name,
          locale: contact.locale,
          about: { lessonId: lesson.id, studentId: student.id },
          subject: t('mail.booking.moved.subject', { offering: lesson.title }),
          paragraphs: [
            t('mail.booking.greeting', { name: contact.name }),
            t('mail.booking.moved.body', {
              offering: lesson.title,
              student: student.name,
            }),
            t('mail.booking.moved.from', { time: formatLesson(readTime(from)) }),
            t('mail.booking.moved.to', {
              time: formatLesson(readTime(to)),
              teacher: lesson.teacherName,
            }),
            t('mail.booking.zone', { zone: organisation.zone }),
          ],
          action: contact.hasLogin
            ? {
                label: t('mail.booking.calendar'),
                path: '/calendar',
              }
            : null,
        })
      }
      await notifyAll(ctx, event, [contact], () => ({
        kind: 'lesson.moved',
        path: '/calendar',
        arguments: {
          offering: lesson.title,
          time: formatLesson(readTime(to)),
        },
      }))
    }
  }
  const teachers = await contactsOf(ctx, [from.teacherId, to.teacherId] as Id<'person'>[]) // scheduling writes ids of people
  await notifyAll(ctx, event, teachers.values(), ({ locale }) => ({
    kind: 'lesson.moved',
    path: `/lessons/${lesson.id}`,
    arguments: {
      offering: lesson.title,
      time: writingFor(organisation, locale).formatLesson(readTime(to)),
    },
  }))
}

/** The office cancelled a lesson: its families and its teacher are told. */
export async function tellOfLessonCancelled(ctx: Ctx, event: Event): Promise<void> {
  if (isToldTogether(event)) return
  const { studentIds, reason, ...was } = LessonCancelled.parse(event.payload)
  const lesson = await lessonOf(ctx, event)
  const organisation = await getOrganisation(ctx)
  const notice =
    (path: string) =>
    ({ locale }: Contact) => ({
      kind: 'lesson.cancelled',
      path,
      arguments: {
        offering: lesson.title,
        time: writingFor(organisation, locale).formatLesson(readTime(was)),
      },
    })
  for (const student of await studentsToTell(ctx, studentIds)) {
    const family = await recipientsFor(ctx, student.id, 'receivesReports')
    for (const contact of family) {
      if (!contact.email) continue
      const writing = writingFor(organisation, contact.locale)
      const { t, formatLesson } = writing
      await queueLetter(ctx, writing, {
        uniqueKey: `${event.id}:${student.id}:${contact.id}`,
        recipient: contact.email,
        recipientName: contact.name,
        locale: contact.locale,
        about: { lessonId: lesson.id, studentId: student.id },
        subject: t('mail.booking.lesson_cancelled.subject', { offering: lesson.title }),
        paragraphs: [
          t('mail.booking.greeting', { name: contact.name }),
          t('mail.booking.lesson_cancelled.body', {
            offering: lesson.title,
            student: student.name,
            time: formatLesson(readTime(was)),
          }),
          reason.trim() === '' ? '' : t('mail.booking.reason', { reason }),
        ],
        action: null,
      })
    }
    await notifyAll(ctx, event, family, notice('/calendar'))
  }
  const teacher = await contactsOf(ctx, [lesson.teacherId])
  await notifyAll(ctx, event, teacher.values(), notice(`/lessons/${lesson.id}`))
}

async function lessonOf(ctx: Ctx, event: Event): Promise<LessonRow> {
  return getLesson(ctx, event.subjectId as Id<'lesson'>) // events of this name are about lessons
}

async function studentsToTell(ctx: Ctx, studentIds: readonly string[]): Promise<Contact[]> {
  return [...(await contactsOf(ctx, studentIds as Id<'person'>[])).values()] // scheduling writes ids of people
}
