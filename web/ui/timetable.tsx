import { useEffect, useRef, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react'
import { TimetableBlock, type Block } from './timetable-block.tsx'
import { findNeighbour, placeInLanes, type Arrow } from './timetable-layout.ts'
import { useMoves, type TimetableMoves } from './timetable-move.ts'
import { Link } from './link.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './timetable.css'

export type { Block } from './timetable-block.tsx'
export type { Movement, TimetableMoves } from './timetable-move.ts'

export interface TimetableColumn {
  id: string
  name: string
  /** What the room has; the date, where columns are days. */
  detail?: string
  /** How full it is, 0 to 1, with its words. */
  fill?: { share: number; label: string }
  href?: string
  current?: boolean
}

interface TimetableProps {
  label: string
  /** Above the hours: the zone, so that nobody guesses. */
  zone: string
  columns: readonly TimetableColumn[]
  blocks: readonly Block[]
  dayStartMinute: number
  dayEndMinute: number
  now?: { minute: number; label: string }
  /** Writes a minute of the day as the reader's clock does. */
  formatMinute: (minute: number) => string
  onBlock?: (id: string) => void
  pixelsPerMinute?: number
  /** Lets blocks be moved. */
  moves?: TimetableMoves
}

/** A day by rooms or teachers, or a week by days: the columns are whatever stands beside each other. */
export function Timetable(props: TimetableProps) {
  const { label, zone, columns, blocks, dayStartMinute, dayEndMinute, now, formatMinute, onBlock, moves } = props
  const pixelsPerMinute = props.pixelsPerMinute ?? 1.8
  const grid = useRef<HTMLDivElement>(null)
  const places = placeInLanes(blocks.filter((block) => block.state !== 'closed'))
  const hours = hoursBetween(dayStartMinute, dayEndMinute)
  const columnIds = columns.map((column) => column.id)
  const firstId = columnIds
    .flatMap((id) => blocks.filter((block) => block.column === id && block.state !== 'closed'))
    .at(0)?.id
  const hands = useMoves({ moves, blocks, columnIds, dayStartMinute, dayEndMinute, pixelsPerMinute })
  const reachable = blocks.filter((block) => block.state !== 'closed')
  const lifted = liftBlock(blocks, moves)

  const frame = useRef<HTMLElement>(null)
  const hasNow = now !== undefined && isWithin(now.minute, props)
  useEffect(() => {
    const line = frame.current?.querySelector<HTMLElement>('.timetable-now-line')
    if (hasNow && frame.current && line) frame.current.scrollTop = line.offsetTop - frame.current.clientHeight / 3
  }, [hasNow])

  function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
    const arrow = arrowOf(event)
    const target = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-block]') : null
    const from = blocks.find((block) => block.id === target?.dataset['block'])
    if (!from || event.ctrlKey || event.metaKey || event.altKey) return
    if (hands.onKey(event, from, arrow)) {
      event.preventDefault()
      event.stopPropagation()
      return
    }
    if (!arrow) return
    event.preventDefault()
    const next = findNeighbour(reachable, columnIds, from, arrow)
    if (next) focusBlock(grid.current, next.id)
  }

  return (
    <section className="timetable" aria-label={label} ref={frame}>
      <div
        className="timetable-grid"
        role="none"
        ref={grid}
        onKeyDown={moveFocus}
        onPointerDown={hands.onPointerDown}
        onPointerMove={hands.onPointerMove}
        onPointerUp={hands.onPointerUp}
        style={
          {
            '--columns': columns.length,
            '--minute': `${pixelsPerMinute}px`,
            '--minutes': dayEndMinute - dayStartMinute,
          } as CSSProperties
        }
      >
        <div className="timetable-head">
          <span className="timetable-zone">{zone}</span>
          {columns.map((column) => (
            <ColumnHead key={column.id} column={column} />
          ))}
        </div>
        <div className="timetable-body">
          <div className="timetable-margin" aria-hidden="true">
            {hours.map((minute) => (
              <span key={minute} style={{ insetBlockStart: minutesLong(minute - dayStartMinute) }}>
                {formatMinute(minute)}
              </span>
            ))}
            {hasNow && (
              <b className="timetable-now" style={{ insetBlockStart: minutesLong(now.minute - dayStartMinute) }}>
                {formatMinute(now.minute)}
              </b>
            )}
          </div>
          {columns.map((column) => (
            <section className="timetable-column" key={column.id} aria-label={column.name}>
              {hours.map((minute) => (
                <i key={minute} style={{ insetBlockStart: minutesLong(minute - dayStartMinute) }} />
              ))}
              {lifted.blocks
                .filter((block) => block.column === column.id)
                .map((block) => (
                  <TimetableBlock
                    key={block.id}
                    block={block}
                    place={places.get(block.id) ?? { lane: 0, lanes: 1 }}
                    dayStartMinute={dayStartMinute}
                    pixelsPerMinute={pixelsPerMinute}
                    formatMinute={formatMinute}
                    tabbable={block.id === firstId}
                    movable={moves?.canMove(block.id) ?? false}
                    onBlock={onBlock}
                  />
                ))}
              {lifted.moving?.column === column.id && (
                <>
                  <TimetableBlock
                    block={lifted.moving}
                    place={{ lane: 0, lanes: 1 }}
                    dayStartMinute={dayStartMinute}
                    pixelsPerMinute={pixelsPerMinute}
                    formatMinute={formatMinute}
                    tabbable={false}
                    onBlock={undefined}
                  />
                  {moves?.note && (
                    <MoveNote
                      isDropped={moves.isDropped}
                      isFlipped={columnIds.indexOf(column.id) > columnIds.length / 2}
                      start={minutesLong(lifted.moving.endMinute - dayStartMinute)}
                    >
                      {moves.note}
                    </MoveNote>
                  )}
                </>
              )}
            </section>
          ))}
          {hasNow && (
            <div className="timetable-now-line" style={{ insetBlockStart: minutesLong(now.minute - dayStartMinute) }}>
              <VisuallyHidden>{now.label}</VisuallyHidden>
            </div>
          )}
        </div>
      </div>
      {moves && (
        <VisuallyHidden>
          <output>{moves.announcement}</output>
        </VisuallyHidden>
      )}
    </section>
  )
}

/** The block that moves stands in its new place; where it came from stays a dashed outline. */
function liftBlock(blocks: readonly Block[], moves: TimetableMoves | undefined) {
  const { moving, hits, isClash } = moves ?? { moving: null, hits: new Set<string>(), isClash: false }
  const origin = moving && blocks.find(({ id }) => id === moving.id)
  if (!moving || !origin) return { blocks, moving: null }
  const lifted: Block = {
    ...origin,
    id: `${origin.id}-moving`,
    column: moving.column,
    startMinute: moving.startMinute,
    endMinute: moving.startMinute + origin.endMinute - origin.startMinute,
    state: isClash ? 'clash' : 'moving',
  }
  const rest = blocks.map((block): Block => {
    if (block.id === origin.id) return { ...block, lines: [], state: 'ghost' }
    return hits.has(block.id) ? { ...block, hit: true } : block
  })
  return { blocks: rest, moving: lifted }
}

interface MoveNoteProps {
  isDropped: boolean
  isFlipped: boolean
  start: string
  children: ReactNode
}

function MoveNote({ isDropped, isFlipped, start, children }: MoveNoteProps) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isDropped) note.current?.scrollIntoView({ block: 'center', inline: 'nearest' })
  }, [isDropped])
  return (
    <div className="timetable-note" ref={note} data-flip={isFlipped || undefined} style={{ insetBlockStart: start }}>
      {children}
    </div>
  )
}

function ColumnHead({ column }: { column: TimetableColumn }) {
  return (
    <div className="timetable-column-head" data-current={column.current || undefined}>
      {column.href ? <Link href={column.href}>{column.name}</Link> : <b>{column.name}</b>}
      <span>
        {column.detail && <span>{column.detail}</span>}
        {column.fill && <span>{column.fill.label}</span>}
      </span>
      {column.fill && (
        <span className="timetable-fill" aria-hidden="true" style={{ inlineSize: `${column.fill.share * 100}%` }} />
      )}
    </div>
  )
}

/** In the grid's own measure, so that print can change it. */
function minutesLong(minutes: number): string {
  return `calc(${minutes} * var(--minute))`
}

function hoursBetween(start: number, end: number): number[] {
  const first = Math.ceil(start / 60)
  return Array.from({ length: Math.floor(end / 60) - first + 1 }, (_, hour) => (first + hour) * 60)
}

function isWithin(minute: number, { dayStartMinute, dayEndMinute }: TimetableProps): boolean {
  return minute >= dayStartMinute && minute <= dayEndMinute
}

function arrowOf(event: KeyboardEvent<HTMLElement>): Arrow | null {
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  if (event.key === 'ArrowUp') return 'up'
  if (event.key === 'ArrowDown') return 'down'
  if (event.key === forward) return 'after'
  return event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? 'before' : null
}

/** One block at a time can be reached with Tab; the arrows carry that with them. */
function focusBlock(grid: HTMLElement | null, id: string): void {
  for (const block of grid?.querySelectorAll<HTMLElement>('[data-block]') ?? []) {
    block.tabIndex = block.dataset['block'] === id ? 0 : -1
    if (block.dataset['block'] === id) block.focus()
  }
}
