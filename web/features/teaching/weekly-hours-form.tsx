import { useState } from 'react'
import { listResources } from '#contract/resources'
import { getAvailability, setAvailability } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { Filters, FilterSelect } from '#web/ui/filter.tsx'
import { HoursGrid, type HoursCell } from '#web/ui/hours-grid.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import type { Claimant } from './availability-panel.tsx'
import { copyWeek, readCopiedWeek } from './copied-week.ts'
import { HoursByDay } from './hours-by-day.tsx'
import {
  anyPurpose,
  cellKey,
  dayFrame,
  formatMinute,
  isSameWeek,
  openCells,
  paint,
  rulesOf,
  stepOf,
  type WeeklyRule,
} from './weekly-hours.ts'
import { useWeekdays } from './weekdays.ts'

interface WeeklyHoursProps extends Claimant {
  rules: readonly WeeklyRule[]
}

type Format = NonNullable<WeeklyRule['format']>

export function WeeklyHours({ claimantKind, claimantId, rules }: WeeklyHoursProps) {
  const { t } = useI18n()
  const { organisation } = useMember()
  const weekdays = useWeekdays()
  const toast = useToast()
  const save = useAction(setAvailability, { refresh: [getAvailability] })
  const locations = useGlance(listResources, {}, claimantKind === 'teacher')?.locations ?? []
  const zone = rules[0]?.zone ?? organisation.zone
  const finest = stepOf(rules)
  const [step, setStep] = useState(finest)
  const [saved] = useState(() => openCells(rules, step))
  const [cells, setCells] = useState(saved)
  const [format, setFormat] = useState<Format>('both')
  const [locationId, setLocationId] = useState('')
  const now = rulesOf(cells, step, zone)
  const isChanged = !isSameWeek(openCells(now, 5), openCells(rules, 5))
  const frame = dayFrame([...rules, ...now])
  const brush = claimantKind === 'teacher' ? `${format}@${locationId}` : anyPurpose

  function submit() {
    save.run(
      { claimantKind, claimantId, rules: rulesOf(cells, step, zone) },
      { onSuccess: () => toast({ message: t('teaching.hours_saved') }) },
    )
  }

  function changeStep(next: number) {
    setCells(openCells(now, next))
    setStep(next)
  }

  function take(week: readonly WeeklyRule[]) {
    const next = Math.min(step, stepOf(week))
    setStep(next)
    setCells(openCells(week, next))
  }

  function describe(cell: HoursCell) {
    const purposes = cells.get(cellKey(cell))?.split(' ') ?? []
    const [only] = purposes
    if (only === undefined || (purposes.length === 1 && only === anyPurpose)) return null
    const formats = new Set(purposes.map((purpose) => purpose.split('@')[0]))
    const look = formats.size > 1 || formats.has('both') ? 'plain' : formats.has('online') ? 'other' : 'one'
    return { look, label: purposes.map(wordsOf).join(', ') } as const
  }

  function wordsOf(purpose: string): string {
    const [kind, place] = purpose.split('@') as [Format, string] // written by purposeOf
    const words = t(`teaching.format_${kind}`)
    const name = locations.find(({ id }) => id === place)?.name
    return name === undefined ? words : t('teaching.format_at', { format: words, location: name })
  }

  const hasPurposes = [...cells.values()].some((purposes) => purposes !== anyPurpose)
  const copied = readCopiedWeek()
  return (
    <Section
      title={t('teaching.weekly_hours')}
      action={
        <Menu
          label={t('teaching.whole_week')}
          icon="copy"
          entries={[
            {
              label: t('teaching.copy_week'),
              onChoose: () => {
                copyWeek(now)
                toast({ message: t('teaching.week_copied') })
              },
            },
            {
              label: t('teaching.paste_week'),
              ...(copied.length === 0 && { reason: t('teaching.nothing_copied') }),
              onChoose: () => take(readCopiedWeek()),
            },
            { label: t('teaching.clear_week'), danger: true, onChoose: () => setCells(new Map()) },
          ]}
        />
      }
    >
      <Stack>
        <Text size={14} tone="soft">
          {t('teaching.paint_hint', { zone: zone.replaceAll('_', ' ') })}
        </Text>
        {rules.length === 0 && !isChanged && (
          <Notice tone="info" title={t('teaching.no_hours')}>
            {t('teaching.no_hours_detail')}
          </Notice>
        )}
        <Inline>
          {claimantKind === 'teacher' && (
            <Segmented
              label={t('teaching.paint_for')}
              options={(['both', 'in_person', 'online'] as const).map((value) => ({
                value,
                label: t(`teaching.format_${value}`),
              }))}
              value={format}
              onChange={setFormat}
            />
          )}
          <Filters label={t('teaching.grid')}>
            {claimantKind === 'teacher' && locations.length > 1 && (
              <FilterSelect
                label={t('teaching.at_location')}
                options={[
                  { value: '', label: t('teaching.any_location') },
                  ...locations.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                value={locationId}
                onChange={setLocationId}
              />
            )}
            <FilterSelect
              label={t('teaching.step')}
              options={[30, 15].map((minutes) => ({
                value: String(minutes),
                label: t('teaching.minutes', { minutes }),
                disabled: stepOf(now) % minutes !== 0,
              }))}
              value={String(step)}
              onChange={(value) => changeStep(Number(value))}
            />
          </Filters>
        </Inline>
        <HoursGrid
          label={t('teaching.weekly_hours')}
          timeLabel={t('teaching.time')}
          weekdays={weekdays}
          fromMinute={frame.fromMinute}
          toMinute={frame.toMinute}
          stepMinutes={step}
          formatMinute={formatMinute}
          isOpen={(cell) => cells.has(cellKey(cell))}
          {...(hasPurposes && { purposeOf: describe })}
          onPaint={(changed, open) => setCells(paint(cells, changed, open ? brush : null))}
        />
        {save.error && <Notice tone="danger" title={save.error.title} urgent />}
        <Inline>
          <Button
            variant="primary"
            pending={save.isPending}
            reason={isChanged ? undefined : t('teaching.nothing_changed')}
            onClick={submit}
          >
            {t('teaching.save_hours')}
          </Button>
          {isChanged && <Button onClick={() => take(rules)}>{t('teaching.discard')}</Button>}
        </Inline>
        <HoursByDay cells={cells} step={step} wordsOf={hasPurposes ? wordsOf : null} onChange={setCells} />
      </Stack>
    </Section>
  )
}
