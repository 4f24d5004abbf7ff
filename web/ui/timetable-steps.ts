import type { Movement } from './timetable-lift.ts'
import type { Span } from './timetable-layout.ts'

/** What the hours and columns of a timetable allow. */
export interface Bounds {
  columnIds: readonly string[]
  dayStartMinute: number
  dayEndMinute: number
}

interface Shift {
  columns: number
  minutes: number
}

/** Takes all blocks along by as much; what would leave the timetable stays at its edge, with all the others. */
export function shiftAll(spans: readonly Span[], { columns, minutes }: Shift, bounds: Bounds): Movement[] {
  const { columnIds, dayStartMinute, dayEndMinute } = bounds
  const positions = spans.map(({ column }) => columnIds.indexOf(column))
  const aside = clamp(columns, -Math.min(...positions), columnIds.length - 1 - Math.max(...positions))
  const earliest = Math.min(...spans.map(({ startMinute }) => startMinute))
  const latest = Math.max(...spans.map(({ endMinute }) => endMinute))
  const along = clamp(minutes, Math.min(dayStartMinute - earliest, 0), Math.max(dayEndMinute - latest, 0))
  return spans.map(({ id, column, startMinute, endMinute }, index) => ({
    id,
    column: columnIds[positions[index]! + aside] ?? column,
    startMinute: startMinute + along,
    endMinute: endMinute + along,
  }))
}

/** Another end for each block: never before one step after its beginning, never beyond the day. */
export function resizeAll(spans: readonly Span[], minutes: number, step: number, { dayEndMinute }: Bounds): Movement[] {
  return spans.map(({ id, column, startMinute, endMinute }) => ({
    id,
    column,
    startMinute,
    endMinute: clamp(endMinute + minutes, startMinute + step, Math.max(dayEndMinute, endMinute)),
  }))
}

/** To the nearest line of the grid. */
export function snap(minutes: number, step: number): number {
  return Math.round(minutes / step) * step
}

/** Blocks that a frame touches: columns by number, minutes of the day. */
export function spansWithin(
  spans: readonly Span[],
  band: { fromColumn: number; toColumn: number; fromMinute: number; toMinute: number },
  columnIds: readonly string[],
): string[] {
  const columns = new Set(columnIds.slice(Math.max(band.fromColumn, 0), band.toColumn + 1))
  return spans
    .filter(
      ({ column, startMinute, endMinute }) =>
        columns.has(column) && startMinute < band.toMinute && endMinute > band.fromMinute,
    )
    .map(({ id }) => id)
}

/** Everything in one column from one block to another, both included. */
export function spansBetween(spans: readonly Span[], one: Span, other: Span): string[] {
  const from = Math.min(one.startMinute, other.startMinute)
  const to = Math.max(one.startMinute, other.startMinute)
  return spans
    .filter(({ column, startMinute }) => column === other.column && startMinute >= from && startMinute <= to)
    .map(({ id }) => id)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
