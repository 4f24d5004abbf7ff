import { useState } from 'react'
import type { WeeklyTime } from '#contract/groups'
import { allIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useWeekdays } from '#web/features/people/weekdays.ts'
import { clockOfMinute } from '#web/features/scheduling/local-time.ts'
import { Button } from '#web/ui/button.tsx'
import { TimeField } from '#web/ui/date-field.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'

interface Line extends WeeklyTime {
  readonly key: number
}

const usual: WeeklyTime = { weekday: 1, fromMinute: 16 * 60 }

/** The times of a week: a day and a clock for each. */
export function WeeklyTimesField({ times }: { times: readonly WeeklyTime[] }) {
  const { t } = useI18n()
  const days = useWeekdays()
  const [lines, setLines] = useState<readonly Line[]>(() =>
    (times.length > 0 ? times : [usual]).map((time, key) => ({ ...time, key })),
  )
  const options = days.map(({ weekday, long }) => ({ value: String(weekday), label: long }))
  return (
    <Stack gap="small">
      {lines.map(({ key, weekday, fromMinute }) => (
        <Inline key={key} align="end">
          <FieldRow>
            <SelectField label={t('groups.weekday')} name="weekday" options={options} defaultValue={String(weekday)} />
            <TimeField label={t('groups.at')} name="fromTime" defaultValue={clockOfMinute(fromMinute)} required />
          </FieldRow>
          {lines.length > 1 && (
            <IconButton
              icon="close"
              label={t('groups.remove_time')}
              onClick={() => setLines(lines.filter((line) => line.key !== key))}
            />
          )}
        </Inline>
      ))}
      <Inline>
        <Button
          icon="plus"
          onClick={() => setLines([...lines, { ...usual, key: Math.max(...lines.map(({ key }) => key)) + 1 }])}
        >
          {t('groups.add_time')}
        </Button>
      </Inline>
    </Stack>
  )
}

/** The times as the form holds them; an unreadable clock is left to the server. */
export function timesIn(data: FormData): WeeklyTime[] {
  const clocks = allIn(data, 'fromTime')
  return allIn(data, 'weekday').map((weekday, n) => {
    const [hour = Number.NaN, minute = Number.NaN] = (clocks[n] ?? '').split(':').map(Number)
    return { weekday: Number(weekday), fromMinute: hour * 60 + minute }
  })
}
