import type { OldRow } from './old-database.ts'
import type { Planning } from './planning.ts'
import { shorten } from './planning.ts'
import type { People } from './music-school-people.ts'
import { foldName, readDate, readJson, readTimeOfDay } from './values.ts'
import { readWeekday } from './weekdays.ts'
import { localDate, toInstant } from '#platform/time.ts'

export type Preference = {
  readonly slotId: string
  readonly weekday: number | null
  readonly from: number | null
  readonly to: number | null
  readonly instructor: string
}

const knownFields = ['slot_id', 'day', 'start', 'end', 'instructor']

/** `{slot_id, day, start, end, instructor}`, each of them perhaps missing; any other shape stays on the record only. */
export function readPreference(planning: Planning, row: OldRow, column: string): Preference | null {
  const value = planning.read(row, column, readJson)
  if (value === null) return null
  const fields = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : []
  const strange =
    fields.length === 0 ||
    fields.some(([name, field]) => !knownFields.includes(name) || (field !== null && typeof field !== 'string'))
  if (strange) {
    const written = shorten(planning.text(row, column))
    planning.remark('not_understood', row, 'transfer.unknown_shape', { column, value: written })
  }
  const text = (name: string) => {
    const field: unknown = fields.find(([own]) => own === name)?.[1]
    return typeof field === 'string' ? field : ''
  }
  if (!knownFields.some((name) => text(name) !== '')) return null
  return {
    slotId: text('slot_id'),
    weekday: readWeekday(text('day')).value ?? null,
    from: readTimeOfDay(text('start')).value ?? null,
    to: readTimeOfDay(text('end')).value ?? null,
    instructor: text('instructor'),
  }
}

/** A wish without a class: its next weekday from the wished start, with the one teacher of that name. */
export function choiceFromPreference(
  { planning, people }: { planning: Planning; people: People },
  row: OldRow,
  preference: Preference,
  minutes: number,
): { startsAt: string; endsAt: string; teacherId: string } | null {
  const named = people.all.filter(
    (person) => person.teacher && foldName(person.fullName) === foldName(preference.instructor),
  )
  const [teacher] = named
  if (!teacher || named.length > 1 || preference.weekday === null || preference.from === null) return null
  const { zone } = planning.options
  const wished = readDate(planning.text(row, 'start_date_target')).value
  const created = planning.instant(row, 'created_at')
  if (!wished && !created) return null
  const first = wished ? Temporal.PlainDate.from(wished) : localDate(Temporal.Instant.from(created ?? ''), zone)
  const date = first.add({ days: (preference.weekday - first.dayOfWeek + 7) % 7 })
  const start = toInstant(date, Math.min(preference.from, 1439), zone)
  const end =
    preference.to !== null && preference.to > preference.from
      ? toInstant(date, preference.to, zone)
      : start.add({ minutes })
  return { startsAt: start.toString(), endsAt: end.toString(), teacherId: teacher.id }
}
