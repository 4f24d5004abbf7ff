import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react'
import { VisuallyHidden } from './visually-hidden.tsx'
import './hours-grid.css'

export interface HoursCell {
  readonly weekday: number
  readonly minute: number
}

interface HoursGridProps {
  label: string
  /** Heads the column of times. */
  timeLabel: string
  weekdays: readonly { number: number; short: string; long: string }[]
  fromMinute: number
  toMinute: number
  stepMinutes: number
  formatMinute: (minute: number) => string
  isOpen: (cell: HoursCell) => boolean
  /** What open hours are for, where they differ: how a cell looks, and its words. */
  purposeOf?: (cell: HoursCell) => { look: 'plain' | 'one' | 'other'; label: string } | null
  onPaint: (cells: readonly HoursCell[], open: boolean) => void
}

interface Stroke {
  readonly from: HoursCell
  readonly to: HoursCell
  readonly open: boolean
  /** The edge of a stretch is held: it follows the pointer up and down, in its own day. */
  readonly edge?: 'start' | 'end'
}

const pixelsOfEdge = 6

/**
 * A week whose hours are painted: drag over it, or move with the arrow keys and press space. Shift with an arrow paints on as the cell
 * before. The edge of a stretch can be dragged. A finger scrolls the page beside the cells.
 */
export function HoursGrid(props: HoursGridProps) {
  const { label, timeLabel, weekdays, fromMinute, toMinute, stepMinutes, formatMinute, isOpen, purposeOf, onPaint } =
    props
  const table = useRef<HTMLTableElement>(null)
  const [stroke, setStroke] = useState<Stroke | null>(null)
  const [focused, setFocused] = useState<HoursCell>({ weekday: weekdays[0]!.number, minute: Math.max(fromMinute, 540) })
  const minutes = Array.from(
    { length: Math.ceil((toMinute - fromMinute) / stepMinutes) },
    (_, row) => fromMinute + row * stepMinutes,
  )

  function cellsOf({ from, to }: Stroke): HoursCell[] {
    const [firstDay, lastDay] = [from.weekday, to.weekday].toSorted((one, other) => one - other) as [number, number]
    const [first, last] = [from.minute, to.minute].toSorted((one, other) => one - other) as [number, number]
    return weekdays
      .filter(({ number }) => number >= firstDay && number <= lastDay)
      .flatMap(({ number }) =>
        minutes.filter((minute) => minute >= first && minute <= last).map((minute) => ({ weekday: number, minute })),
      )
  }

  function begin(event: PointerEvent<HTMLTableElement>) {
    const cell = cellOf(event.target)
    if (!cell || event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setFocused(cell)
    const edge = edgeAt(event, cell)
    setStroke({ from: cell, to: cell, open: !isOpen(cell), ...(edge && { edge }) })
  }

  function edgeAt(event: PointerEvent<HTMLTableElement>, { weekday, minute }: HoursCell): 'start' | 'end' | null {
    if (!(event.target instanceof HTMLElement) || !isOpen({ weekday, minute }) || event.pointerType === 'touch')
      return null
    const box = event.target.getBoundingClientRect()
    const isLast = !isOpen({ weekday, minute: minute + stepMinutes })
    if (isLast && box.bottom - event.clientY < pixelsOfEdge) return 'end'
    const isFirst = !isOpen({ weekday, minute: minute - stepMinutes })
    return isFirst && event.clientY - box.top < pixelsOfEdge ? 'start' : null
  }

  /** What a stroke does: an edge opens up to where it is drawn, or closes down to there. */
  function changesOf(drawn: Stroke): { cells: HoursCell[]; open: boolean } {
    const { from, to, edge } = drawn
    if (!edge) return { cells: cellsOf(drawn), open: drawn.open }
    const outward = edge === 'end' ? to.minute > from.minute : to.minute < from.minute
    if (outward) return { cells: cellsOf({ ...drawn, to: { ...to, weekday: from.weekday } }), open: true }
    if (to.minute === from.minute) return { cells: [], open: true }
    const kept = edge === 'end' ? to.minute + stepMinutes : to.minute - stepMinutes
    return { cells: cellsOf({ ...drawn, to: { weekday: from.weekday, minute: kept } }), open: false }
  }

  function draw(event: PointerEvent<HTMLTableElement>) {
    if (!stroke) return
    const cell = cellOf(document.elementFromPoint(event.clientX, event.clientY))
    if (cell && !isSame(cell, stroke.to)) setStroke({ ...stroke, to: cell })
  }

  function finish() {
    if (stroke) {
      const { cells, open } = changesOf(stroke)
      if (cells.length > 0) onPaint(cells, open)
    }
    setStroke(null)
  }

  function press(event: KeyboardEvent<HTMLTableElement>) {
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault()
      onPaint([focused], !isOpen(focused))
      return
    }
    const next = neighbour(event, focused)
    if (!next) return
    event.preventDefault()
    if (event.shiftKey) onPaint([next], isOpen(focused))
    setFocused(next)
    const selector = `[data-weekday="${next.weekday}"][data-minute="${next.minute}"]`
    table.current?.querySelector<HTMLElement>(selector)?.focus()
  }

  function neighbour(event: KeyboardEvent<HTMLTableElement>, { weekday, minute }: HoursCell): HoursCell | null {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const days = weekdays.map(({ number }) => number)
    const column = days.indexOf(weekday)
    const row = minutes.indexOf(minute)
    const move = (columns: number, rows: number) => ({
      weekday: days[clamp(column + columns, days.length)]!,
      minute: minutes[clamp(row + rows, minutes.length)]!,
    })
    if (event.key === 'ArrowDown') return move(0, 1)
    if (event.key === 'ArrowUp') return move(0, -1)
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') return move(event.key === forward ? 1 : -1, 0)
    if (event.key === 'Home') return move(0, -minutes.length)
    return event.key === 'End' ? move(0, minutes.length) : null
  }

  const change = stroke && changesOf(stroke)
  const drawn = new Set(change?.cells.map(keyOf))
  return (
    <div className="hours-grid-frame">
      <table
        ref={table}
        className="hours-grid"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={label}
        aria-multiselectable="true"
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={finish}
        onPointerCancel={() => setStroke(null)}
        onFocus={(event) => {
          const cell = cellOf(event.target)
          if (cell) setFocused(cell)
        }}
        onKeyDown={press}
      >
        <thead>
          <tr>
            <th scope="col">
              <VisuallyHidden>{timeLabel}</VisuallyHidden>
            </th>
            {weekdays.map((weekday) => (
              <th key={weekday.number} scope="col" abbr={weekday.long}>
                {weekday.short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {minutes.map((minute) => (
            <tr key={minute} data-hour={minute % 60 === 0 || undefined}>
              <th scope="row">
                <span>{formatMinute(minute)}</span>
              </th>
              {weekdays.map(({ number, long }) => {
                const cell = { weekday: number, minute }
                const open = drawn.has(keyOf(cell)) ? (change?.open ?? false) : isOpen(cell)
                const purpose = open && !drawn.has(keyOf(cell)) ? purposeOf?.(cell) : null
                return (
                  <td
                    key={number}
                    tabIndex={isSame(cell, focused) ? 0 : -1}
                    aria-selected={open}
                    aria-label={`${long} ${formatMinute(minute)}${purpose ? ` ${purpose.label}` : ''}`}
                    data-look={purpose?.look}
                    data-last={(open && !isOpen({ weekday: number, minute: minute + stepMinutes })) || undefined}
                    data-first={(open && !isOpen({ weekday: number, minute: minute - stepMinutes })) || undefined}
                    data-weekday={number}
                    data-minute={minute}
                  />
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function keyOf({ weekday, minute }: HoursCell): string {
  return `${weekday}-${minute}`
}

function isSame(one: HoursCell, other: HoursCell): boolean {
  return one.weekday === other.weekday && one.minute === other.minute
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length - 1)
}

function cellOf(target: EventTarget | null): HoursCell | null {
  if (!(target instanceof HTMLElement) || target.dataset['minute'] === undefined) return null
  return { weekday: Number(target.dataset['weekday']), minute: Number(target.dataset['minute']) }
}
