import type { OldRow } from './old-database.ts'
import type { BookingStatus, PlannedBooking, PlannedChoice, PlannedEnrolment, PlannedLesson } from './plan.ts'
import type { Planning } from './planning.ts'
import { shorten } from './planning.ts'
import type { Preference } from './music-school-preference.ts'
import { choiceFromPreference, readPreference } from './music-school-preference.ts'
import type { LessonSources, LessonsPlan } from './music-school-lessons.ts'
import { readDate, readJson, readList, readTimeOfDay } from './values.ts'
import { readWeekday } from './weekdays.ts'

const statuses: Readonly<Record<string, BookingStatus>> = {
  pending: 'requested',
  confirmed: 'confirmed',
  rejected: 'declined',
  cancelled: 'cancelled',
  expired: 'expired',
}

export type BookingsPlan = { bookings: Map<string, PlannedBooking>; enrolments: PlannedEnrolment[] }
export type BookingSources = LessonSources & { lessons: LessonsPlan }

export function planBookings(sources: BookingSources): BookingsPlan {
  const { planning } = sources
  const bookings = new Map<string, PlannedBooking>()
  for (const row of planning.rows('bookings')) {
    const booking = planBooking(sources, row)
    if (booking) bookings.set(row.key, booking)
  }
  const enrolments = planning.rows('enrollments').flatMap((row) => planEnrolment(sources, bookings, row) ?? [])
  return { bookings, enrolments }
}

function planBooking(sources: BookingSources, row: OldRow): PlannedBooking | null {
  const { planning } = sources
  const course = planning.text(row, 'course_id')
  const offering = sources.catalogue.offerings.get(course)
  if (!offering) {
    planning.remark('not_understood', row, 'transfer.no_booking', { course })
    return null
  }
  const id = planning.id('booking', row.table, row.key)
  planning.became(row, 'booking', id)
  const people = sources.students.ofBooking.get(row.key)
  const choices = ([1, 2] as const).flatMap((rank) => planChoice(sources, row, rank, offering.durationMinutes) ?? [])
  const { status, statusAsWritten } = readStatus(planning, row)
  const hours = readPreferredHours(planning, row)
  const text = (column: string) => planning.text(row, column)
  return {
    id,
    sources: [{ table: row.table, key: row.key }],
    offeringId: offering.id,
    status,
    statusAsWritten,
    studentId: people?.student?.id ?? null,
    bookedBy: people?.bookedBy?.id ?? null,
    choices,
    studentName: planning.limited(row, 'applicant_full_name', 200) || (people?.student?.fullName ?? row.key),
    email: text('applicant_email').trim() || null,
    whatsapp: sources.people.phone(row, 'applicant_wa_number'),
    guardianName: text('guardian_name'),
    guardianWhatsapp: sources.people.phone(row, 'guardian_wa_number') ?? '',
    experience: text('experience_level'),
    preferredDays: readPreferredDays(planning, row),
    preferredFrom: hours?.from ?? null,
    preferredTo: hours?.to ?? null,
    startDate: planning.read(row, 'start_date_target', readDate),
    instrumentOwned: planning.yesOrNo(row, 'instrument_owned'),
    referralSource: text('referral_source'),
    notes: text('notes'),
    priceAmount: sources.catalogue.prices.get(course)?.amount ?? 0n,
    expiresAt: planning.instant(row, 'expires_at'),
    createdAt: planning.instant(row, 'created_at'),
    confirmation: readConfirmation(sources, row, choices),
    ending: readEnding(planning, row, status),
  }
}

/** An unknown status is taken for an ended booking unless the row shows that it was confirmed. */
function readStatus(planning: Planning, row: OldRow): { status: BookingStatus; statusAsWritten: string } {
  const statusAsWritten = planning.text(row, 'status')
  const known = statuses[statusAsWritten.trim().toLowerCase()]
  if (known) return { status: known, statusAsWritten }
  planning.remark('not_understood', row, 'transfer.unknown_status', { value: shorten(statusAsWritten) })
  return { status: 'expired', statusAsWritten }
}

function readEnding(planning: Planning, row: OldRow, status: BookingStatus): PlannedBooking['ending'] {
  if (status === 'requested' || status === 'confirmed') return null
  const ended =
    status === 'expired'
      ? (planning.instant(row, 'expires_at') ?? planning.instant(row, 'updated_at'))
      : planning.instant(row, 'updated_at')
  return { kind: status, at: ended }
}

function readConfirmation(
  { planning, lessons }: BookingSources,
  row: OldRow,
  choices: readonly PlannedChoice[],
): PlannedBooking['confirmation'] {
  const slot = planning.text(row, 'confirmed_slot_id')
  const confirmed = planning.text(row, 'status').trim().toLowerCase() === 'confirmed'
  if (!confirmed) {
    if (slot) planning.remark('kept', row, 'transfer.confirmed_slot_kept', { slot })
    return null
  }
  const lesson = lessons.lessons.get(slot)
  const at =
    planning.instant(row, 'confirmed_at') ?? planning.instant(row, 'updated_at') ?? planning.instant(row, 'created_at')
  if (!lesson || !at) {
    planning.remark('not_understood', row, 'transfer.confirmed_without_class', { slot })
    return null
  }
  const choiceId = choices.find((choice) => choice.lessonId === lesson.id)?.id ?? null
  if (!choiceId) planning.remark('guessed', row, 'transfer.confirmed_other_class', { slot })
  return { lessonId: lesson.id, choiceId, at }
}

/** The class wins over the preference; a preference alone is placed on its next day. */
function planChoice(sources: BookingSources, row: OldRow, rank: 1 | 2, minutes: number): PlannedChoice | null {
  const { planning } = sources
  const [slotColumn, wishColumn] =
    rank === 1 ? ['first_choice_slot_id', 'first_preference'] : ['second_choice_slot_id', 'second_preference']
  const preference = readPreference(planning, row, wishColumn ?? '')
  const slot = planning.text(row, slotColumn ?? '')
  const lesson =
    sources.lessons.lessons.get(slot) ?? (slot ? undefined : sources.lessons.lessons.get(preference?.slotId ?? ''))
  const id = planning.id(`choice-${rank}`, row.table, row.key)
  const made = { id, sources: [{ table: row.table, key: row.key }], rank }
  if (lesson) {
    if (preference) compareWithPreference(sources, row, { lesson, preference, column: wishColumn ?? '' })
    const { startsAt, endsAt, teacherId, roomId } = lesson
    return { ...made, startsAt, endsAt, teacherId, roomId, lessonId: lesson.id }
  }
  if (slot) planning.remark('not_understood', row, 'transfer.slot_missing', { column: slotColumn ?? '', slot })
  const wished = preference ? choiceFromPreference(sources, row, preference, minutes) : null
  if (preference)
    planning.remark(
      wished ? 'guessed' : 'not_understood',
      row,
      wished ? 'transfer.wish_placed' : 'transfer.wish_kept',
      { column: wishColumn ?? '' },
    )
  return wished ? { ...made, ...wished, roomId: null, lessonId: null } : null
}

function compareWithPreference(
  { planning, people }: BookingSources,
  row: OldRow,
  { lesson, preference, column }: { lesson: PlannedLesson; preference: Preference; column: string },
): void {
  const local = Temporal.Instant.from(lesson.startsAt).toZonedDateTimeISO(planning.options.zone)
  const teacher = people.withId(lesson.teacherId)
  const differs =
    (preference.weekday !== null && preference.weekday !== local.dayOfWeek) ||
    (preference.from !== null && preference.from !== local.hour * 60 + local.minute) ||
    (preference.instructor !== '' && preference.instructor !== teacher?.fullName)
  if (differs) planning.remark('kept', row, 'transfer.wish_differs', { column })
}

function readPreferredDays(planning: Planning, row: OldRow): number[] {
  const days = planning.read(row, 'preferred_days', readList) ?? []
  const known = new Set<number>()
  for (const day of days) {
    const reading = readWeekday(day)
    if (reading.value === undefined)
      planning.remark('not_understood', row, reading.remark, { column: 'preferred_days', value: shorten(day) })
    else known.add(reading.value)
    if (reading.value !== undefined && reading.remark)
      planning.remark('guessed', row, reading.remark, { column: 'preferred_days', value: shorten(day) })
  }
  return [...known].toSorted((one, other) => one - other)
}

function readPreferredHours(planning: Planning, row: OldRow): { from: number; to: number } | null {
  const value = planning.read(row, 'preferred_time_range', readJson)
  if (value === null) return null
  const [start, end] =
    typeof value === 'object' && 'start' in value && 'end' in value ? [value.start, value.end] : [null, null]
  const [from, to] = [start, end].map((time) => (typeof time === 'string' ? readTimeOfDay(time).value : undefined))
  if (from !== undefined && to !== undefined && from < to) return { from, to }
  const written = shorten(planning.text(row, 'preferred_time_range'))
  planning.remark('not_understood', row, 'transfer.unknown_shape', { column: 'preferred_time_range', value: written })
  return null
}

function planEnrolment(
  { planning, catalogue, students }: BookingSources,
  bookings: ReadonlyMap<string, PlannedBooking>,
  row: OldRow,
): PlannedEnrolment | null {
  const offering = catalogue.offerings.get(planning.text(row, 'course_id'))
  if (!offering) {
    planning.remark('not_understood', row, 'transfer.no_enrolment', { course: planning.text(row, 'course_id') })
    return null
  }
  const key = planning.text(row, 'booking_id')
  const booking = bookings.get(key)
  const student = students.ofBooking.get(key)?.student
  if (!student) planning.remark('not_understood', row, 'transfer.enrolment_of_nobody')
  if (booking && booking.offeringId !== offering.id)
    planning.remark('clash', row, 'transfer.enrolment_other_course', { booking: key })
  const id = planning.id('enrolment', row.table, row.key)
  planning.became(row, 'enrolment', id)
  const written = planning.text(row, 'status').trim().toLowerCase()
  const status = written === 'active' || written === 'completed' || written === 'cancelled' ? written : 'completed'
  if (status !== written) planning.remark('not_understood', row, 'transfer.unknown_status', { value: shorten(written) })
  const enrolledAt = planning.instant(row, 'registration_date') ?? planning.instant(row, 'created_at')
  return {
    id,
    sources: [{ table: row.table, key: row.key }],
    offeringId: offering.id,
    studentId: student?.id ?? null,
    bookingId: booking?.id ?? null,
    status,
    enrolledAt,
  }
}
