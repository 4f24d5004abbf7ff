import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Page, Stack } from '#web/ui/layout.tsx'
import { MarginList, MarginNow, MarginRow } from '#web/ui/margin-list.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import type { Block } from '#web/ui/timetable.tsx'
import { dayOf, minuteOn } from './local-time.ts'
import type { Lane, Shown } from './timetable-columns.ts'
import { joinWords } from './words.ts'

interface TimetableListProps {
  shown: Shown
  lanes: readonly Lane[]
  blocks: readonly Block[]
  formatMinute: (minute: number) => string
}

/** One day on a phone: everything in order of time, whichever room it is in. */
export function TimetableList({ shown, lanes, blocks, formatMinute }: TimetableListProps) {
  const i18n = useI18n()
  const { t, zone, formatTime } = i18n
  const { data, now, days } = shown
  const [day = dayOf(now, zone)] = days
  const rows = blocks
    .filter(({ state }) => state !== 'closed')
    .toSorted((one, other) => one.startMinute - other.startMinute)
  if (rows.length === 0)
    return (
      <Page>
        <EmptyState title={t('scheduling.day_empty')}>{t('scheduling.day_empty_detail')}</EmptyState>
      </Page>
    )

  // A block of a room says its teacher itself, and the other way round.
  const whereOf = (block: Block) => {
    const lane = lanes.find(({ id }) => id === block.column)
    const everyone = [...data.rooms, ...data.teachers]
    return everyone.find(({ id }) => id === lane?.claimantId)?.name
  }
  const nowMinute = day.equals(dayOf(now, zone)) ? minuteOn(day, now, zone) : null
  const nextIndex = nowMinute === null ? -1 : rows.findIndex(({ startMinute }) => startMinute > nowMinute)
  return (
    <Page>
      <MarginList label={t('scheduling.timetable')}>
        {rows.flatMap((block, index) => [
          ...(index === nextIndex
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
                  <TextLink href={block.href}>{block.title}</TextLink>
                )}
                <Text size={14} tone="soft">
                  {joinWords(i18n, [...block.lines, whereOf(block), block.heldUntil])}
                </Text>
              </Stack>
              <BlockState block={block} />
            </Inline>
          </MarginRow>,
        ])}
      </MarginList>
    </Page>
  )
}

function BlockState({ block }: { block: Block }) {
  if (block.choiceRank) return <Badge tone="accent">{block.choiceRank}</Badge>
  if (!block.stateLabel) return null
  return <Badge tone={block.state === 'unmarked' ? 'warn' : 'neutral'}>{block.stateLabel}</Badge>
}
