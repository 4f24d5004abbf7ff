import type { Rule } from '#contract/scheduling'
import type { z } from 'zod'
import type { HoursCell } from '#web/ui/hours-grid.tsx'

export type WeeklyRule = z.output<typeof Rule>

export interface Stretch {
  readonly fromMinute: number
  readonly toMinute: number
}

export const weekdayNumbers = [1, 2, 3, 4, 5, 6, 7] as const

/** The steps of the week that are open, as `weekday-minute`. */
export type OpenCells = ReadonlySet<string>

export function cellKey({ weekday, minute }: HoursCell): string {
  return `${weekday}-${minute}`
}

/** Half hours, or finer where hours are kept that half hours cannot show. */
export function stepOf(rules: readonly Stretch[]): number {
  const edges = rules.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])
  return [30, 15, 5].find((step) => edges.every((edge) => edge % step === 0)) ?? 1
}

export function openCells(rules: readonly WeeklyRule[], step: number): OpenCells {
  return new Set(
    rules.flatMap(({ weekday, fromMinute, toMinute }) =>
      Array.from({ length: (toMinute - fromMinute) / step }, (_, row) =>
        cellKey({ weekday, minute: fromMinute + row * step }),
      ),
    ),
  )
}

/** What is open on one weekday, in order, joined where it touches. */
export function stretchesOf(cells: OpenCells, weekday: number, step: number): Stretch[] {
  const stretches: { fromMinute: number; toMinute: number }[] = []
  for (let minute = 0; minute < 1440; minute += step) {
    if (!cells.has(cellKey({ weekday, minute }))) continue
    const last = stretches.at(-1)
    if (last?.toMinute === minute) last.toMinute = minute + step
    else stretches.push({ fromMinute: minute, toMinute: minute + step })
  }
  return stretches
}

export function rulesOf(cells: OpenCells, step: number, zone: string): WeeklyRule[] {
  return weekdayNumbers.flatMap((weekday) =>
    stretchesOf(cells, weekday, step).map((stretch) => ({ weekday, ...stretch, zone })),
  )
}

export function paint(cells: OpenCells, changed: readonly HoursCell[], open: boolean): OpenCells {
  const next = new Set(cells)
  for (const cell of changed) {
    if (open) next.add(cellKey(cell))
    else next.delete(cellKey(cell))
  }
  return next
}

export function copyDay(cells: OpenCells, from: number, to: readonly number[]): OpenCells {
  const minutes = [...cells].flatMap((key) => {
    const [weekday, minute] = key.split('-').map(Number) as [number, number]
    return weekday === from ? [minute] : []
  })
  const others = [...cells].filter((key) => !to.includes(Number(key.split('-')[0])))
  return new Set([...others, ...to.flatMap((weekday) => minutes.map((minute) => cellKey({ weekday, minute })))])
}

/** The part of the day the grid shows: seven to nine in the evening, more where there are hours outside. */
export function dayFrame(rules: readonly Stretch[]): Stretch {
  const starts = rules.map(({ fromMinute }) => Math.floor(fromMinute / 60) * 60)
  const ends = rules.map(({ toMinute }) => Math.ceil(toMinute / 60) * 60)
  return { fromMinute: Math.min(420, ...starts), toMinute: Math.max(1260, ...ends) }
}
