import type { OldRow } from './old-database.ts'
import type { PlannedAvailability, PlannedRoom, Source } from './plan.ts'
import type { Planning } from './planning.ts'
import { readTimeOfDay } from './values.ts'
import { readWeekdays } from './weekdays.ts'

type Hours = { from: number; to: number; open: boolean; source: Source }

/** When rooms are open. Rows of one day are joined, and what a row says is closed is cut out. */
export function planRoomHours(planning: Planning, rooms: ReadonlyMap<string, PlannedRoom>): PlannedAvailability[] {
  const days = new Map<string, Hours[]>()
  for (const row of planning.rows('room_availability')) {
    const room = rooms.get(planning.text(row, 'room_id'))
    if (!room) {
      planning.remark('not_understood', row, 'transfer.hours_of_no_room', { room: planning.text(row, 'room_id') })
      continue
    }
    const weekdays = planning.read(row, 'day_of_week', readWeekdays)
    const hours = readHours(planning, row)
    if (!weekdays) planning.remark('not_understood', row, 'transfer.no_hours')
    if (!weekdays || !hours) continue
    if (!hours.open) planning.remark('kept', row, 'transfer.closed_hours')
    for (const weekday of weekdays) {
      const day = `${room.id}/${weekday}`
      days.set(day, [...(days.get(day) ?? []), hours])
    }
  }
  return [...days].flatMap(([day, hours]) => {
    const [ownerId = '', weekday = ''] = day.split('/')
    return openStretches(hours).map((stretch): PlannedAvailability => {
      const id = planning.id('room-hours', 'room_availability', `${day}/${stretch.from}`)
      for (const source of stretch.sources) planning.became(source, 'availability', id)
      const { zone } = planning.options
      return {
        id,
        sources: stretch.sources,
        owner: 'room',
        ownerId,
        weekday: Number(weekday),
        fromMinute: stretch.from,
        toMinute: stretch.to,
        zone,
        guessed: false,
      }
    })
  })
}

function readHours(planning: Planning, row: OldRow): Hours | null {
  const open = planning.yesOrNo(row, 'is_available')
  if (open === null) planning.remark('guessed', row, 'transfer.guessed_open')
  const written = [planning.text(row, 'start_time'), planning.text(row, 'end_time')]
  const [from, to] = [planning.read(row, 'start_time', readTimeOfDay), planning.read(row, 'end_time', readTimeOfDay)]
  const source = { table: row.table, key: row.key }
  if (written.every((text) => text === '')) {
    planning.remark('guessed', row, 'transfer.guessed_all_day')
    return { from: 0, to: 1440, open: open ?? true, source }
  }
  if (from === null || to === null || from >= to) {
    planning.remark('not_understood', row, 'transfer.no_hours')
    return null
  }
  return { from, to, open: open ?? true, source }
}

/** The open minutes as stretches: the union of the open hours less the closed ones. */
export function openStretches(hours: readonly Hours[]): { from: number; to: number; sources: Source[] }[] {
  const edges = [...new Set(hours.flatMap(({ from, to }) => [from, to]))].toSorted((one, other) => one - other)
  const stretches: { from: number; to: number; sources: Source[] }[] = []
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const to = edges[index + 1] ?? from
    const covering = hours.filter((one) => one.from <= from && to <= one.to)
    if (covering.length === 0 || covering.some((one) => !one.open)) continue
    const last = stretches.at(-1)
    const sources = covering.map((one) => one.source)
    if (last?.to === from) {
      last.to = to
      last.sources.push(...sources.filter((source) => !last.sources.includes(source)))
    } else stretches.push({ from, to, sources })
  }
  return stretches
}
