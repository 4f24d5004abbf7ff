import type { Offering } from '#contract/catalogue'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { FilterDate, Filters, FilterSelect } from '#web/ui/filter.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Key } from '#web/ui/key.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Figures } from '#web/ui/status-line.tsx'
import { Heading } from '#web/ui/text.tsx'
import { useViewport } from '#web/ui/viewport.ts'
import { dayOf } from './local-time.ts'
import { askedFor, stateOf } from './timetable-blocks.ts'
import { lanesOf, shareTaken, type Shown } from './timetable-columns.ts'
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
  const { t, formatLongDay, formatDay, formatMonth, zone } = useI18n()
  const isWide = useViewport('wide')
  const { days } = shown
  const [first = date] = days
  const last = days.at(-1) ?? date
  const title =
    days.length === 1
      ? (isWide ? formatLongDay : formatDay)(date)
      : first.month === last.month && days.length === 7
        ? t('scheduling.week_of_month', { first: first.day, last: last.day, month: formatMonth(last) })
        : t('scheduling.week', { first: formatDay(first), last: formatDay(last) })
  const spans = isWide
    ? [
        { value: 'day' as const, label: t('scheduling.span_day') },
        { value: 'week' as const, label: t('scheduling.span_week') },
      ]
    : [
        { value: 'day' as const, label: t('scheduling.span_day') },
        { value: 'days' as const, label: t('scheduling.span_days') },
      ]
  const today = dayOf(shown.now, zone)
  return (
    <>
      <Inline spread>
        <Inline>
          <Heading level={1} size={20}>
            {title}
          </Heading>
          <Inline gap="none">
            <IconButton icon="back" label={t('scheduling.before')} onClick={() => onGoBy(-1)} />
            <Button onClick={() => onGo({ date: today.toString() })}>{t('scheduling.today')}</Button>
            <IconButton icon="forward" label={t('scheduling.after')} onClick={() => onGoBy(1)} />
          </Inline>
        </Inline>
        <Inline>
          {(isWide || search.span !== 'day') && (
            <Segmented
              label={t('scheduling.view')}
              options={[
                { value: 'rooms', label: t('scheduling.view_rooms') },
                { value: 'teachers', label: t('scheduling.view_teachers') },
              ]}
              value={search.view}
              onChange={(view) => onGo({ view })}
            />
          )}
          <Segmented
            label={t('scheduling.span')}
            options={spans}
            value={!isWide && search.span === 'week' ? 'days' : search.span}
            onChange={(span) => onGo({ span })}
          />
          {onPlan && (
            <Button variant="primary" icon="plus" onClick={onPlan}>
              {t('scheduling.lesson')} {isWide && <Key>N</Key>}
            </Button>
          )}
        </Inline>
      </Inline>
      <Inline spread>
        <TimetableFilters shown={shown} search={search} date={date} offerings={offerings} onGo={onGo} />
        <TimetableFigures shown={shown} />
      </Inline>
    </>
  )
}

type FiltersProps = Pick<TimetableHeadProps, 'shown' | 'search' | 'date' | 'offerings' | 'onGo'>

function TimetableFilters({ shown, search, date, offerings, onGo }: FiltersProps) {
  const { t } = useI18n()
  const { teachers, rooms } = shown.data
  const courses = offerings.map(({ id, title }) => ({ id, name: title }))
  return (
    <Filters label={t('scheduling.filter')}>
      <FilterDate
        label={t('scheduling.go_to_day')}
        value={date.toString()}
        onChange={(chosen) => onGo({ date: chosen })}
      />
      <FilterSelect
        label={t('scheduling.course')}
        options={options(t('scheduling.all_courses'), courses)}
        value={search.offering ?? ''}
        onChange={(offering) => onGo({ offering })}
      />
      <FilterSelect
        label={t('scheduling.teacher')}
        options={options(t('scheduling.all_teachers'), teachers)}
        value={search.teacher ?? ''}
        onChange={(teacher) => onGo({ teacher })}
      />
      <FilterSelect
        label={t('scheduling.room')}
        options={options(t('scheduling.all_rooms'), rooms)}
        value={search.room ?? ''}
        onChange={(room) => onGo({ room })}
      />
    </Filters>
  )
}

function TimetableFigures({ shown }: { shown: Shown }) {
  const { t, formatNumber, formatShare } = useI18n()
  const { lessons, data, now, days } = shown
  const unmarked = lessons.filter((lesson) => lesson.title !== '' && stateOf(lesson, now) === 'unmarked').length
  const kept = lessons.filter((lesson) => askedFor(shown, lesson) !== null).length
  const held = kept + data.holds.filter(({ asWhat }) => asWhat === 'teacher').length
  const lanes = days.flatMap((day) => lanesOf({ ...shown, days: [day], chosen: null, view: 'rooms' }))
  const taken = shareTaken({ ...shown, view: 'rooms' }, lanes)
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
        ...(taken === null ? [] : [{ label: t('scheduling.rooms_taken'), value: formatShare(taken) }]),
      ]}
    />
  )
}

function options(all: string, named: readonly { id: string; name: string }[]) {
  return [{ value: '', label: all }, ...named.map(({ id, name }) => ({ value: id, label: name }))]
}
