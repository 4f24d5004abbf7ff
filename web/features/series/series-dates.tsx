import { useState } from 'react'
import { decideDate, previewDate, type PreviewDate, type Series, type SeriesDate } from '#contract/series'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import type { Choice } from './choices.ts'
import { ClashCard } from './preview-list.tsx'
import { changesOfSeries } from './refresh.ts'

interface SeriesDatesProps {
  series: Series
  dates: readonly SeriesDate[]
  empty: string
}

export function SeriesDates({ series, dates, empty }: SeriesDatesProps) {
  const { t } = useI18n()
  if (dates.length === 0) return <Text tone="soft">{empty}</Text>
  return (
    <List label={t('series.dates')}>
      {dates.map((each) => (
        <SeriesRow key={each.date.toString()} series={series} each={each} />
      ))}
    </List>
  )
}

interface RowProps {
  series: Series
  each: SeriesDate
}

function SeriesRow({ series, each }: RowProps) {
  const { t, formatDay, formatRange } = useI18n()
  const member = useMember()
  const { number, lessonId, state } = each
  const canDecide = series.can.change && !each.isPast && (state === 'clash' || state === 'skipped')
  return (
    <ListRow
      title={<bdi>{formatDay(each.isMoved ? each.startsAt : each.date)}</bdi>}
      {...(lessonId && { href: paths.lesson(member.slug, lessonId) })}
      detail={
        <Inline>
          <bdi>{formatRange(each.startsAt, each.endsAt)}</bdi>
          {each.teacherName && each.teacherName !== series.teacher.name && <span>{each.teacherName}</span>}
          {each.roomName && <span>{each.roomName}</span>}
          <StateBadge each={each} />
        </Inline>
      }
      end={
        number === null
          ? null
          : series.neverEnds
            ? t('series.number', { number })
            : t('series.of', { number, total: series.total })
      }
      actions={canDecide ? <OpenDate series={series} each={each} /> : undefined}
    />
  )
}

function StateBadge({ each }: { each: SeriesDate }) {
  const { t, zone, formatDay } = useI18n()
  if (each.state === 'cancelled') return <Badge tone="danger">{t('series.state_cancelled')}</Badge>
  if (each.state === 'clash')
    return (
      <Badge tone="danger" icon="alert">
        {t('series.state_clash')}
      </Badge>
    )
  if (each.state === 'skipped') return <Badge>{t(`series.why_${each.why === '' ? 'choice' : each.why}`)}</Badge>
  if (!each.isMoved) return null
  const isSameDay = each.startsAt.toZonedDateTimeISO(zone).toPlainDate().equals(each.date)
  return (
    <Badge tone="info">
      {isSameDay ? t('series.other_time') : t('series.moved_from', { date: formatDay(each.date) })}
    </Badge>
  )
}

/** A date without a lesson: looks what stands in the way, and plans it after all. */
function OpenDate({ series, each }: RowProps) {
  const { t, formatDay } = useI18n()
  const show = useToast()
  const [seen, setSeen] = useState<PreviewDate | null>(null)
  const look = useAction(previewDate, { refresh: [] })
  const decide = useAction(decideDate, { refresh: changesOfSeries })
  const { date } = each
  const target = { seriesId: series.id, date }

  function choose(choice: Choice | null) {
    const instead = choice?.kind === 'instead' ? choice.alternative : null
    const chosen = instead
      ? { startsAt: instead.startsAt, teacherId: instead.teacherId, ...(instead.roomId && { roomId: instead.roomId }) }
      : {}
    decide.run(
      { ...target, ...chosen, ...(choice?.kind === 'skip' && { skip: true }) },
      {
        onSuccess: () => {
          setSeen(null)
          show({ message: choice?.kind === 'skip' ? t('series.left_out') : t('series.planned', { count: 1 }) })
        },
      },
    )
  }

  const problem = decide.error ?? look.error
  return (
    <Stack gap="small">
      {problem && <Notice tone="danger" title={problem.title} urgent />}
      {seen?.state === 'clash' ? (
        <ClashCard each={seen} onChoose={choose} />
      ) : (
        <Button
          pending={look.isPending || decide.isPending}
          aria-label={t('series.decide_date', { date: formatDay(date) })}
          onClick={() =>
            look.run(target, { onSuccess: (now) => (now.state === 'clash' ? setSeen(now) : choose(null)) })
          }
        >
          {each.state === 'clash' ? t('series.decide') : t('series.plan_after_all')}
        </Button>
      )}
    </Stack>
  )
}
