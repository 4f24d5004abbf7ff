import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { listBookings } from '#contract/booking'
import { listOfferings } from '#contract/catalogue'
import { getTimetable } from '#contract/scheduling'
import { useNow } from '#web/app/clock.ts'
import { waiting } from '#web/app/counts.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useKeys } from '#web/app/keys.ts'
import { useGlance, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { InboxPeek } from '#web/features/booking/inbox-peek.tsx'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Timetable } from '#web/ui/timetable.tsx'
import { useViewport } from '#web/ui/viewport.ts'
import { Workbench } from '#web/ui/workbench.tsx'
import { dayOf, instantAt, minuteOn } from './local-time.ts'
import { useLessonMoves } from './moves.tsx'
import { PlanDialog } from './plan-dialog.tsx'
import { blocksOf } from './timetable-blocks.ts'
import { columnsOf, hoursOf, lanesOf, type Lane, type Shown } from './timetable-columns.ts'
import { TimetableHead } from './timetable-head.tsx'
import { TimetableList } from './timetable-list.tsx'
import { daysOf, readTimetableSearch, writeTimetableSearch, type TimetableSearch } from './timetable-search.ts'

/** A day by rooms or teachers, or a week: everything that stands, is held, or is closed. */
export function TimetablePage() {
  const i18n = useI18n()
  const { t, zone, formatTime } = i18n
  const navigate = useNavigate()
  const member = useMember()
  const now = useNow()
  const isWide = useViewport('wide')
  const hasPeek = useViewport('widest') && member.can('booking.manage')
  const [isPlanning, setPlanning] = useState(false)

  const search = readTimetableSearch(useSearch({ strict: false }))
  const today = dayOf(now, zone)
  const date = search.date ? Temporal.PlainDate.from(search.date) : today
  const span = search.span ?? 'day'
  const days = daysOf(span, date)
  const data = useRead(getTimetable, { from: days[0] ?? date, to: days.at(-1) ?? date })
  const { offerings } = useRead(listOfferings, { all: true })
  const bookings = useGlance(listBookings, waiting.requests, member.can('booking.manage'))?.rows ?? []
  const view = search.view ?? (data.rooms.length > 0 && member.can('timetable.manage') ? 'rooms' : 'teachers')

  const shown: Shown = {
    data,
    bookings,
    view,
    days,
    now,
    lessons: data.lessons.filter(
      (lesson) =>
        lesson.status === 'planned' &&
        (search.offering === undefined || lesson.offeringId === search.offering) &&
        (search.teacher === undefined || lesson.teacherId === search.teacher) &&
        (search.room === undefined || lesson.roomId === search.room),
    ),
    chosen: (view === 'rooms' ? search.room : search.teacher) ?? null,
  }
  const lanes = lanesOf(shown)
  const moves = useLessonMoves(shown, lanes, member.can('timetable.manage'))
  const hours = hoursOf(shown)
  const address = (change: TimetableSearch) =>
    paths.timetable(member.slug) + writeTimetableSearch({ ...search, view, ...change })
  const go = (change: TimetableSearch) => void navigate({ href: address(change) })
  const goBy = (direction: 1 | -1) => go({ date: date.add({ days: direction * days.length }).toString() })
  const plan = () => setPlanning(member.can('timetable.manage'))

  useKeys({
    t: () => go({ date: today.toString() }),
    d: () => go({ span: 'day' }),
    w: () => go({ span: isWide ? 'week' : 'days' }),
    j: () => goBy(1),
    k: () => goBy(-1),
    n: plan,
  })

  const links = {
    lesson: (id: string) => paths.lesson(member.slug, id),
    request: member.can('booking.manage') ? (id: string) => paths.request(member.slug, id) : null,
  }
  const columnHref = (lane: Lane) => {
    if (days.length > 1) return address({ date: lane.day.toString(), span: 'day' })
    return address({ span: 'week', ...(view === 'rooms' ? { room: lane.id } : { teacher: lane.id }) })
  }
  const blocks = blocksOf(lanes, { shown, hours, i18n, links })
  const formatMinute = (minute: number) => formatTime(instantAt(date, minute, zone))

  return (
    <Workbench
      head={
        <TimetableHead
          shown={shown}
          search={{ ...search, view, span }}
          date={date}
          offerings={offerings}
          onGo={go}
          onGoBy={goBy}
          {...(member.can('timetable.manage') && { onPlan: plan })}
        />
      }
      {...(hasPeek && { peek: <InboxPeek /> })}
    >
      {lanes.length === 0 ? (
        <EmptyState
          title={t('scheduling.empty')}
          action={
            member.can('resources.manage') && (
              <ButtonLink href={paths.rooms(member.slug)}>{t('scheduling.empty_action')}</ButtonLink>
            )
          }
        >
          {t('scheduling.empty_detail')}
        </EmptyState>
      ) : !isWide && span === 'day' ? (
        <TimetableList shown={shown} lanes={lanes} blocks={blocks} formatMinute={formatMinute} />
      ) : (
        <Timetable
          label={t('scheduling.timetable')}
          zone={zoneName(now, zone, member.organisation.country)}
          columns={columnsOf(shown, lanes, i18n, columnHref)}
          blocks={blocks}
          dayStartMinute={hours.start}
          dayEndMinute={hours.end}
          formatMinute={formatMinute}
          {...(moves && { moves })}
          {...(days.some((day) => day.equals(today)) && {
            now: { minute: minuteOn(today, now, zone), label: t('scheduling.now', { time: formatTime(now) }) },
          })}
        />
      )}
      {member.can('timetable.manage') && (
        <PlanDialog
          key={String(isPlanning)}
          open={isPlanning}
          onClose={() => setPlanning(false)}
          data={data}
          start={{ teacherId: search.teacher ?? '', roomId: search.room ?? '', date: date.toString(), time: '' }}
        />
      )}
    </Workbench>
  )
}

/** WIB, CET: what the clocks on the wall follow. */
function zoneName(now: Temporal.Instant, zone: string, country: string): string {
  const parts = new Intl.DateTimeFormat(`en-${country}`, { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    now.epochMilliseconds,
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}
