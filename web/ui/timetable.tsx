import { useEffect, useMemo, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import type { Block } from './timetable-block.tsx'
import { TimetableColumnPart } from './timetable-column.tsx'
import { useHands } from './timetable-hands.ts'
import { ColumnHead, MarginHours, hoursBetween, minutesLong, type TimetableColumn } from './timetable-head.tsx'
import { pressKey } from './timetable-keys.ts'
import { findNeighbour, placeInLanes, type Arrow } from './timetable-layout.ts'
import { createLift, LiftProvider, type TimetableMoves, type TimetableSelection } from './timetable-lift.ts'
import { MovingBlocks } from './timetable-moving.tsx'
import { useDrawnPart } from './timetable-window.ts'
import { VisuallyHidden } from './visually-hidden.tsx'
import './timetable-moving.css'
import './timetable.css'

export type { Block } from './timetable-block.tsx'
export type { TimetableColumn } from './timetable-head.tsx'
export {
  createLift,
  type Lift,
  type LiftStore,
  type Movement,
  type TimetableMoves,
  type TimetableSelection,
  type Verdict,
} from './timetable-lift.ts'

export interface OtherClock {
  zone: string
  formatMinute: (minute: number) => string
}

interface TimetableProps {
  label: string
  /** Above the hours: the zone, so that nobody guesses. */
  zone: string
  columns: readonly TimetableColumn[]
  /** Keep it steady between renders: everything is laid out anew when it changes. */
  blocks: readonly Block[]
  dayStartMinute: number
  dayEndMinute: number
  now?: { minute: number; label: string }
  /** Writes a minute of the day as the reader's clock does; keep it steady. */
  formatMinute: (minute: number) => string
  /** The same hours by the clock of another zone, beside ours. */
  otherClock?: OtherClock
  onBlock?: (id: string) => void
  /** A place with nothing in it was clicked twice. */
  onEmpty?: (place: { column: string; minute: number }) => void
  onDelete?: (ids: readonly string[]) => void
  pixelsPerMinute?: number
  /** Lets blocks be moved. */
  moves?: TimetableMoves
  /** Lets blocks be chosen, to move or cancel them together. */
  selection?: TimetableSelection
}

const noBlocks: readonly Block[] = []

/** A day by rooms or teachers, or a week by days: the columns are whatever stands beside each other. */
export function Timetable(props: TimetableProps) {
  const { label, zone, columns, blocks, dayStartMinute, dayEndMinute, now, formatMinute, onBlock } = props
  const { moves, selection, otherClock, onEmpty, onDelete, pixelsPerMinute = 1.8 } = props
  const frame = useRef<HTMLElement>(null)
  const grid = useRef<HTMLDivElement>(null)
  const [stillLift] = useState(createLift)
  const [focusedId, setFocusedId] = useState<string | null>(null)
  const columnIds = columns.map((column) => column.id)
  const { byColumn, byId, places, reachable } = useMemo(() => layOut(blocks), [blocks])
  const { part, drawNow } = useDrawnPart({
    frame,
    columnCount: columns.length,
    blockCount: blocks.length,
    dayStartMinute,
    pixelsPerMinute,
  })
  const bounds = { columnIds, dayStartMinute, dayEndMinute }
  const { band, events, choose, together } = useHands({
    moves,
    selection,
    spans: reachable,
    bounds,
    pixelsPerMinute,
    frame,
    onEmpty,
  })
  const isDrawn = (position: number) => position >= part.firstColumn && position <= part.lastColumn
  const tabbableId = focusedId !== null && byId.has(focusedId) ? focusedId : firstDrawn()

  const hasNow = now !== undefined && now.minute >= dayStartMinute && now.minute <= dayEndMinute
  useEffect(() => {
    const line = frame.current?.querySelector<HTMLElement>('.timetable-now-line')
    if (hasNow && frame.current && line) frame.current.scrollTop = line.offsetTop - frame.current.clientHeight / 3
  }, [hasNow])

  function firstDrawn(): string | null {
    for (const [position, id] of columnIds.entries()) {
      if (!isDrawn(position)) continue
      const first = byColumn
        .get(id)
        ?.find(
          ({ state, endMinute, startMinute }) =>
            state !== 'closed' && startMinute < part.toMinute && endMinute > part.fromMinute,
        )
      if (first) return first.id
    }
    return null
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const arrow = arrowOf(event)
    const target = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-block]') : null
    const from = byId.get(target?.dataset['block'] ?? '')
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return
    if (pressKey(event, from, arrow, { moves, selection, bounds, together, choose, onDelete })) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (!arrow) return
    event.preventDefault()
    const next = findNeighbour(reachable, columnIds, from, arrow)
    if (next) focusBlock(next.id)
  }

  /** One block at a time can be reached with Tab; the arrows carry that with them. */
  function focusBlock(id: string) {
    const element = frame.current
    const block = byId.get(id)
    if (!element || !block) return
    const find = () => element.querySelector<HTMLElement>(`[data-block="${CSS.escape(id)}"]`)
    if (!find()) {
      const width = (element.scrollWidth - 52) / columnIds.length
      const forward = getComputedStyle(element).direction === 'rtl' ? -1 : 1
      const aside = columnIds.indexOf(block.column) * width - element.clientWidth / 2
      const along = (block.startMinute - dayStartMinute) * pixelsPerMinute - element.clientHeight / 2
      element.scrollTo({ left: Math.max(aside, 0) * forward, top: Math.max(along, 0) })
      drawNow()
    }
    setFocusedId(id)
    find()?.focus()
  }

  return (
    <LiftProvider value={moves?.lift ?? stillLift}>
      <section className="timetable" aria-label={label} ref={frame}>
        <div
          className="timetable-grid"
          role="none"
          ref={grid}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const id = event.target.closest<HTMLElement>('[data-block]')?.dataset['block']
            if (id !== undefined) setFocusedId(id)
          }}
          {...events}
          data-two-clocks={otherClock ? true : undefined}
          style={
            {
              '--columns': columns.length,
              '--minute': `${pixelsPerMinute}px`,
              '--minutes': dayEndMinute - dayStartMinute,
            } as CSSProperties
          }
        >
          <div className="timetable-head">
            <span className="timetable-zone">
              {otherClock && <span>{otherClock.zone}</span>}
              <span>{zone}</span>
            </span>
            {columns.map((column) => (
              <ColumnHead key={column.id} column={column} />
            ))}
          </div>
          <div className="timetable-body">
            <MarginHours
              dayStartMinute={dayStartMinute}
              dayEndMinute={dayEndMinute}
              formatMinute={formatMinute}
              {...(otherClock && { otherClock })}
              {...(hasNow && { nowMinute: now.minute })}
            />
            {columns.map((column, position) => (
              <TimetableColumnPart
                key={column.id}
                name={column.name}
                blocks={byColumn.get(column.id) ?? noBlocks}
                places={places}
                part={part}
                isDrawn={isDrawn(position)}
                pinnedId={byId.get(focusedId ?? '')?.column === column.id ? focusedId : null}
                tabbableId={byId.get(tabbableId ?? '')?.column === column.id ? tabbableId : null}
                dayStartMinute={dayStartMinute}
                pixelsPerMinute={pixelsPerMinute}
                formatMinute={formatMinute}
                canMove={moves?.canMove}
                selected={selection?.ids}
                onBlock={onBlock}
              />
            ))}
            {hoursBetween(dayStartMinute, dayEndMinute).map((minute) => (
              <i
                key={minute}
                className="timetable-rule"
                style={{ insetBlockStart: minutesLong(minute - dayStartMinute) }}
              />
            ))}
            {hasNow && (
              <div className="timetable-now-line" style={{ insetBlockStart: minutesLong(now.minute - dayStartMinute) }}>
                <VisuallyHidden>{now.label}</VisuallyHidden>
              </div>
            )}
            <div className="timetable-band" ref={band} hidden />
            {moves && (
              <MovingBlocks
                blockOf={(id) => byId.get(id)}
                columnIds={columnIds}
                dayStartMinute={dayStartMinute}
                pixelsPerMinute={pixelsPerMinute}
                formatMinute={formatMinute}
              />
            )}
          </div>
        </div>
      </section>
    </LiftProvider>
  )
}

function layOut(blocks: readonly Block[]) {
  const reachable = blocks.filter((block) => block.state !== 'closed')
  return {
    reachable,
    places: placeInLanes(reachable),
    byColumn: Map.groupBy(blocks, ({ column }) => column),
    byId: new Map(reachable.map((block) => [block.id, block])),
  }
}

function arrowOf(event: KeyboardEvent<HTMLElement>): Arrow | null {
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  if (event.key === 'ArrowUp') return 'up'
  if (event.key === 'ArrowDown') return 'down'
  if (event.key === forward) return 'after'
  return event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? 'before' : null
}
