import type { Alternative, PreviewDate } from '#contract/series'
import type { I18n } from '#web/app/i18n.tsx'
import { useI18n } from '#web/app/i18n.tsx'
import { describeReason } from '#web/features/scheduling/reasons.ts'
import { joinWords } from '#web/features/scheduling/words.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { type Choice, chooseAt, type Choices } from './choices.ts'

interface PreviewListProps {
  dates: readonly PreviewDate[]
  choices: Choices
  onChange: (choices: Choices) => void
}

/** All dates in order; those that clash are cards with what can be done about them. */
export function PreviewList({ dates, choices, onChange }: PreviewListProps) {
  const { t } = useI18n()
  return (
    <List label={t('series.dates')}>
      {dates.map((each) => (
        <PreviewRow
          key={each.date.toString()}
          each={each}
          choice={choices.get(each.date.toString())}
          onChoose={(choice) => onChange(chooseAt(choices, each.date, choice))}
        />
      ))}
    </List>
  )
}

interface PreviewRowProps {
  each: PreviewDate
  choice: Choice | undefined
  onChoose: (choice: Choice | null) => void
}

function PreviewRow({ each, choice, onChoose }: PreviewRowProps) {
  const i18n = useI18n()
  const { t, formatDay } = i18n
  const { date, number, state } = each
  const isOpen = state === 'clash' && !choice
  return (
    <ListRow
      title={<bdi>{formatDay(date)}</bdi>}
      detail={<DateDetail each={each} choice={choice} />}
      end={choice?.kind === 'skip' ? null : number === null ? null : t('series.number', { number })}
      actions={
        isOpen ? (
          <ClashCard each={each} onChoose={onChoose} />
        ) : choice ? (
          <Button
            variant="quiet"
            aria-label={t('series.choose_again_for', { date: formatDay(date) })}
            onClick={() => onChoose(null)}
          >
            {t('series.choose_again')}
          </Button>
        ) : state === 'free' ? (
          <Button
            variant="quiet"
            aria-label={t('series.leave_out_date', { date: formatDay(date) })}
            onClick={() => onChoose({ kind: 'skip' })}
          >
            {t('series.leave_out')}
          </Button>
        ) : undefined
      }
    />
  )
}

function DateDetail({ each, choice }: Pick<PreviewRowProps, 'each' | 'choice'>) {
  const i18n = useI18n()
  const { t, formatRange } = i18n
  const { state, clockChange } = each
  return (
    <Stack gap="small">
      <Inline>
        <bdi>{formatRange(each.startsAt, each.endsAt)}</bdi>
        {choice?.kind === 'skip' && <Badge>{t('series.state_skipped')}</Badge>}
        {choice?.kind === 'instead' && (
          <Badge tone="success" icon="check">
            {describeAlternative(i18n, choice.alternative, each)}
          </Badge>
        )}
        {!choice && state === 'clash' && (
          <Badge tone="danger" icon="alert">
            {t('series.state_clash')}
          </Badge>
        )}
        {!choice && state === 'closed' && <Badge>{closedWords(i18n, each)}</Badge>}
        {!choice && state === 'paused' && <Badge>{t('series.state_paused')}</Badge>}
        {!choice && state === 'kept' && <Badge>{t('series.state_kept')}</Badge>}
      </Inline>
      {clockChange && (
        <Text tone="soft">{clockChange === 'skipped' ? t('series.clock_skipped') : t('series.clock_doubled')}</Text>
      )}
    </Stack>
  )
}

function closedWords({ t }: I18n, { reasons }: PreviewDate): string {
  const name = reasons.find(({ code }) => code === 'closure')?.subjectName
  return name ? t('series.state_closed', { name }) : t('series.state_skipped')
}

interface ClashCardProps {
  each: PreviewDate
  onChoose: (choice: Choice) => void
}

/** Why a date cannot be held, and what can be done. */
export function ClashCard({ each, onChoose }: ClashCardProps) {
  const i18n = useI18n()
  const { t, formatDay } = i18n
  const { date, reasons, alternatives } = each
  return (
    <Notice tone="warn" title={t('series.clash_on', { date: formatDay(date) })}>
      <Stack gap="small">
        {reasons.map((reason) => (
          <Text key={`${reason.code} ${reason.from?.toString()}`}>{describeReason(i18n, reason)}</Text>
        ))}
        {alternatives.map((alternative) => (
          <Button
            key={`${alternative.kind} ${alternative.startsAt.toString()}`}
            wide
            aria-label={t('series.take_for', {
              date: formatDay(date),
              what: describeAlternative(i18n, alternative, each),
            })}
            onClick={() => onChoose({ kind: 'instead', alternative })}
          >
            {describeAlternative(i18n, alternative, each)}
          </Button>
        ))}
        <Button
          variant="quiet"
          wide
          aria-label={t('series.leave_out_date', { date: formatDay(date) })}
          onClick={() => onChoose({ kind: 'skip' })}
        >
          {t('series.leave_out')}
        </Button>
      </Stack>
    </Notice>
  )
}

/** Says what differs: the time, the room, or who teaches. */
function describeAlternative(i18n: I18n, alternative: Alternative, { startsAt }: PreviewDate): string {
  const { t, zone, formatTime, formatDayAndTime } = i18n
  const dayOf = (instant: Temporal.Instant) => instant.toZonedDateTimeISO(zone).toPlainDate()
  const { kind, teacherName, roomName } = alternative
  if (kind === 'other_teacher') return joinWords(i18n, [t('series.with_teacher', { name: teacherName }), roomName])
  if (kind === 'other_room') return t('series.in_room', { name: roomName ?? '' })
  const isSameDay = dayOf(alternative.startsAt).equals(dayOf(startsAt))
  const time = isSameDay ? formatTime(alternative.startsAt) : formatDayAndTime(alternative.startsAt)
  return joinWords(i18n, [t('series.at_time', { time }), roomName])
}
