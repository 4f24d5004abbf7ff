import { useState } from 'react'
import { getAvailability, setAvailability } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { HoursGrid } from '#web/ui/hours-grid.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import type { Claimant } from './availability-panel.tsx'
import {
  copyDay,
  cellKey,
  dayFrame,
  openCells,
  paint,
  rulesOf,
  stepOf,
  stretchesOf,
  weekdayNumbers,
  type WeeklyRule,
} from './weekly-hours.ts'
import { useWeekdays } from './weekdays.ts'

interface WeeklyHoursProps extends Claimant {
  rules: readonly WeeklyRule[]
}

export function WeeklyHours({ claimantKind, claimantId, rules }: WeeklyHoursProps) {
  const { t, formatList } = useI18n()
  const { organisation } = useMember()
  const weekdays = useWeekdays()
  const toast = useToast()
  const save = useAction(setAvailability, { refresh: [getAvailability] })
  const zone = rules[0]?.zone ?? organisation.zone
  const step = stepOf(rules)
  const [saved] = useState(() => openCells(rules, step))
  const [cells, setCells] = useState(saved)
  const isChanged = saved.symmetricDifference(cells).size > 0
  const frame = dayFrame(rules)
  const stretchText = (weekday: number) =>
    formatList(
      stretchesOf(cells, weekday, step).map(({ fromMinute, toMinute }) =>
        t('teaching.from_to', { from: formatMinute(fromMinute), to: formatMinute(toMinute) }),
      ),
    )

  function submit() {
    save.run(
      { claimantKind, claimantId, rules: rulesOf(cells, step, zone) },
      { onSuccess: () => toast({ message: t('teaching.hours_saved') }) },
    )
  }

  return (
    <Section title={t('teaching.weekly_hours')}>
      <Stack>
        <Text size={14} tone="soft">
          {t('teaching.paint_hint', { zone })}
        </Text>
        {rules.length === 0 && !isChanged && (
          <Notice tone="info" title={t('teaching.no_hours')}>
            {t('teaching.no_hours_detail')}
          </Notice>
        )}
        <HoursGrid
          label={t('teaching.weekly_hours')}
          timeLabel={t('teaching.time')}
          weekdays={weekdays}
          fromMinute={frame.fromMinute}
          toMinute={frame.toMinute}
          stepMinutes={step}
          formatMinute={formatMinute}
          isOpen={(cell) => cells.has(cellKey(cell))}
          onPaint={(changed, open) => setCells(paint(cells, changed, open))}
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
          {isChanged && <Button onClick={() => setCells(saved)}>{t('teaching.discard')}</Button>}
        </Inline>
        <List label={t('teaching.hours_by_day')}>
          {weekdays.map(({ number, long }) => (
            <ListRow
              key={number}
              title={long}
              detail={stretchText(number) || t('teaching.closed_day')}
              actions={
                <Menu
                  label={t('teaching.copy_day', { day: long })}
                  icon="copy"
                  iconOnly
                  variant="quiet"
                  entries={[
                    {
                      label: t('teaching.copy_to_all'),
                      onChoose: () => setCells(copyDay(cells, number, weekdayNumbers)),
                    },
                    ...weekdays
                      .filter((other) => other.number !== number)
                      .map((other) => ({
                        label: t('teaching.copy_to', { day: other.long }),
                        onChoose: () => setCells(copyDay(cells, number, [other.number])),
                      })),
                  ]}
                />
              }
            />
          ))}
        </List>
      </Stack>
    </Section>
  )
}

function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}
