import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getSeries, SeriesId, type Series } from '#contract/series'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Columns, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { timeOf } from './draft.ts'
import { EndDialog } from './end-dialog.tsx'
import { PauseDialog } from './pause-dialog.tsx'
import { describeRule } from './rule-words.ts'
import { SeriesDates } from './series-dates.tsx'

/** One series: what it is, every date of it, and changing, pausing or ending it. */
export function SeriesPage() {
  const i18n = useI18n()
  const { t } = i18n
  const member = useMember()
  const params: { seriesId?: string } = useParams({ strict: false })
  const series = useRead(getSeries, { seriesId: SeriesId.parse(params.seriesId) })
  const [dialog, setDialog] = useState<'pause' | 'end' | null>(null)
  const coming = series.dates.filter(({ isPast }) => !isPast)
  const past = series.dates.filter(({ isPast }) => isPast)
  const open = coming.filter(({ state }) => state === 'clash').length
  const next = coming.find(({ state }) => state === 'planned')

  return (
    <Page>
      <PageHeading
        title={series.title}
        detail={
          <>
            {describeRule(i18n, series.rule)}, <bdi>{timeOf(series.startMinute)}</bdi>{' '}
            {series.endedOn && <Badge>{t('series.ended')}</Badge>}
          </>
        }
        above={<TextLink href={paths.timetable(member.slug)}>{t('series.back_to_timetable')}</TextLink>}
        actions={
          series.can.change && (
            <>
              {next && (
                <ButtonLink href={`${paths.changeSeries(member.slug, series.id)}?date=${next.date.toString()}`}>
                  {t('series.change')}
                </ButtonLink>
              )}
              <Button onClick={() => setDialog('pause')}>{t('series.pause_ellipsis')}</Button>
              <Button variant="danger" onClick={() => setDialog('end')}>
                {t('series.end_ellipsis')}
              </Button>
            </>
          )
        }
      />
      <Columns
        main={
          <Stack gap="large">
            {open > 0 && <Notice tone="warn" title={t('series.open', { count: open })} />}
            <Section title={t('series.coming')} count={coming.length}>
              <SeriesDates series={series} dates={coming} empty={t('series.none_coming')} />
            </Section>
            {past.length > 0 && (
              <Section title={t('series.past')} count={past.length}>
                <SeriesDates series={series} dates={past} empty="" />
              </Section>
            )}
          </Stack>
        }
        side={
          <Section title={t('series.facts')} size={14}>
            <SeriesFacts series={series} />
          </Section>
        }
      />
      {series.can.change && (
        <>
          <PauseDialog open={dialog === 'pause'} onClose={() => setDialog(null)} series={series} />
          <EndDialog open={dialog === 'end'} onClose={() => setDialog(null)} series={series} />
        </>
      )}
    </Page>
  )
}

function SeriesFacts({ series }: { series: Series }) {
  const i18n = useI18n()
  const { t, zone, formatDate, formatList } = i18n
  const member = useMember()
  const { teacher, students } = series
  return (
    <DefinitionList
      lines={[
        {
          term: t('scheduling.teacher'),
          value: <TextLink href={paths.person(member.slug, teacher.id)}>{teacher.name}</TextLink>,
        },
        { term: t('scheduling.room'), value: series.room?.name ?? t('scheduling.any_room') },
        ...(students.length > 0
          ? [{ term: t('scheduling.students'), value: formatList(students.map(({ name }) => name)) }]
          : []),
        { term: t('scheduling.length'), value: t('scheduling.minutes', { count: series.durationMinutes }) },
        {
          term: t('series.lessons'),
          value: series.neverEnds
            ? t('series.made_until', { date: formatDate(series.madeUntil) })
            : t('series.total', { count: series.total }),
        },
        ...(series.zone === zone ? [] : [{ term: t('series.zone'), value: series.zone }]),
        ...series.pauses.map(({ fromDate, toDate }) => ({
          term: t('series.pause'),
          value: t('series.pause_range', { from: formatDate(fromDate), to: formatDate(toDate) }),
        })),
        ...(series.endedOn ? [{ term: t('series.ended'), value: formatDate(series.endedOn) }] : []),
      ]}
    />
  )
}
