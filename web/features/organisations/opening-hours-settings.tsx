import { useState } from 'react'
import { setOpeningHours } from '#contract/organisations'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { useWeekdays } from '#web/features/people/weekdays.ts'
import { Button } from '#web/ui/button.tsx'
import { TimeField } from '#web/ui/date-field.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { readMinute, writeMinute } from './minutes.ts'

interface Interval {
  key: string
  weekday: number
  from: string
  to: string
}

/** When the school is open on each day of the week; a day may have several stretches, as around a lunch break. */
export function OpeningHoursSettings() {
  const { t } = useI18n()
  const { organisation } = useMember()
  const weekdays = useWeekdays()
  const show = useToast()
  const save = useAction(setOpeningHours, { refresh: 'everything' })
  const [intervals, setIntervals] = useState<readonly Interval[]>(() =>
    organisation.openingHours.map((hours) => ({
      key: crypto.randomUUID(),
      weekday: hours.weekday,
      from: writeMinute(hours.fromMinute),
      to: writeMinute(hours.toMinute),
    })),
  )
  const ofDay = (weekday: number) => intervals.filter((each) => each.weekday === weekday)
  const add = (weekday: number) => {
    const last = ofDay(weekday).at(-1)
    const from = last ? last.to : '09:00'
    setIntervals([...intervals, { key: crypto.randomUUID(), weekday, from, to: from < '18:00' ? '18:00' : '00:00' }])
  }
  const change = (key: string, part: Partial<Interval>) =>
    setIntervals(intervals.map((each) => (each.key === key ? { ...each, ...part } : each)))
  const submit = () =>
    save.run(
      {
        hours: intervals.map(({ weekday, from, to }) => ({
          weekday,
          fromMinute: readMinute(from),
          // Midnight at the end of a stretch is the end of that day.
          toMinute: readMinute(to) || 1440,
        })),
      },
      { onSuccess: () => show({ message: t('organisations.saved') }) },
    )

  return (
    <Form error={save.error} onSubmit={submit} label={t('organisations.hours')}>
      <Text tone="soft">{t('organisations.hours_detail', { zone: organisation.zone })}</Text>
      {weekdays.map(({ weekday, long }) => (
        <Section
          key={weekday}
          title={long}
          size={14}
          action={
            <Button
              variant="quiet"
              icon="plus"
              aria-label={t('organisations.add_hours_on', { day: long })}
              onClick={() => add(weekday)}
            >
              {t('organisations.add_hours')}
            </Button>
          }
        >
          <Stack gap="small">
            {ofDay(weekday).length === 0 && <Text tone="faint">{t('organisations.closed')}</Text>}
            {ofDay(weekday).map((each) => (
              <Inline key={each.key} align="end">
                <TimeField
                  label={t('organisations.opens')}
                  value={each.from}
                  onChange={(event) => change(each.key, { from: event.target.value })}
                />
                <TimeField
                  label={t('organisations.closes')}
                  value={each.to}
                  onChange={(event) => change(each.key, { to: event.target.value })}
                />
                <IconButton
                  icon="trash"
                  label={t('organisations.remove_hours', { day: long, from: each.from, to: each.to })}
                  onClick={() => setIntervals(intervals.filter(({ key }) => key !== each.key))}
                />
              </Inline>
            ))}
          </Stack>
        </Section>
      ))}
      <FormActions>
        <SubmitButton pending={save.isPending}>{t('common.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
