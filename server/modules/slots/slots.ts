import { epochMinute, localMinute, minutesPerDay, zoneOffsets } from '#platform/time.ts'
import { chooseDistinct } from './distinct.ts'
import { isSame, joinRanges, noRanges, type Ranges, startRanges, subtractRanges } from './ranges.ts'
import { afterStudents, candidateTime, closedRanges, gridStarts, lessonClaim, lessonMinutes } from './slot-search.ts'
import {
  type CandidateTime,
  type Need,
  searchedStarts,
  type SlotSearch,
  type Span,
  studentRanges,
} from './slot-search.ts'

/** A time at which the offering can be booked, in epoch minutes; teachers and resources by their place in the search. */
export interface Slot {
  readonly start: number
  readonly end: number
  /** Every free teacher. */
  readonly teachers: readonly number[]
  /** For each need every free resource in the order of the search; one of each can be taken, none twice. */
  readonly resources: readonly (readonly number[])[]
}

/** All free times of the range, sorted by start. */
export function findSlots(search: SlotSearch): Slot[] {
  const { offering, teachers, needs } = search
  const span = searchedStarts(search)
  if (span.from >= span.to) return []

  const teacherTimes = teachers.map((teacher) => candidateTime(search, teacher, 'teacher', span))
  const starts = gridStarts(search, sharedStarts(search, teacherTimes, span))
  const freeTeachers = markFree(search, teacherTimes, starts)
  const freeResources = needs.map(({ candidates }) =>
    markFree(
      search,
      candidates.map((resource) => candidateTime(search, resource, 'resource', span)),
      starts,
    ),
  )
  const mayMeet = shareCandidates(needs)

  const slots: Slot[] = []
  for (let i = 0; i < starts.length; i++) {
    const teachersNow = listMarks(freeTeachers, i)
    if (teachersNow.length === 0) continue
    const resources = freeResources.length === 0 ? none : freeResources.map((marks) => listMarks(marks, i))
    if (resources.some((free) => free.length === 0)) continue
    if (mayMeet && !areDistinct(needs, resources)) continue
    const start = starts[i]!
    slots.push({ start, end: start + offering.durationMinutes, teachers: teachersNow, resources })
  }
  return slots
}

/** Whether a resource could be taken for two needs, so that two free lists may still hold only one thing. */
function shareCandidates(needs: readonly Need[]): boolean {
  const ids = needs.flatMap(({ candidates }) => candidates.map(({ id }) => id))
  return new Set(ids).size < ids.length
}

function areDistinct(needs: readonly Need[], resources: readonly (readonly number[])[]): boolean {
  return chooseDistinct(resources.map((free, need) => free.map((n) => needs[need]!.candidates[n]!.id))) !== null
}

/** Starts in some teacher's hours that neither a closure nor a student's own lesson rules out. */
function sharedStarts(search: SlotSearch, teacherTimes: readonly CandidateTime[], starts: Span): Ranges {
  const open = teacherTimes.reduce<Ranges>(
    (joined, time) => (isSame(joined, time.open) ? joined : joinRanges(joined, time.open)),
    noRanges,
  )
  const lessons = lessonMinutes(starts, search.offering)
  const closed = joinRanges(closedRanges(search, lessons), studentRanges(search))
  return startRanges(open, joinRanges(closed, afterStudents(search)), lessonClaim(search.offering))
}

/** One row of bits for each start: bit n of it is set when candidate n is free. */
interface Marks {
  readonly words: number
  readonly bits: Int32Array
}

function markFree(search: SlotSearch, times: readonly CandidateTime[], starts: Int32Array): Marks {
  const words = Math.ceil(times.length / 32)
  const bits = new Int32Array(starts.length * words)
  let scratch = noRanges
  let wall: Int32Array | undefined
  for (const [n, { open, off, busy, claim, forbidden, gridMinutes: grid }] of times.entries()) {
    const blocked = off.length === 0 ? busy : joinRanges(off, busy)
    const most = open.length + blocked.length
    if (scratch.length < most) scratch = new Int32Array(most)
    const possible = startRanges(open, blocked, claim, scratch)
    const free = forbidden.length === 0 ? possible : subtractRanges(possible, forbidden)
    if (grid !== undefined) wall ??= wallMinutes(search, starts)
    const bit = 1 << (n & 31)
    let at = n >> 5
    let i = 0
    for (let r = 0; r < free.length; r += 2) {
      const from = free[r]!
      const to = free[r + 1]!
      while (i < starts.length && starts[i]! < from) {
        i++
        at += words
      }
      while (i < starts.length && starts[i]! < to) {
        if (grid === undefined || wall![i]! % grid === 0) bits[at]! |= bit
        i++
        at += words
      }
    }
  }
  return { words, bits }
}

/** The minute of the local day of each start. */
function wallMinutes({ zone }: SlotSearch, starts: Int32Array): Int32Array {
  if (starts.length === 0) return starts
  const offsets = zoneOffsets(zone, starts[0]! * 60_000, starts.at(-1)! * 60_000)
  return starts.map((start) => ((localMinute(start, offsets) % minutesPerDay) + minutesPerDay) % minutesPerDay)
}

const none: readonly never[] = []

function listMarks({ words, bits }: Marks, row: number): readonly number[] {
  const marked: number[] = []
  for (let word = 0; word < words; word++) {
    for (let left = bits[row * words + word]!; left !== 0; left &= left - 1) {
      marked.push(word * 32 + 31 - Math.clz32(left & -left))
    }
  }
  return marked
}

/** The free times nearest to a wanted one, in order of time; of two equally near the earlier counts as nearer. */
export function nearestSlots(search: SlotSearch, wanted: Temporal.Instant, count: number): Slot[] {
  const slots = findSlots(search)
  const minute = epochMinute(wanted)
  let after = slots.findIndex(({ start }) => start >= minute)
  if (after < 0) after = slots.length
  let before = after
  while (after - before < count && (before > 0 || after < slots.length)) {
    const earlier = before > 0 ? minute - slots[before - 1]!.start : Infinity
    const later = after < slots.length ? slots[after]!.start - minute : Infinity
    if (earlier <= later) before--
    else after++
  }
  return slots.slice(before, after)
}
