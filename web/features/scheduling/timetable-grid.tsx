import { useCallback, useMemo, useState } from 'react'
import { useI18n, type I18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Timetable } from '#web/ui/timetable.tsx'
import { TimetablePaper, usePrinting } from '#web/ui/timetable-paper.tsx'
import { dayOf, instantAt, minuteOn } from './local-time.ts'
import { useLessonMoves } from './moves.tsx'
import { ChosenLessons } from './selection-bar.tsx'
import { blocksOf, type Drawing } from './timetable-blocks.ts'
import { columnsOf, hoursOf, lanesOf, type Lane, type Shown } from './timetable-columns.ts'
import { indexOf } from './timetable-data.ts'
import { useMinutes, zoneName } from './timetable-minutes.ts'
import type { Span } from './timetable-search.ts'
import { useTitle } from './timetable-title.ts'
import { joinWords } from './words.ts'

/** Where a lesson could be planned; no minute where only the day is known. */
export interface EmptyPlace {
  readonly claimantId: string | null
  readonly day: Temporal.PlainDate
  readonly minute: number | null
}

interface TimetableGridProps {
  shown: Shown
  span: Span
  date: Temporal.PlainDate
  i18n: I18n
  links: Drawing['links']
  columnHref: (lane: Lane) => string
  otherZone: string | null
  mayManage: boolean
  onEmpty: (place: EmptyPlace) => void
}

const nobody: ReadonlySet<string> = new Set()

/** Columns of hours, on the screen and on paper, and what can be done in them. */
export function TimetableGrid(props: TimetableGridProps) {
  const { shown, span, date, i18n, links, columnHref, otherZone, mayManage, onEmpty } = props
  const { t, zone, formatTime } = useI18n()
  const { organisation, slug } = useMember()
  const isPrinting = usePrinting()
  const [ids, setIds] = useState(nobody)
  const [cancelling, setCancelling] = useState<readonly string[]>([])
  const { now, days } = shown
  const mayAnswer = links.request !== null

  const lanes = useMemo(() => lanesOf(shown), [shown])
  const hours = useMemo(() => hoursOf(shown), [shown])
  // The links follow from the school and from what the reader may do.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const blocks = useMemo(() => blocksOf(lanes, { shown, hours, i18n, links }), [lanes, hours, i18n, slug, mayAnswer])
  const moves = useLessonMoves(shown, lanes, mayManage)
  const title = useTitle(span, date, days)
  const formatMinute = useMinutes(date, zone)
  const formatOther = useMinutes(date, zone, otherZone)
  const noon = instantAt(date, 720, zone)
  const today = dayOf(now, zone)
  const chosenIds = useMemo(
    () => new Set([...ids].filter((id) => indexOf(shown.data).lessons.has(id))),
    [ids, shown.data],
  )
  const onDelete = useCallback((asked: readonly string[]) => setCancelling(asked), [])

  if (lanes.length === 0)
    return <EmptyState title={t('scheduling.no_columns')}>{t('scheduling.no_columns_detail')}</EmptyState>

  const columns = columnsOf(shown, lanes, i18n, columnHref)
  const who = shown.chosen === null ? null : indexOf(shown.data).nameOf(shown.chosen)
  const zoneLabel = zoneName(noon, zone, organisation.country)
  if (isPrinting)
    return (
      <TimetablePaper
        title={joinWords(i18n, [title, who])}
        zone={joinWords(i18n, [organisation.name, zoneLabel])}
        columns={columns}
        blocks={blocks}
        formatMinute={formatMinute}
      />
    )

  function empty({ column, minute }: { column: string; minute: number }) {
    const lane = lanes.find(({ id }) => id === column)
    if (lane) onEmpty({ claimantId: lane.claimantId, day: lane.day, minute })
  }

  return (
    <>
      <Timetable
        label={who === null ? t('scheduling.timetable') : t('scheduling.timetable_of', { name: who })}
        zone={zoneLabel}
        columns={columns}
        blocks={blocks}
        dayStartMinute={hours.start}
        dayEndMinute={hours.end}
        formatMinute={formatMinute}
        {...(otherZone !== null && {
          otherClock: { zone: zoneName(noon, otherZone, organisation.country), formatMinute: formatOther },
        })}
        {...(moves && { moves, selection: { ids: chosenIds, onChange: setIds }, onDelete, onEmpty: empty })}
        {...(days.some((day) => day.equals(today)) && {
          now: { minute: minuteOn(today, now, zone), label: t('scheduling.now', { time: formatTime(now) }) },
        })}
      />
      {moves && (
        <ChosenLessons
          ids={chosenIds}
          cancelling={cancelling}
          onCancelling={setCancelling}
          onClear={() => setIds(nobody)}
        />
      )}
    </>
  )
}
