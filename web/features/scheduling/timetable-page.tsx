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
import { Page, Section } from '#web/ui/layout.tsx'
import { useViewport } from '#web/ui/viewport.ts'
import { Workbench } from '#web/ui/workbench.tsx'
import { dayOf } from './local-time.ts'
import { PlanDialog } from './plan-dialog.tsx'
import { useShown } from './shown.ts'
import { nowhere, type Lane } from './timetable-columns.ts'
import { TimetableGrid, type EmptyPlace } from './timetable-grid.tsx'
import { TimetableHead } from './timetable-head.tsx'
import { TimetableList } from './timetable-list.tsx'
import { useMinutes } from './timetable-minutes.ts'
import { TimetableMonth } from './timetable-month.tsx'
import { daysOf, readTimetableSearch, stepBy, writeTimetableSearch, type TimetableSearch } from './timetable-search.ts'

const noBookings: never[] = []

/** A day by rooms, teachers or vehicles, a week, a month or a list: everything that stands, is held, or is closed. */
export function TimetablePage() {
  const i18n = useI18n()
  const { t, zone } = i18n
  const navigate = useNavigate()
  const member = useMember()
  const now = useNow().round({ smallestUnit: 'minute', roundingMode: 'floor' })
  const isWide = useViewport('wide')
  const hasPeek = useViewport('widest') && member.can('booking.manage')
  const [planning, setPlanning] = useState<EmptyPlace | null>(null)

  const search = readTimetableSearch(useSearch({ strict: false }))
  const today = dayOf(now, zone)
  const date = search.date ? Temporal.PlainDate.from(search.date) : today
  const span = search.span ?? 'day'
  const days = daysOf(span, date)
  const data = useRead(getTimetable, { from: days[0] ?? date, to: days.at(-1) ?? date })
  const { offerings } = useRead(listOfferings, { all: true })
  const bookings = useGlance(listBookings, waiting.requests, member.can('booking.manage'))?.rows ?? noBookings
  const mayManage = member.can('timetable.manage')
  const view = search.view ?? (data.rooms.length > 0 && mayManage ? 'rooms' : 'teachers')
  const shown = useShown({ data, bookings, search, view, span, days, now, ownId: member.personId })
  const formatMinute = useMinutes(date, zone)

  const address = (change: TimetableSearch) =>
    paths.timetable(member.slug) + writeTimetableSearch({ ...search, view, ...change })
  const go = (change: TimetableSearch) => void navigate({ href: address(change) })
  const goBy = (direction: 1 | -1) => go({ date: stepBy(span, date, direction).toString() })
  const plan = () => setPlanning(mayManage ? { claimantId: shown.chosen, day: date, minute: null } : null)

  useKeys({
    t: () => go({ date: today.toString() }),
    d: () => go({ span: 'day' }),
    w: () => go({ span: isWide ? 'week' : 'days' }),
    o: () => go({ span: 'month' }),
    l: () => go({ span: 'list' }),
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
    const one =
      lane.id === nowhere ? {} : { [{ rooms: 'room', teachers: 'teacher', vehicles: 'vehicle' }[view]]: lane.id }
    return address({ span: 'week', ...one })
  }
  const drawing = { shown, hours: { start: 0, end: 1440 }, i18n, links }
  const list = <TimetableList drawing={drawing} formatMinute={formatMinute} />
  const ofDay = (
    <TimetableList drawing={{ ...drawing, shown: { ...shown, days: [date] } }} formatMinute={formatMinute} />
  )

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
          {...(mayManage && { onPlan: plan })}
        />
      }
      {...(hasPeek && { peek: <InboxPeek /> })}
    >
      {data.rooms.length + data.teachers.length + data.vehicles.length === 0 ? (
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
      ) : span === 'month' ? (
        <TimetableMonth
          shown={shown}
          date={date}
          today={today}
          hrefOf={(day) => address({ date: day.toString(), span: isWide ? 'day' : 'month' })}
        >
          {!isWide && (
            <Section title={i18n.formatLongDay(date)} size={20}>
              {ofDay}
            </Section>
          )}
        </TimetableMonth>
      ) : span === 'list' || (!isWide && span === 'day') ? (
        <Page>{list}</Page>
      ) : (
        <TimetableGrid
          shown={shown}
          span={span}
          date={date}
          i18n={i18n}
          links={links}
          columnHref={columnHref}
          otherZone={search.zone ?? null}
          mayManage={mayManage}
          onEmpty={setPlanning}
        />
      )}
      {mayManage && (
        <PlanDialog
          key={String(planning !== null)}
          open={planning !== null}
          onClose={() => setPlanning(null)}
          data={data}
          start={startOf(planning, view, date)}
        />
      )}
    </Workbench>
  )
}

function startOf(place: EmptyPlace | null, view: string, date: Temporal.PlainDate) {
  const claimantId = place?.claimantId === nowhere ? '' : (place?.claimantId ?? '')
  const minute = place?.minute ?? null
  return {
    teacherId: view === 'teachers' ? claimantId : '',
    roomId: view === 'rooms' ? claimantId : '',
    date: (place?.day ?? date).toString(),
    time:
      minute === null
        ? ''
        : Temporal.PlainTime.from('00:00').add({ minutes: minute }).toString({ smallestUnit: 'minute' }),
  }
}
