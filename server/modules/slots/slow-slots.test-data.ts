import { epochMinute, instantOf, localDate, minuteOfDay, toInstant } from '#platform/time.ts'
import type { Candidate, CandidateKind, Purpose, WeeklyRule } from './openings.ts'
import type { SlotSearch } from './slot-search.ts'
import type { Slot } from './slots.ts'
import type { Teacher } from './teacher-limits.ts'

// The obvious way: every minute is asked on its own, and Temporal answers for every wall time.

type Moments = { readonly from: Temporal.Instant; readonly to: Temporal.Instant }

function meets(minute: number, { from, to }: Moments): boolean {
  return (minute + 1) * 60_000 > from.epochMilliseconds && minute * 60_000 < to.epochMilliseconds
}

function isWithin(minute: number, { from, to }: Moments): boolean {
  return minute * 60_000 >= from.epochMilliseconds && (minute + 1) * 60_000 <= to.epochMilliseconds
}

function edge(date: Temporal.PlainDate, minute: number, zone: string): number {
  const wall = date.toPlainDateTime().add({ minutes: minute })
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const exists = earlier.toPlainDateTime().equals(wall)
  return (exists ? earlier : earlier.getTimeZoneTransition('next')!).epochMilliseconds / 60_000
}

function holds(rule: WeeklyRule, date: Temporal.PlainDate): boolean {
  return (
    date.dayOfWeek === rule.weekday &&
    (!rule.validFrom || Temporal.PlainDate.compare(date, rule.validFrom) >= 0) &&
    (!rule.validTo || Temporal.PlainDate.compare(date, rule.validTo) <= 0)
  )
}

/** Hours for lessons of one format or at one location do not count for others. */
function isMeant({ format, locationId }: Purpose, { venue = {} }: SlotSearch): boolean {
  if (format && venue.format && format !== venue.format) return false
  return locationId === undefined || venue.locationId === undefined || locationId === venue.locationId
}

const knownHours = new WeakMap<Candidate, [number, number][]>()

/** Every day near the search on which a rule holds, as epoch minutes; worked out once for each candidate. */
function weeklyHours(candidate: Candidate, search: SlotSearch): [number, number][] {
  const known = knownHours.get(candidate)
  if (known) return known
  const { rules, zone } = candidate
  const hours: [number, number][] = []
  const last = localDate(search.to, zone).add({ days: 3 })
  for (let day = localDate(search.from, zone).subtract({ days: 2 }); !day.equals(last); day = day.add({ days: 1 })) {
    for (const rule of rules) {
      if (!holds(rule, day) || !isMeant(rule, search)) continue
      hours.push([edge(day, rule.fromMinute, zone), edge(day, rule.toMinute, zone)])
    }
  }
  knownHours.set(candidate, hours)
  return hours
}

function isBusy(busy: Int32Array, minute: number): boolean {
  for (let i = 0; i < busy.length; i += 2) if (busy[i]! <= minute && minute < busy[i + 1]!) return true
  return false
}

function minutes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

export function pairsOf(ranges: Int32Array = new Int32Array()): [number, number][] {
  return Array.from({ length: ranges.length / 2 }, (_, i) => [ranges[i * 2]!, ranges[i * 2 + 1]!])
}

function isFree(search: SlotSearch, candidate: Teacher, kind: CandidateKind, start: number): boolean {
  const { offering } = search
  const { rules, exceptions, limits = {} } = candidate
  const lesson = minutes(start, start + offering.durationMinutes)
  const hours = weeklyHours(candidate, search)
  const meant = exceptions.filter((exception) => isMeant(exception, search))
  const isOpen = (minute: number) =>
    (kind === 'resource' && rules.length === 0) ||
    hours.some(([from, to]) => from <= minute && minute < to) ||
    meant.some((added) => added.available && isWithin(minute, added))
  const isTaken = (minute: number) =>
    isBusy(candidate.busy, minute) || meant.some((off) => !off.available && meets(minute, off))
  const before = Math.max(offering.bufferBeforeMinutes, limits.bufferBeforeMinutes ?? 0)
  const after = Math.max(offering.bufferAfterMinutes, limits.bufferAfterMinutes ?? 0)
  return (
    lesson.every(isOpen) &&
    !minutes(start - before, start + offering.durationMinutes + after).some(isTaken) &&
    !lesson.some((minute) => isBusy(candidate.elsewhere ?? new Int32Array(), minute)) &&
    start + offering.durationMinutes <= (candidate.until ?? Infinity) &&
    isWithinLimits(search, candidate, start)
  )
}

function isWithinLimits(
  { now, zone, offering }: SlotSearch,
  { limits = {}, lessons }: Teacher,
  start: number,
): boolean {
  const day = localDate(instantOf(start), zone)
  const { noticeMinutes = 0, furthestDays = 1e4, gridMinutes = 1, mostLessons = Infinity } = limits
  const earliest = now.add({ minutes: noticeMinutes })
  const sameDay = pairsOf(lessons).filter(([from]) => localDate(instantOf(from), zone).equals(day))
  return (
    (limits.noticeMinutes === undefined || start * 60_000 >= earliest.epochMilliseconds) &&
    localDate(now, zone).until(day).days <= furthestDays &&
    minuteOfDay(instantOf(start), zone) % gridMinutes === 0 &&
    sameDay.length < mostLessons &&
    runAround(start, start + offering.durationMinutes, { limits, lessons: pairsOf(lessons) }) <=
      (limits.longestRunMinutes ?? Infinity)
  )
}

/** How long the teacher would go on without a break with a lesson from `from` to `to`. */
function runAround(
  from: number,
  to: number,
  { limits, lessons }: { limits: { breakMinutes?: number }; lessons: [number, number][] },
): number {
  let [first, last] = [from, to]
  for (let grown = true; grown;) {
    grown = false
    for (const [start, end] of lessons) {
      const isNear = start - last < (limits.breakMinutes ?? 0) && first - end < (limits.breakMinutes ?? 0)
      if (!isNear || (start >= first && end <= last)) continue
      ;[first, last, grown] = [Math.min(first, start), Math.max(last, end), true]
    }
  }
  return last - first
}

/** Whether somebody can have one of each list, none twice: every choice is tried. */
function canChoose([first, ...rest]: string[][], taken: string[] = []): boolean {
  return first === undefined || first.some((id) => !taken.includes(id) && canChoose(rest, [...taken, id]))
}

/** All free times, found without any of the code that is proven by it. */
export function findSlotsSlowly(search: SlotSearch): Slot[] {
  const { offering, zone, teachers, needs, students = [], closures = [], now } = search
  const lastDay = localDate(now, zone).add({ days: offering.furthestDays })
  const earliest = now.add({ minutes: offering.minimumNoticeMinutes })
  const closed = closures.map(({ from, to }) => [edge(from, 0, zone), edge(to, 1440, zone)] as const)

  const slots: Slot[] = []
  for (let day = localDate(search.from, zone).subtract({ days: 2 }); ; day = day.add({ days: 1 })) {
    if (Temporal.PlainDate.compare(day, localDate(search.to, zone).add({ days: 2 })) > 0) break
    if (Temporal.PlainDate.compare(day, lastDay) > 0) break
    for (let minute = 0; minute < 1440; minute += offering.gridMinutes ?? 15) {
      const instant = toInstant(day, minute, zone)
      const skipped = !localDate(instant, zone).equals(day) || minuteOfDay(instant, zone) !== minute
      const outside =
        Temporal.Instant.compare(instant, search.from) < 0 || Temporal.Instant.compare(instant, search.to) >= 0
      if (skipped || outside || Temporal.Instant.compare(instant, earliest) < 0) continue

      const start = epochMinute(instant)
      const end = start + offering.durationMinutes
      const lesson = minutes(start, end)
      const isClosed = (m: number) => closed.some(([from, to]) => from <= m && m < to)
      if (lesson.some((m) => isClosed(m) || students.some((busy) => isBusy(busy, m)))) continue
      if (end > (search.studentsUntil ?? Infinity)) continue

      const free = (among: readonly Candidate[], kind: CandidateKind) =>
        [...among.keys()].filter((n) => isFree(search, among[n]!, kind, start))
      const freeTeachers = free(teachers, 'teacher')
      if (freeTeachers.length === 0) continue
      const resources = needs.map(({ candidates }) => free(candidates, 'resource'))
      if (!canChoose(resources.map((list, n) => list.map((c) => needs[n]!.candidates[c]!.id)))) continue
      slots.push({ start, end, teachers: freeTeachers, resources })
    }
  }
  return slots
}
