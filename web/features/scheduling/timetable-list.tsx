import { useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { MarginLink, MarginList, MarginNow, MarginRow } from '#web/ui/margin-list.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Text } from '#web/ui/text.tsx'
import type { Block } from '#web/ui/timetable.tsx'
import { dayOf, minuteOn } from './local-time.ts'
import { blocksOf, type Drawing } from './timetable-blocks.ts'
import { nowhere, type Lane } from './timetable-columns.ts'
import { indexOf } from './timetable-data.ts'
import { joinWords } from './words.ts'

interface TimetableListProps {
  drawing: Drawing
  formatMinute: (minute: number) => string
}

const rowsAtOnce = 100

/** Everything in order of time, day by day, whichever room it is in. */
export function TimetableList({ drawing, formatMinute }: TimetableListProps) {
  const { t, formatLongDay } = useI18n()
  const [most, setMost] = useState(rowsAtOnce)
  const { days } = drawing.shown
  const byDay = days.map((day) => ({ day, rows: rowsOf(day, drawing) })).filter(({ rows }) => rows.length > 0)
  if (byDay.length === 0)
    return <EmptyState title={t('scheduling.day_empty')}>{t('scheduling.day_empty_detail')}</EmptyState>
  if (days.length === 1) {
    const [only] = byDay
    return only && <DayRows {...only} drawing={drawing} formatMinute={formatMinute} />
  }

  const total = byDay.reduce((sum, { rows }) => sum + rows.length, 0)
  return (
    <Stack gap="large">
      {takeRows(byDay, most).map(({ day, rows, count }) => (
        <Section key={day.toString()} title={formatLongDay(day)} count={count} size={20}>
          <DayRows day={day} rows={rows} drawing={drawing} formatMinute={formatMinute} />
        </Section>
      ))}
      <ShowMore
        label={t('common.show_more')}
        pending={false}
        onMore={total > most ? () => setMost(most + rowsAtOnce) : null}
      />
    </Stack>
  )
}

interface DayOfRows {
  readonly day: Temporal.PlainDate
  readonly rows: readonly Row[]
}

/** The first so many rows, with how many each day has in all. */
function takeRows(byDay: readonly DayOfRows[], most: number) {
  let left = most
  return byDay.flatMap(({ day, rows }) => {
    const taken = rows.slice(0, left)
    left -= taken.length
    return taken.length === 0 ? [] : [{ day, rows: taken, count: rows.length }]
  })
}

interface Row {
  readonly block: Block
  readonly lane: Lane
}

function rowsOf(day: Temporal.PlainDate, { shown, ...drawing }: Drawing): Row[] {
  const lane: Lane = { id: day.toString(), day, claimantId: shown.chosen }
  // As one column of days, even if it is a single day.
  const blocks = blocksOf([lane], { ...drawing, shown: { ...shown, days: [day, day] } })
  return blocks
    .filter(({ state }) => state !== 'closed')
    .toSorted((one, other) => one.startMinute - other.startMinute)
    .map((block) => ({ block, lane }))
}

interface DayRowsProps extends TimetableListProps {
  day: Temporal.PlainDate
  rows: readonly Row[]
}

function DayRows({ day, rows, drawing, formatMinute }: DayRowsProps) {
  const i18n = useI18n()
  const { t, zone, formatTime, formatLongDay } = i18n
  const { data, now } = drawing.shown
  const index = indexOf(data)
  const nowMinute = day.equals(dayOf(now, zone)) ? minuteOn(day, now, zone) : null
  const nextIndex = nowMinute === null ? -1 : rows.findIndex(({ block }) => block.startMinute > nowMinute)
  return (
    <MarginList label={t('scheduling.lessons_of', { day: formatLongDay(day) })}>
      {rows.flatMap(({ block, lane }, position) => {
        const lesson = index.lessons.get(block.id)
        const claimant = lane.claimantId !== null && lane.claimantId !== nowhere ? lane.claimantId : null
        const who = lesson ? lesson.teacherName : claimant && index.nameOf(claimant)
        return [
          ...(position === nextIndex
            ? [<MarginNow key="now" time={formatTime(now)} label={t('scheduling.now', { time: formatTime(now) })} />]
            : []),
          <MarginRow
            key={block.id}
            time={formatMinute(block.startMinute)}
            detail={formatMinute(block.endMinute)}
            past={block.state === 'past'}
          >
            <Inline spread align="start">
              <Stack gap="none">
                {block.href === undefined ? (
                  <Text weight="strong">{block.title}</Text>
                ) : (
                  <MarginLink href={block.href}>{block.title}</MarginLink>
                )}
                <Text size={14} tone="soft">
                  {joinWords(i18n, [...new Set([...block.lines, who]), block.heldUntil])}
                </Text>
              </Stack>
              <BlockState block={block} />
            </Inline>
          </MarginRow>,
        ]
      })}
    </MarginList>
  )
}

function BlockState({ block }: { block: Block }) {
  if (block.choiceRank) return <Badge tone="accent">{block.choiceRank}</Badge>
  if (!block.stateLabel) return null
  return <Badge tone={block.state === 'unmarked' ? 'warn' : 'neutral'}>{block.stateLabel}</Badge>
}
