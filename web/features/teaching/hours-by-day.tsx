import { useI18n } from '#web/app/i18n.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { copyDay, formatMinute, stretchesOf, weekdayNumbers, type OpenCells, type Purpose } from './weekly-hours.ts'
import { useWeekdays } from './weekdays.ts'

interface HoursByDayProps {
  cells: OpenCells
  step: number
  /** What hours are for, where that differs. */
  wordsOf: ((purpose: Purpose) => string) | null
  onChange: (cells: OpenCells) => void
}

/** The same hours in words, each day with the way to others. */
export function HoursByDay({ cells, step, wordsOf, onChange }: HoursByDayProps) {
  const { t, formatList } = useI18n()
  const weekdays = useWeekdays()
  const purposes = [...new Set([...cells.values()].flatMap((each) => each.split(' ')))].toSorted()
  const timesOf = (weekday: number, purpose?: Purpose) =>
    formatList(
      stretchesOf(cells, weekday, step, purpose).map(({ fromMinute, toMinute }) =>
        t('teaching.from_to', { from: formatMinute(fromMinute), to: formatMinute(toMinute) }),
      ),
    )
  const hoursOf = (weekday: number) => {
    if (wordsOf === null) return timesOf(weekday)
    return purposes
      .map((purpose) => ({ times: timesOf(weekday, purpose), words: wordsOf(purpose) }))
      .filter(({ times }) => times !== '')
      .map(({ times, words }) => t('teaching.hours_for', { times, purpose: words }))
      .join(' ')
  }
  return (
    <List label={t('teaching.hours_by_day')}>
      {weekdays.map(({ number, long }) => (
        <ListRow
          key={number}
          title={long}
          detail={hoursOf(number) || t('teaching.closed_day')}
          actions={
            <Menu
              label={t('teaching.copy_day', { day: long })}
              icon="copy"
              iconOnly
              variant="quiet"
              entries={[
                {
                  label: t('teaching.copy_to_all'),
                  onChoose: () => onChange(copyDay(cells, number, weekdayNumbers)),
                },
                ...weekdays
                  .filter((other) => other.number !== number)
                  .map((other) => ({
                    label: t('teaching.copy_to', { day: other.long }),
                    onChoose: () => onChange(copyDay(cells, number, [other.number])),
                  })),
              ]}
            />
          }
        />
      ))}
    </List>
  )
}
