import type { KeyboardEvent } from 'react'
import type { Arrow, Span } from './timetable-layout.ts'
import type { Movement, TimetableMoves, TimetableSelection } from './timetable-lift.ts'
import { resizeAll, shiftAll, type Bounds } from './timetable-steps.ts'

interface KeysOptions {
  moves: TimetableMoves | undefined
  selection: TimetableSelection | undefined
  bounds: Bounds
  /** The blocks that go along with one. */
  together: (span: Span) => readonly Span[]
  choose: (span: Span, isRange: boolean) => void
  /** Asks to take away the chosen blocks, or the one that has the focus. */
  onDelete: ((ids: readonly string[]) => void) | undefined
}

/**
 * M takes a block up, arrows move it, Shift with up and down sets its end, Enter puts it down, Escape puts it back; the space bar chooses,
 * Delete asks to cancel. Gives whether the key belonged to the timetable.
 */
export function pressKey(event: KeyboardEvent<HTMLElement>, from: Span, arrow: Arrow | null, options: KeysOptions) {
  const { moves, selection, bounds, together, choose, onDelete } = options
  if (!moves) return false
  const { lift } = moves
  const held = lift.get()
  const take = (to: readonly Movement[]) => lift.set({ to, phase: 'held', ...moves.judge(to) })

  if (held && held.phase !== 'waiting') {
    if (event.key === 'Enter') moves.onDrop(held.to)
    else if (arrow) take(nextPlaces(held.to, { arrow, isEnd: event.shiftKey, step: moves.stepOf(from.id), bounds }))
    return arrow !== null || event.key === 'Enter'
  }
  if (!moves.canMove(from.id)) return false
  if (event.key.toLowerCase() === 'm') take(together(from))
  else if (event.shiftKey && (arrow === 'up' || arrow === 'down'))
    take(nextPlaces(together(from), { arrow, isEnd: true, step: moves.stepOf(from.id), bounds }))
  else if (event.key === ' ' && selection) choose(from, event.shiftKey)
  else if ((event.key === 'Delete' || event.key === 'Backspace') && onDelete)
    onDelete(selection?.ids.size ? [...selection.ids] : [from.id])
  else return false
  return true
}

interface Step {
  arrow: Arrow
  isEnd: boolean
  step: number
  bounds: Bounds
}

function nextPlaces(spans: readonly Span[], { arrow, isEnd, step, bounds }: Step): Movement[] {
  if (arrow === 'up' || arrow === 'down') {
    const minutes = arrow === 'down' ? step : -step
    return isEnd ? resizeAll(spans, minutes, step, bounds) : shiftAll(spans, { columns: 0, minutes }, bounds)
  }
  return shiftAll(spans, { columns: arrow === 'after' ? 1 : -1, minutes: 0 }, bounds)
}
