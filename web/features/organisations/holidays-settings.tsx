import { useState } from 'react'
import { addHolidays, getOrganisation, previewHolidays, type Holiday } from '#contract/organisations'
import { allIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface Area {
  readonly country?: string
  readonly state?: string
  readonly region?: string
}

/** Public holidays of a country and a year, of which the chosen ones become closed days. */
export function HolidaysSettings() {
  const { t, formatDate, formatWeekday } = useI18n()
  const { organisation } = useMember()
  const show = useToast()
  const thisYear = Temporal.Now.plainDateISO(organisation.zone).year
  const [year, setYear] = useState(thisYear)
  const [area, setArea] = useState<Area>({})
  const preview = useGlance(previewHolidays, { year, ...area })
  const add = useAction(addHolidays, { refresh: [getOrganisation, previewHolidays] })
  if (!preview) return <Skeleton label={t('common.loading')} rows={4} />

  const { countries, states, regions, holidays } = preview
  const { country, state, region } = preview.area
  const open = holidays.filter(({ isClosed }) => !isClosed)
  const whole = (name: string) => ({ value: '', label: name })
  const options = (places: typeof countries) => places.map(({ code, name }) => ({ value: code, label: name }))
  const daysOf = ({ fromDate, toDate }: Holiday) =>
    fromDate.equals(toDate)
      ? `${formatWeekday(fromDate)} ${formatDate(fromDate)}`
      : `${formatDate(fromDate)} – ${formatDate(toDate)}`

  function submit(data: FormData) {
    const chosen = allIn(data, 'days')
    const days = open.map(({ fromDate }) => fromDate).filter((day) => chosen.includes(day.toString()))
    add.run(
      { year, country, ...(state && { state }), ...(region && { region }), days },
      { onSuccess: ({ added }) => show({ message: t('organisations.holidays_added', { count: added.length }) }) },
    )
  }

  return (
    <Stack>
      <FieldRow>
        <SelectField
          label={t('organisations.holiday_country')}
          value={country}
          options={options(countries)}
          onChange={(event) => setArea({ country: event.target.value })}
        />
        {states.length > 0 && (
          <SelectField
            label={t('organisations.holiday_state')}
            value={state ?? ''}
            options={[whole(t('organisations.whole_country')), ...options(states)]}
            onChange={(event) => setArea({ country, ...(event.target.value && { state: event.target.value }) })}
          />
        )}
        {state && regions.length > 0 && (
          <SelectField
            label={t('organisations.holiday_region')}
            value={region ?? ''}
            options={[whole(t('organisations.whole_state')), ...options(regions)]}
            onChange={(event) => setArea({ country, state, ...(event.target.value && { region: event.target.value }) })}
          />
        )}
        <SelectField
          label={t('organisations.holiday_year')}
          value={String(year)}
          options={[0, 1, 2].map((ahead) => ({ value: String(thisYear + ahead), label: String(thisYear + ahead) }))}
          onChange={(event) => setYear(Number(event.target.value))}
        />
      </FieldRow>
      {open.length === 0 && (
        <Text tone="soft">
          {t(holidays.length > 0 ? 'organisations.all_holidays_closed' : 'organisations.no_holidays')}
        </Text>
      )}
      {open.length > 0 && (
        <Form
          key={`${country} ${state ?? ''} ${region ?? ''} ${year} ${open.length}`}
          error={add.error}
          onSubmit={submit}
          label={t('organisations.holidays')}
        >
          <CheckboxGroup
            label={t('organisations.close_on')}
            name="days"
            hint={t('organisations.holidays_hint')}
            defaultValues={open.filter(({ kind }) => kind === 'public').map(({ fromDate }) => fromDate.toString())}
            options={open.map((holiday) => ({
              value: holiday.fromDate.toString(),
              label: holiday.name,
              hint: [daysOf(holiday), holiday.kind !== 'public' && t(`organisations.holiday_${holiday.kind}`)]
                .filter(Boolean)
                .join(' · '),
            }))}
          />
          <FormActions>
            <SubmitButton variant="secondary" pending={add.isPending}>
              {t('organisations.add_holidays')}
            </SubmitButton>
          </FormActions>
        </Form>
      )}
    </Stack>
  )
}
