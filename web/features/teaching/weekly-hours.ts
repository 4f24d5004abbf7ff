import type { Rule } from '#contract/scheduling'
import type { z } from 'zod'
import type { HoursCell } from '#web/ui/hours-grid.tsx'

export type WeeklyRule = z.output<typeof Rule>

export interface Stretch {
  readonly fromMinute: number
  readonly toMinute: number
}

export const weekdayNumbers = [1, 2, 3, 4, 5, 6, 7] as const

/** What hours are meant for, as text: a format and a location, such as `online@` or `in_person@<id>`. */
export type Purpose = string

export const anyPurpose: Purpose = 'both@'

export function purposeOf({ format, locationId }: Pick<WeeklyRule, 'format' | 'locationId'>): Purpose {
  return `${format ?? 'both'}@${locationId ?? ''}`
}

function readPurpose(purpose: Purpose): Pick<WeeklyRule, 'format' | 'locationId'> {
  const [format, locationId] = purpose.split('@') as [NonNullable<WeeklyRule['format']>, string] // written above
  return { format, locationId: locationId === '' ? null : (locationId as NonNullable<WeeklyRule['locationId']>) }
}

/** The steps of the week that are open, as `weekday-minute`, and what for: one purpose, or several beside each other. */
export type OpenCells = ReadonlyMap<string, string>

export function cellKey({ weekday, minute }: HoursCell): string {
  return `${weekday}-${minute}`
}

export function isSameWeek(one: OpenCells, other: OpenCells): boolean {
  return one.size === other.size && [...one].every(([key, purposes]) => other.get(key) === purposes)
}

/** Half hours, or finer where hours are kept that half hours cannot show. */
export function stepOf(rules: readonly Stretch[]): number {
  const edges = rules.flatMap(({ fromMinute, toMinute }) => [fromMinute, toMinute])
  return [30, 15, 5].find((step) => edges.every((edge) => edge % step === 0)) ?? 1
}

export function openCells(rules: readonly WeeklyRule[], step: number): OpenCells {
  const cells = new Map<string, string>()
  for (const rule of rules) {
    for (let minute = rule.fromMinute; minute < rule.toMinute; minute += step) {
      const key = cellKey({ weekday: rule.weekday, minute })
      const purposes = new Set([...(cells.get(key)?.split(' ') ?? []), purposeOf(rule)])
      cells.set(key, [...purposes].toSorted().join(' '))
    }
  }
  return cells
}

/** What is open on one weekday, in order, joined where it touches. */
export function stretchesOf(cells: OpenCells, weekday: number, step: number, purpose?: Purpose): Stretch[] {
  const stretches: { fromMinute: number; toMinute: number }[] = []
  for (let minute = 0; minute < 1440; minute += step) {
    const purposes = cells.get(cellKey({ weekday, minute }))
    if (purposes === undefined || (purpose !== undefined && !purposes.split(' ').includes(purpose))) continue
    const last = stretches.at(-1)
    if (last?.toMinute === minute) last.toMinute = minute + step
    else stretches.push({ fromMinute: minute, toMinute: minute + step })
  }
  return stretches
}

export function rulesOf(cells: OpenCells, step: number, zone: string): WeeklyRule[] {
  const purposes = [...new Set([...cells.values()].flatMap((each) => each.split(' ')))].toSorted()
  return weekdayNumbers.flatMap((weekday) =>
    purposes.flatMap((purpose) =>
      stretchesOf(cells, weekday, step, purpose).map((stretch) => ({
        weekday,
        ...stretch,
        zone,
        ...readPurpose(purpose),
      })),
    ),
  )
}

/** Opens cells for a purpose, or closes them when there is none. */
export function paint(cells: OpenCells, changed: readonly HoursCell[], purpose: Purpose | null): OpenCells {
  const next = new Map(cells)
  for (const cell of changed) {
    if (purpose === null) next.delete(cellKey(cell))
    else next.set(cellKey(cell), purpose)
  }
  return next
}

export function copyDay(cells: OpenCells, from: number, to: readonly number[]): OpenCells {
  const copied = [...cells].filter(([key]) => weekdayIn(key) === from)
  const others = [...cells].filter(([key]) => !to.includes(weekdayIn(key)))
  return new Map([
    ...others,
    ...to.flatMap((weekday) =>
      copied.map(([key, purposes]): [string, string] => [`${weekday}-${key.split('-')[1]}`, purposes]),
    ),
  ])
}

function weekdayIn(key: string): number {
  return Number(key.split('-')[0])
}

/** The part of the day the grid shows: seven to nine in the evening, more where there are hours outside. */
export function dayFrame(rules: readonly Stretch[]): Stretch {
  const starts = rules.map(({ fromMinute }) => Math.floor(fromMinute / 60) * 60)
  const ends = rules.map(({ toMinute }) => Math.ceil(toMinute / 60) * 60)
  return { fromMinute: Math.min(420, ...starts), toMinute: Math.max(1260, ...ends) }
}

export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
