import type { OldRows } from '#transfer'

type OldRow = OldRows extends ReadonlyMap<string, readonly (infer Row)[]> ? Row : never

/** The Saturday around which the sample's rows were written: what it calls past lies before, what it calls coming after. */
const sampleToday = Temporal.PlainDate.from('2025-11-15')
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const lessonsToday = 18
const pastDays = 12
const comingDays = 13

// The sample's school closes early on Saturdays and all of Sundays. Where today is one of them, its week begins later, so that today is
// like a Friday.
function weekdayTurn(today: Temporal.PlainDate): number {
  return Math.max(0, today.dayOfWeek - 5)
}

/** The weekday (ISO) on which the demonstration does what the sample's school did on `weekday`. */
export function turnedWeekday(weekday: number, today: Temporal.PlainDate): number {
  return ((weekday - 1 + weekdayTurn(today)) % 7) + 1
}

interface Moving {
  readonly rows: OldRows
  readonly zone: string
  readonly now: Temporal.Instant
}

/**
 * The rows of the sample moved so that today is an ordinary busy day: half of today's lessons before now and half after, the others on the
 * days around it, each at its own time of day, in its own room, and never two at once. Everything else moves by whole days.
 */
export function moveRows({ rows, zone, now }: Moving): OldRows {
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const days = sampleToday.until(today).days
  const turn = weekdayTurn(today)
  const dates = chooseDates(rows, zone, today)
  const moved = new Map<string, readonly OldRow[]>()
  for (const [table, list] of rows) {
    moved.set(
      table,
      list.map((row) => {
        if (table === 'class_schedules') return moveLesson(row, dates.get(row.key) ?? today, zone, days)
        if (table === 'bookings') return moveBooking(row, days, now)
        if (table === 'room_availability' && turn > 0) return turnWeekday(row, days, turn)
        return moveAll(row, days)
      }),
    )
  }
  return moved
}

interface Lesson {
  readonly key: string
  readonly teacher: string
  readonly room: string
  readonly students: readonly string[]
  readonly isWished: boolean
  readonly start: Temporal.ZonedDateTime
  readonly from: number
  readonly to: number
}

/** The day of each lesson. Lessons with students fill today first; wished ones lie ahead; no teacher, room or student is in two places. */
function chooseDates(rows: OldRows, zone: string, today: Temporal.PlainDate): Map<string, Temporal.PlainDate> {
  const lessons = readLessons(rows, zone)
  const taught = lessons.filter(({ students, isWished }) => students.length > 0 && !isWished)
  const open = lessons.filter(({ students, isWished }) => students.length === 0 || isWished)
  const past = openDays(today, -1, pastDays)
  const coming = openDays(today, 1, comingDays)
  const diary = new Diary()
  const dates = new Map<string, Temporal.PlainDate>()
  const settle = (lesson: Lesson, days: readonly Temporal.PlainDate[]) => {
    const date = days.find((day) => diary.isFree(lesson, day)) ?? days.at(-1)!
    diary.add(lesson, date)
    dates.set(lesson.key, date)
  }
  const forToday = spread(taught, Math.min(lessonsToday, Math.ceil(taught.length * 0.6)))
  for (const lesson of forToday) settle(lesson, [today, ...coming])
  const others = taught.filter((lesson) => !forToday.includes(lesson))
  for (const [index, lesson] of others.entries()) settle(lesson, rotate(index % 3 === 2 ? coming : past, index))
  for (const [index, lesson] of open.entries()) settle(lesson, rotate(coming, index))
  return dates
}

function readLessons(rows: OldRows, zone: string): Lesson[] {
  const bookings = rows.get('bookings') ?? []
  const students = Map.groupBy(
    bookings.filter(({ values }) => values['confirmed_slot_id']),
    ({ values }) => values['confirmed_slot_id']!,
  )
  const wishes = bookings
    .filter(({ values }) => values['status'] === 'pending')
    .flatMap(({ values }) => [values['first_choice_slot_id'], values['second_choice_slot_id']])
  return (rows.get('class_schedules') ?? [])
    .map(({ key, values }) => {
      const start = instantOf(values['start_time']!).toZonedDateTimeISO(zone)
      const end = instantOf(values['end_time']!).toZonedDateTimeISO(zone)
      return {
        key,
        teacher: values['instructor_id']!,
        room: values['room_id']!,
        students: (students.get(key) ?? []).map(
          (booking) => booking.values['user_id'] ?? booking.values['applicant_email'] ?? booking.key,
        ),
        isWished: wishes.includes(key),
        start,
        from: start.hour * 60 + start.minute,
        to: end.hour * 60 + end.minute,
      }
    })
    .toSorted((one, other) => one.from - other.from || (one.key < other.key ? -1 : 1))
}

class Diary {
  readonly #taken = new Map<string, [from: number, to: number][]>()

  isFree(lesson: Lesson, date: Temporal.PlainDate): boolean {
    return this.#keys(lesson, date).every((key) =>
      (this.#taken.get(key) ?? []).every(([from, to]) => lesson.to <= from || lesson.from >= to),
    )
  }

  add(lesson: Lesson, date: Temporal.PlainDate): void {
    for (const key of this.#keys(lesson, date))
      this.#taken.set(key, [...(this.#taken.get(key) ?? []), [lesson.from, lesson.to]])
  }

  #keys({ teacher, room, students }: Lesson, date: Temporal.PlainDate): string[] {
    return [teacher, room, ...students].map((claimant) => `${claimant} ${date.toString()}`)
  }
}

function openDays(today: Temporal.PlainDate, step: 1 | -1, count: number): Temporal.PlainDate[] {
  const closed = turnedWeekday(7, today)
  const days = Array.from({ length: count }, (_, index) => today.add({ days: step * (index + 1) }))
  return days.filter((day) => day.dayOfWeek !== closed)
}

/** `count` of the list, evenly over its whole length. */
function spread<T>(list: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)]!)
}

function rotate<T>(list: readonly T[], by: number): T[] {
  const start = by % list.length
  return [...list.slice(start), ...list.slice(0, start)]
}

function moveLesson(row: OldRow, date: Temporal.PlainDate, zone: string, days: number): OldRow {
  const start = instantOf(row.values['start_time']!).toZonedDateTimeISO(zone)
  const own = start.toPlainDate().until(date).days
  const all = moveAll(row, days)
  return {
    ...all,
    values: {
      ...all.values,
      start_time: moveInstant(row.values['start_time']!, own),
      end_time: moveInstant(row.values['end_time']!, own),
    },
  }
}

// Whoever waits for an answer still waits, for between one and three days from now.
function moveBooking(row: OldRow, days: number, now: Temporal.Instant): OldRow {
  const moved = moveAll(row, days)
  if (row.values['status'] !== 'pending') return moved
  const hours = 26 + (Number.parseInt(row.key.slice(0, 2), 16) % 48)
  const expires = now.add({ hours }).round({ smallestUnit: 'hour' })
  const created = now.subtract({ minutes: 12 + (Number.parseInt(row.key.slice(2, 4), 16) % 48) * 37 })
  return {
    ...moved,
    values: {
      ...moved.values,
      expires_at: expires.toString(),
      created_at: created.toString(),
      updated_at: created.toString(),
    },
  }
}

function turnWeekday(row: OldRow, days: number, turn: number): OldRow {
  const moved = moveAll(row, days)
  const day = weekdays.indexOf(row.values['day_of_week'] ?? '')
  return { ...moved, values: { ...moved.values, day_of_week: weekdays[(day + turn) % 7]! } }
}

function moveAll(row: OldRow, days: number): OldRow {
  const values = Object.entries(row.values).map(([column, value]) => [
    column,
    value === null ? null : moveValue(value, days),
  ])
  return { ...row, values: Object.fromEntries(values) as OldRow['values'] }
}

function moveValue(value: string, days: number): string {
  if (/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d/.test(value)) return moveInstant(value, days)
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return Temporal.PlainDate.from(value).add({ days }).toString()
  return value
}

function moveInstant(value: string, days: number): string {
  return instantOf(value)
    .add({ hours: 24 * days })
    .toString()
}

function instantOf(value: string): Temporal.Instant {
  return Temporal.Instant.from(value.replace(' ', 'T'))
}
