import { epochMinute } from '#platform/time.ts'
import { isSame, joinRanges, noRanges, type Ranges, startRanges } from './ranges.ts'
import { bufferedClaim, candidateTime, closedRanges, gridStarts, lessonClaim, lessonMinutes } from './slot-search.ts'
import {
  type CandidateTime,
  searchedStarts,
  type SlotOffering,
  type SlotSearch,
  type Span,
  studentRanges,
} from './slot-search.ts'

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

  const lessons = lessonMinutes(span, offering)
  const teacherTimes = teachers.map((teacher) => candidateTime(teacher, 'teacher', lessons))
  const starts = gridStarts(search, sharedStarts(search, teacherTimes, lessons))
  const freeTeachers = markFree(offering, teacherTimes, starts)
  const freeRooms =
    rooms &&
    markFree(
      offering,
      rooms.map((room) => candidateTime(room, 'room', lessons)),
      starts,
    )

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

/** Starts in some teacher's hours that neither a closure nor a student's own lesson rules out. */
function sharedStarts(search: SlotSearch, teacherTimes: readonly CandidateTime[], lessons: Span): Ranges {
  const open = teacherTimes.reduce<Ranges>(
    (joined, time) => (isSame(joined, time.open) ? joined : joinRanges(joined, time.open)),
    noRanges,
  )
  const blocked = joinRanges(closedRanges(search, lessons), studentRanges(search))
  return startRanges(open, blocked, lessonClaim(search.offering))
}

/** One row of bits for each start: bit n of it is set when candidate n is free. */
interface Marks {
  readonly words: number
  readonly bits: Int32Array
}

function markFree(offering: SlotOffering, times: readonly CandidateTime[], starts: Int32Array): Marks {
  const words = Math.ceil(times.length / 32)
  const bits = new Int32Array(starts.length * words)
  const claim = bufferedClaim(offering)
  let scratch = noRanges
  for (const [n, { open, off, busy }] of times.entries()) {
    const blocked = off.length === 0 ? busy : joinRanges(off, busy)
    const most = open.length + blocked.length
    if (scratch.length < most) scratch = new Int32Array(most)
    const free = startRanges(open, blocked, claim, scratch)
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
        bits[at]! |= bit
        i++
        at += words
      }
    }
  }
  return { words, bits }
}

const none: readonly number[] = []

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
