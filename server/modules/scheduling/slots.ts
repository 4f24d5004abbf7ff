import { epochMinute } from '#platform/time.ts'
import type { Candidate, CandidateKind } from './openings.ts'
import { joinRanges, type Ranges, startRanges } from './ranges.ts'
import { bufferedClaim, candidateTime, closedRanges, gridStarts, lessonClaim, lessonMinutes } from './slot-search.ts'
import { searchedStarts, type SlotSearch, type Span, studentRanges } from './slot-search.ts'

/** A time at which the offering can be booked, in epoch minutes; teachers and rooms by their place in the search. */
export interface Slot {
  readonly start: number
  readonly end: number
  /** Every free teacher. */
  readonly teachers: readonly number[]
  /** Every free room in the order of the search, so the first is the one to take; empty when no room is needed. */
  readonly rooms: readonly number[]
}

/** All free times of the range, sorted by start. */
export function findSlots(search: SlotSearch): Slot[] {
  const { offering, teachers, rooms } = search
  const span = searchedStarts(search)
  if (span.from >= span.to) return []

  const starts = gridStarts(search, sharedStarts(search, span))
  const freeTeachers = markFree(search, teachers, 'teacher', starts)
  const freeRooms = rooms && markFree(search, rooms, 'room', starts)

  const slots: Slot[] = []
  for (let i = 0; i < starts.length; i++) {
    const teachersNow = listMarks(freeTeachers, i)
    if (teachersNow.length === 0) continue
    const roomsNow = freeRooms ? listMarks(freeRooms, i) : none
    if (freeRooms && roomsNow.length === 0) continue
    const start = starts[i]!
    slots.push({ start, end: start + offering.durationMinutes, teachers: teachersNow, rooms: roomsNow })
  }
  return slots
}

const none: readonly number[] = []

/** Starts that neither a closure nor a student's own lesson rules out. */
function sharedStarts(search: SlotSearch, span: Span): Ranges {
  const lessons = lessonMinutes(span, search.offering)
  const blocked = joinRanges(closedRanges(search, lessons), studentRanges(search))
  return startRanges(Int32Array.of(lessons.from, lessons.to), blocked, lessonClaim(search.offering))
}

/** One row of bits for each start: bit n of it is set when candidate n is free. */
interface Marks {
  readonly words: number
  readonly bits: Int32Array
}

function markFree(
  search: SlotSearch,
  candidates: readonly Candidate[],
  kind: CandidateKind,
  starts: Int32Array,
): Marks {
  const words = Math.ceil(candidates.length / 32)
  const bits = new Int32Array(starts.length * words)
  if (starts.length === 0) return { words, bits }

  const span = { from: starts[0]!, to: starts[starts.length - 1]! + 1 }
  const lessons = lessonMinutes(span, search.offering)
  const claim = bufferedClaim(search.offering)
  for (const [n, candidate] of candidates.entries()) {
    const { open, off, busy } = candidateTime(candidate, kind, lessons)
    const free = startRanges(open, off.length === 0 ? busy : joinRanges(off, busy), claim)
    const word = n >> 5
    const bit = 1 << (n & 31)
    let i = 0
    for (let r = 0; r < free.length; r += 2) {
      const end = free[r + 1]!
      i = firstFrom(starts, free[r]!, i)
      for (; i < starts.length && starts[i]! < end; i++) bits[i * words + word]! |= bit
    }
  }
  return { words, bits }
}

/** The first index from `low` on whose value is not below the minimum; looks ahead in doubling steps. */
function firstFrom(sorted: Int32Array, minimum: number, low: number): number {
  let step = 1
  while (low + step < sorted.length && sorted[low + step]! < minimum) {
    low += step
    step *= 2
  }
  let high = Math.min(low + step, sorted.length)
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! < minimum) low = middle + 1
    else high = middle
  }
  return low
}

function listMarks({ words, bits }: Marks, row: number): readonly number[] {
  let marked: number[] | undefined
  for (let word = 0; word < words; word++) {
    let left = bits[row * words + word]!
    while (left !== 0) {
      const lowest = left & -left
      const n = word * 32 + 31 - Math.clz32(lowest)
      if (marked) marked.push(n)
      else marked = [n]
      left ^= lowest
    }
  }
  return marked ?? none
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
