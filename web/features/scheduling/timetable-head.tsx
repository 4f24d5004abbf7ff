import type { Offering } from '#contract/catalogue'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Key } from '#web/ui/key.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Figures } from '#web/ui/status-line.tsx'
import { Heading } from '#web/ui/text.tsx'
import { useViewport } from '#web/ui/viewport.ts'
import { dayOf } from './local-time.ts'
import { askFor, stateOf } from './timetable-blocks.ts'
import { lanesOf, lessonsByLane, shareTaken, startsOn, type Shown } from './timetable-columns.ts'
import { TimetableFilters } from './timetable-filters.tsx'
import { TimetableJump } from './timetable-jump.tsx'
import { useTitle } from './timetable-title.ts'
import type { Span, TimetableSearch, View } from './timetable-search.ts'

interface TimetableHeadProps {
  shown: Shown
  search: TimetableSearch & { view: View; span: Span }
  date: Temporal.PlainDate
  offerings: readonly Offering[]
  onGo: (change: TimetableSearch) => void
  onGoBy: (direction: 1 | -1) => void
  onPlan?: () => void
}

/** Which day, seen how, narrowed down to what, and its figures. */
export function TimetableHead({ shown, search, date, offerings, onGo, onGoBy, onPlan }: TimetableHeadProps) {
  const { t, zone } = useI18n()
  const isWide = useViewport('wide')
  const title = useTitle(search.span, date, shown.days)
  const today = dayOf(shown.now, zone)
  const spans: readonly Span[] = isWide ? ['day', 'week', 'month', 'list'] : ['day', 'days', 'month', 'list']
  const views: readonly View[] =
    shown.data.vehicles.length > 0 ? ['rooms', 'teachers', 'vehicles'] : ['rooms', 'teachers']
  const hasColumns = isWide && search.span !== 'month' && search.span !== 'list'
  return (
    <>
      <Inline spread>
        <Inline>
          <Heading level={1} size={20}>
            {title}
          </Heading>
          <Inline gap="none">
            <IconButton icon="back" label={t('scheduling.before')} onClick={() => onGoBy(-1)} />
            {(isWide || !shown.days.some((day) => day.equals(today))) && (
              <Button onClick={() => onGo({ date: today.toString() })}>{t('scheduling.today')}</Button>
            )}
            <IconButton icon="forward" label={t('scheduling.after')} onClick={() => onGoBy(1)} />
          </Inline>
          <TimetableJump
            date={date}
            today={today}
            days={shown.days}
            onGo={(chosen) => onGo({ date: chosen.toString() })}
          />
        </Inline>
        <Inline>
          <Segmented
            label={t('scheduling.span')}
            options={spans.map((span) => ({ value: span, label: t(`scheduling.span_${span}`) }))}
            value={!isWide && search.span === 'week' ? 'days' : search.span}
            onChange={(span) => onGo({ span })}
          />
          {onPlan && isWide && (
            <Button variant="primary" icon="plus" onClick={onPlan}>
              {t('scheduling.lesson')} <Key>N</Key>
            </Button>
          )}
          {onPlan && !isWide && (
            <IconButton variant="secondary" icon="plus" label={t('scheduling.new_lesson')} onClick={onPlan} />
          )}
        </Inline>
      </Inline>
      <Inline spread>
        <Inline>
          {hasColumns && (
            <Segmented
              label={t('scheduling.view')}
              options={views.map((view) => ({ value: view, label: t(`scheduling.view_${view}`) }))}
              value={search.view}
              onChange={(view) => onGo({ view })}
            />
          )}
          <TimetableFilters shown={shown} search={search} offerings={offerings} onGo={onGo} />
        </Inline>
        {search.span !== 'month' && <TimetableFigures shown={shown} />}
      </Inline>
    </>
  )
}

function TimetableFigures({ shown }: { shown: Shown }) {
  const { t, formatNumber, formatShare } = useI18n()
  const { data, now, days } = shown
  const lessons = shown.lessons.filter((lesson) => days.some((day) => startsOn(day, lesson, data.zone)))
  const isAsked = askFor(shown)
  const unmarked = lessons.filter((lesson) => lesson.title !== '' && stateOf(lesson, now) === 'unmarked').length
  const kept = lessons.filter((lesson) => isAsked(lesson) !== null).length
  const held = kept + data.holds.filter(({ asWhat }) => asWhat === 'teacher').length
  return (
    <Figures
      figures={[
        { label: t('scheduling.lessons'), value: formatNumber(lessons.length - kept) },
        { label: t('scheduling.held'), value: formatNumber(held) },
        {
          label: t('scheduling.not_marked'),
          value: formatNumber(unmarked),
          ...(unmarked > 0 && { tone: 'warn' as const }),
        },
        ...takenFigures(),
      ]}
    />
  )

  function takenFigures() {
    const share = shareOfRooms(shown)
    return share === null ? [] : [{ label: t('scheduling.rooms_taken'), value: formatShare(share) }]
  }
}

function shareOfRooms(shown: Shown): number | null {
  const byDay = shown.days.map((day): Shown => ({ ...shown, days: [day], chosen: null, only: null, view: 'rooms' }))
  const lanes = byDay.flatMap((each) =>
    lanesOf(each).map((lane) => ({ ...lane, id: `${lane.day.toString()} ${lane.id}` })),
  )
  const taken = new Map(
    byDay.flatMap((each) => {
      const ofDay = lanesOf(each)
      return [...lessonsByLane(each, ofDay)].map(
        ([id, lessons]) => [`${ofDay[0]?.day.toString()} ${id}`, lessons] as const,
      )
    }),
  )
  return shareTaken(shown, lanes, taken)
}
