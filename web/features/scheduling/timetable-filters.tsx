import { useMemo } from 'react'
import type { Offering } from '#contract/catalogue'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Filters, FilterSelect } from '#web/ui/filter.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { Popover } from '#web/ui/popover.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import type { Shown } from './timetable-columns.ts'
import type { Only, TimetableSearch, View } from './timetable-search.ts'

interface TimetableFiltersProps {
  shown: Shown
  search: TimetableSearch
  offerings: readonly Offering[]
  onGo: (change: TimetableSearch) => void
}

/** What the timetable is narrowed down to; everything is kept in the address. */
export function TimetableFilters({ shown, search, offerings, onGo }: TimetableFiltersProps) {
  const { t } = useI18n()
  const { teachers, rooms, vehicles, locations } = shown.data
  // In a crowded week somebody is shown although nobody was asked for.
  const chosenAs = (view: View) => (shown.view === view ? (shown.chosen ?? '') : '')
  const courses = offerings.map(({ id, title }) => ({ id, name: title }))
  return (
    <Filters label={t('scheduling.filter')}>
      <FilterSelect
        label={t('scheduling.course')}
        options={options(t('scheduling.all_courses'), courses)}
        value={search.offering ?? ''}
        onChange={(offering) => onGo({ offering })}
      />
      <FilterSelect
        label={t('scheduling.teacher')}
        options={options(t('scheduling.all_teachers'), teachers)}
        value={search.teacher ?? chosenAs('teachers')}
        onChange={(teacher) => onGo({ teacher })}
      />
      <FilterSelect
        label={t('scheduling.room')}
        options={options(t('scheduling.all_rooms'), rooms)}
        value={search.room ?? chosenAs('rooms')}
        onChange={(room) => onGo({ room })}
      />
      {vehicles.length > 0 && (
        <FilterSelect
          label={t('scheduling.vehicle')}
          options={options(t('scheduling.all_vehicles'), vehicles)}
          value={search.vehicle ?? chosenAs('vehicles')}
          onChange={(vehicle) => onGo({ vehicle })}
        />
      )}
      {locations.length > 1 && (
        <FilterSelect
          label={t('scheduling.location')}
          options={options(t('scheduling.all_locations'), locations)}
          value={search.location ?? ''}
          onChange={(location) => onGo({ location })}
        />
      )}
      <Popover label={t('scheduling.options')} icon="settings" iconOnly>
        <TimetableOptions search={search} onGo={onGo} />
      </Popover>
    </Filters>
  )
}

function TimetableOptions({ search, onGo }: Pick<TimetableFiltersProps, 'search' | 'onGo'>) {
  const { t, zone } = useI18n()
  const zones = useMemo(() => listZones(zone), [zone])
  return (
    <Stack>
      <SelectField
        label={t('scheduling.columns_shown')}
        value={search.only ?? ''}
        options={[
          { value: '', label: t('scheduling.columns_all') },
          { value: 'busy', label: t('scheduling.columns_busy') },
          { value: 'free', label: t('scheduling.columns_free') },
        ]}
        onChange={(event) => onGo({ only: event.target.value as Only })}
      />
      <SelectField
        label={t('scheduling.other_zone')}
        hint={t('scheduling.other_zone_hint', { zone: zone.replaceAll('_', ' ') })}
        value={search.zone ?? ''}
        options={[{ value: '', label: t('scheduling.no_other_zone') }, ...zones]}
        onChange={(event) => onGo({ zone: event.target.value })}
      />
      <Button icon="print" onClick={() => print()}>
        {t('scheduling.print')}
      </Button>
    </Stack>
  )
}

/** The zone of this device first, then all by name. */
function listZones(own: string) {
  const device = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const others = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== device && zone !== own)
  return [...(device === own ? [] : [device]), ...others].map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
  }))
}

function options(all: string, named: readonly { id: string; name: string }[]) {
  return [{ value: '', label: all }, ...named.map(({ id, name }) => ({ value: id, label: name }))]
}
