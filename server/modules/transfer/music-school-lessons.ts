import type { OldRow } from './old-database.ts'
import type { PlannedAvailability, PlannedLesson, PlannedPlace } from './plan.ts'
import type { Planning } from './planning.ts'
import type { OfferingsPlan } from './music-school-offerings.ts'
import type { People } from './music-school-people.ts'
import type { StudentsPlan } from './music-school-students.ts'
import { localDate, minuteOfDay, toInstant } from '#platform/time.ts'

export type LessonsPlan = { lessons: Map<string, PlannedLesson>; places: PlannedPlace[] }

const firstYear = '1973'
const lastYear = '2200'

export type LessonSources = { planning: Planning; people: People; catalogue: OfferingsPlan; students: StudentsPlan }

export function planLessons(sources: LessonSources): LessonsPlan {
  const { planning, students } = sources
  const confirmed = Map.groupBy(
    planning.rows('bookings').filter(isConfirmed),
    (row) => row.values.confirmed_slot_id ?? '',
  )
  const plan: LessonsPlan = { lessons: new Map(), places: [] }
  for (const row of planning.rows('class_schedules')) {
    const bookings = confirmed.get(row.key) ?? []
    const lesson = planLesson(sources, row, bookings.length)
    if (!lesson) continue
    plan.lessons.set(row.key, lesson)
    planning.became(row, 'lesson', lesson.id)
    plan.places.push(...planPlaces(planning, students, lesson, bookings))
    const single = planning.text(row, 'booking_id')
    if (single && !bookings.some((booking) => booking.key === single)) {
      planning.remark('kept', row, 'transfer.class_of_other_booking', { booking: single })
    }
  }
  settleClashes(planning, plan)
  return plan
}

export function isConfirmed(booking: OldRow): boolean {
  return booking.values.status?.trim().toLowerCase() === 'confirmed'
}

function planLesson(
  { planning, people, catalogue }: LessonSources,
  row: OldRow,
  students: number,
): PlannedLesson | null {
  const offering = catalogue.offerings.get(planning.text(row, 'course_id'))
  const teacher = people.byUser.get(planning.text(row, 'instructor_id'))
  const room = catalogue.rooms.get(planning.text(row, 'room_id'))
  const startsAt = planning.instant(row, 'start_time')
  if (!offering || !teacher || !startsAt || startsAt < firstYear || startsAt >= lastYear) {
    const missing = !offering ? 'course_id' : !teacher ? 'instructor_id' : 'start_time'
    planning.remark('not_understood', row, 'transfer.no_lesson', { column: missing })
    return null
  }
  if (!room) planning.remark('not_understood', row, 'transfer.no_room')
  if (!teacher.teacher) teacher.teacher = { bio: '', specialization: '' }
  if (students > offering.places)
    planning.remark('clash', row, 'transfer.overfull', { students, places: offering.places })
  return {
    id: planning.id('lesson', row.table, row.key),
    sources: [{ table: row.table, key: row.key }],
    offeringId: offering.id,
    teacherId: teacher.id,
    roomId: room?.id ?? null,
    startsAt,
    endsAt: endOf(planning, row, startsAt, offering.durationMinutes),
    capacity: Math.max(offering.places, students),
    createdAt: planning.instant(row, 'created_at'),
    teacherExclusive: true,
    roomExclusive: true,
  }
}

/** A class that ends before it starts, or lasts more than a day, is given the length of its course. */
function endOf(planning: Planning, row: OldRow, startsAt: string, minutes: number): string {
  const written = planning.instant(row, 'end_time')
  const start = Temporal.Instant.from(startsAt)
  const lasts = written ? start.until(Temporal.Instant.from(written)).total('minutes') : 0
  if (written && lasts > 0 && lasts <= 1440) return written
  planning.remark('guessed', row, 'transfer.guessed_end', { minutes })
  return start.add({ minutes }).toString()
}

/** The students of a class are those whose booking was confirmed for it, each once. */
function planPlaces(
  planning: Planning,
  students: StudentsPlan,
  lesson: PlannedLesson,
  bookings: readonly OldRow[],
): PlannedPlace[] {
  const places = new Map<string, PlannedPlace>()
  for (const row of bookings) {
    const student = students.ofBooking.get(row.key)?.student
    const booking = planning.id('booking', row.table, row.key)
    if (!student) continue
    if (places.has(student.id)) {
      planning.remark('merged', row, 'transfer.place_twice', { name: student.fullName })
      continue
    }
    places.set(student.id, {
      id: planning.id('place', row.table, row.key),
      sources: [{ table: row.table, key: row.key }],
      lessonId: lesson.id,
      studentId: student.id,
      bookingId: booking,
      createdAt: planning.instant(row, 'confirmed_at') ?? planning.instant(row, 'created_at'),
      exclusive: true,
    })
  }
  return [...places.values()]
}

type Claim = { lesson: PlannedLesson; give: () => void; who: 'teacher' | 'room' | 'student' }

/**
 * The old database let one teacher, room or student be in two places at once. Both lessons come in; of two that clash,
 * the earlier keeps its exclusive claim and the later one's is not exclusive.
 */
function settleClashes(planning: Planning, { lessons, places }: LessonsPlan): void {
  const byId = new Map([...lessons.values()].map((lesson) => [lesson.id, lesson]))
  const claims = new Map<string, Claim[]>()
  const claim = (claimant: string, entry: Claim) => {
    const entries = claims.get(claimant)
    if (entries) entries.push(entry)
    else claims.set(claimant, [entry])
  }
  for (const lesson of lessons.values()) {
    claim(lesson.teacherId, { lesson, who: 'teacher', give: () => (lesson.teacherExclusive = false) })
    if (lesson.roomId) claim(lesson.roomId, { lesson, who: 'room', give: () => (lesson.roomExclusive = false) })
  }
  for (const place of places) {
    const lesson = byId.get(place.lessonId)
    if (lesson) claim(place.studentId, { lesson, who: 'student', give: () => (place.exclusive = false) })
  }
  for (const entries of claims.values()) settleClaims(planning, entries)
}

function settleClaims(planning: Planning, entries: Claim[]): void {
  const times = entries.map((entry) => ({
    entry,
    from: Date.parse(entry.lesson.startsAt),
    to: Date.parse(entry.lesson.endsAt),
  }))
  let holder: (typeof times)[number] | undefined
  for (const time of times.toSorted(
    (one, other) => one.from - other.from || (one.entry.lesson.id < other.entry.lesson.id ? -1 : 1),
  )) {
    if (!holder || holder.to <= time.from) {
      holder = time
      continue
    }
    time.entry.give()
    const [source, other] = [time.entry.lesson.sources[0], holder.entry.lesson.sources[0]]
    if (source && other) planning.remark('clash', source, `transfer.clash_${time.entry.who}`, { other: other.key })
  }
}

/** When teachers work is not in the old data: for each weekday, from their earliest class to the end of their latest. */
export function guessTeacherHours(planning: Planning, { lessons }: LessonsPlan): PlannedAvailability[] {
  const { zone } = planning.options
  const rules: PlannedAvailability[] = []
  for (const [teacherId, held] of Map.groupBy(lessons.values(), (lesson) => lesson.teacherId)) {
    const hours = new Map<number, { from: number; to: number; sources: { table: string; key: string }[] }>()
    for (const lesson of held) {
      const start = Temporal.Instant.from(lesson.startsAt)
      const date = localDate(start, zone)
      const from = minuteOfDay(start, zone)
      const end = Temporal.Instant.from(lesson.endsAt)
      const midnight = Temporal.Instant.compare(end, toInstant(date, 1440, zone)) >= 0
      const to = midnight ? 1440 : minuteOfDay(end, zone)
      const day = hours.get(date.dayOfWeek) ?? { from, to, sources: [] }
      day.from = Math.floor(Math.min(day.from, from) / 15) * 15
      day.to = Math.min(1440, Math.ceil(Math.max(day.to, to) / 15) * 15)
      day.sources.push(...lesson.sources)
      hours.set(date.dayOfWeek, day)
    }
    for (const [weekday, { from, to, sources }] of hours) {
      const id = planning.id('teacher-hours', 'instructor_profiles', `${teacherId}/${weekday}`)
      rules.push({
        id,
        sources,
        owner: 'teacher',
        ownerId: teacherId,
        weekday,
        fromMinute: from,
        toMinute: to,
        zone,
        guessed: true,
      })
    }
  }
  return rules
}
