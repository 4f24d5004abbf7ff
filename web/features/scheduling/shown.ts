import { useMemo } from 'react'
import type { BookingRow } from '#contract/booking'
import { claimantsIn, type Shown } from './timetable-columns.ts'
import type { TimetableData } from './timetable-data.ts'
import type { Span, TimetableSearch, View } from './timetable-search.ts'

interface ShownOptions {
  data: TimetableData
  bookings: readonly BookingRow[]
  search: TimetableSearch
  view: View
  span: Span
  days: readonly Temporal.PlainDate[]
  /** To the minute, so that nothing is worked out anew between minutes. */
  now: Temporal.Instant
  /** Whose week a reader sees who has chosen nobody. */
  ownId: string | null
}

/** More than this many beside each other in one day's column could not be read. */
const mostTogether = 6

/** The part of a timetable that the address asks for; steady as long as neither changes. */
export function useShown({ data, bookings, search, view, span, days, now, ownId }: ShownOptions): Shown {
  const { offering, teacher, room, vehicle, location = null, only = null } = search
  const dayKey = days.join()
  const minute = now.epochMilliseconds
  return useMemo(() => {
    const inLocation =
      location === null
        ? null
        : new Set<string>(data.rooms.filter(({ locationId }) => locationId === location).map(({ id }) => id))
    const lessons = data.lessons.filter(
      (lesson) =>
        lesson.status === 'planned' &&
        (offering === undefined || lesson.offeringId === offering) &&
        (teacher === undefined || lesson.teacherId === teacher) &&
        (room === undefined || lesson.roomId === room) &&
        (vehicle === undefined || lesson.resourceIds.some((id) => id === vehicle)) &&
        (inLocation === null || lesson.roomId === null || inLocation.has(lesson.roomId)),
    )
    const asked = { rooms: room, teachers: teacher, vehicles: vehicle }[view] ?? null
    const shown = { data, bookings, view, days, lessons, locationId: location, only, chosen: asked }
    const everyone: readonly { id: string }[] = claimantsIn(shown)
    const isCrowded = (span === 'week' || span === 'days') && asked === null && everyone.length > mostTogether
    const busy = new Set<string>(
      lessons.flatMap((lesson) => [lesson.teacherId, lesson.roomId ?? '', ...lesson.resourceIds]),
    )
    const own = everyone.find(({ id }) => id === ownId) ?? everyone.find(({ id }) => busy.has(id)) ?? everyone[0]
    return {
      ...shown,
      chosen: isCrowded ? (own?.id ?? null) : asked,
      now: Temporal.Instant.fromEpochMilliseconds(minute),
    }
    // The days are told apart by their text, the instant by its minute.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [data, bookings, view, span, dayKey, minute, offering, teacher, room, vehicle, location, only, ownId])
}
