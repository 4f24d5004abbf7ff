import { useI18n } from '#web/app/i18n.tsx'
import { ChoiceToggle, ChoiceToggles } from '#web/ui/choice-toggle.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { RadioGroup } from '#web/ui/radio-group.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { type Ends, isLastOf, type MonthlyBy, nthOf, type Repeat, type Repeats } from './draft.ts'
import { weekdayName } from './rule-words.ts'

interface RepeatFieldsProps {
  repeat: Repeat
  onChange: (repeat: Repeat) => void
  startsOn: Temporal.PlainDate | null
}

const weekdays = [1, 2, 3, 4, 5, 6, 7]

/** How often, on which days, and until when. */
export function RepeatFields({ repeat, onChange, startsOn }: RepeatFieldsProps) {
  const { t, locale } = useI18n()
  const set = (change: Partial<Repeat>) => onChange({ ...repeat, ...change })
  const chosen = repeat.weekdays.length > 0 ? repeat.weekdays : startsOn ? [String(startsOn.dayOfWeek)] : []
  const toggle = (weekday: string) => {
    const next = chosen.includes(weekday) ? chosen.filter((each) => each !== weekday) : [...chosen, weekday]
    if (next.length > 0) set({ weekdays: next })
  }
  return (
    <>
      <FieldRow>
        <SelectField
          label={t('series.repeats')}
          name="rule.frequency"
          value={repeat.frequency}
          options={(['daily', 'weekly', 'monthly', 'yearly'] as const).map((value) => ({
            value,
            label: t(`series.repeats_${value}`),
          }))}
          onChange={(event) => set({ frequency: event.target.value as Repeats })}
        />
        <TextField
          label={t('series.interval')}
          name="rule.interval"
          inputMode="numeric"
          hint={t(`series.interval_${repeat.frequency}`)}
          value={repeat.interval}
          onChange={(event) => set({ interval: event.target.value })}
        />
      </FieldRow>
      {repeat.frequency === 'weekly' && (
        <ChoiceToggles label={t('series.on_days')}>
          {weekdays.map((weekday) => (
            <ChoiceToggle
              key={weekday}
              name="weekday"
              value={String(weekday)}
              checked={chosen.includes(String(weekday))}
              onChange={toggle}
              label={weekdayName(locale, weekday, 'short')}
              fullLabel={weekdayName(locale, weekday)}
            />
          ))}
        </ChoiceToggles>
      )}
      {repeat.frequency === 'monthly' && startsOn && (
        <RadioGroup
          label={t('series.monthly_by')}
          name="monthlyBy"
          value={repeat.monthlyBy}
          options={[
            { value: 'day', label: t('series.monthly_day', { day: startsOn.day }) },
            {
              value: 'weekday',
              label: t('series.monthly_nth', { nth: nthOf(startsOn), day: weekdayName(locale, startsOn.dayOfWeek) }),
            },
            ...(isLastOf(startsOn)
              ? [{ value: 'last', label: t('series.monthly_last', { day: weekdayName(locale, startsOn.dayOfWeek) }) }]
              : []),
          ]}
          onChange={(value) => set({ monthlyBy: value as MonthlyBy })}
        />
      )}
      <RadioGroup
        label={t('series.ends')}
        name="ends"
        value={repeat.ends}
        options={[
          { value: 'count', label: t('series.ends_count') },
          { value: 'until', label: t('series.ends_until') },
          { value: 'never', label: t('series.ends_never'), hint: t('series.ends_never_hint') },
        ]}
        onChange={(value) => set({ ends: value as Ends })}
      />
      {repeat.ends === 'count' && (
        <TextField
          label={t('series.count')}
          name="rule.count"
          inputMode="numeric"
          value={repeat.count}
          onChange={(event) => set({ count: event.target.value })}
        />
      )}
      {repeat.ends === 'until' && (
        <DateField
          label={t('series.until')}
          name="rule.until"
          value={repeat.until}
          onChange={(event) => set({ until: event.target.value })}
        />
      )}
    </>
  )
}
