import { useEffect, useEffectEvent, useRef, type MouseEvent, type PointerEvent, type RefObject } from 'react'
import { boxOf, isGround, placeOn, readGround, scrollAtEdge, type Ground, type Spot } from './timetable-ground.ts'
import type { Span } from './timetable-layout.ts'
import type { Movement, TimetableMoves, TimetableSelection } from './timetable-lift.ts'
import { resizeAll, shiftAll, snap, spansBetween, spansWithin, type Bounds } from './timetable-steps.ts'

interface HandsOptions {
  moves: TimetableMoves | undefined
  selection: TimetableSelection | undefined
  spans: readonly Span[]
  bounds: Bounds
  pixelsPerMinute: number
  frame: RefObject<HTMLElement | null>
  /** An empty place that was clicked twice. */
  onEmpty: ((place: { column: string; minute: number }) => void) | undefined
}

interface Grip {
  readonly kind: 'move' | 'resize' | 'band'
  readonly span: Span | null
  readonly ground: Ground
  readonly pointerId: number
  readonly x: number
  readonly y: number
  /** Where it was taken hold of, in columns and minutes of the day. */
  readonly from: Spot
  isDragging: boolean
}

const pixelsBeforeDragging = 5
const pixelsOfEdge = 7
const longPressMilliseconds = 400

/** Drags, stretches and chooses blocks with mouse, pen or, after a long press, a finger. */
export function useHands(options: HandsOptions) {
  const { moves, selection, spans, bounds, pixelsPerMinute, frame, onEmpty } = options
  const grip = useRef<Grip | null>(null)
  const band = useRef<HTMLDivElement>(null)
  const pointer = useRef({ x: 0, y: 0 })
  const scrolling = useRef(0)
  const pressing = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const anchor = useRef<string | null>(null)

  function letGo() {
    cancelAnimationFrame(scrolling.current)
    clearTimeout(pressing.current)
    grip.current = null
    if (band.current) band.current.hidden = true
  }

  const escape = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    const isHeld = moves?.lift.get() != null
    if (!isHeld && !grip.current?.isDragging && !selection?.ids.size) return
    event.preventDefault()
    if (isHeld) moves.lift.set(null)
    else if (!grip.current?.isDragging) selection?.onChange(new Set())
    letGo()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => escape(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])

  // A finger that holds a block must not scroll the page with it, and only a listener that may refuse can say so.
  useEffect(() => {
    const element = frame.current
    const refuse = (event: TouchEvent) => {
      if (grip.current?.isDragging) event.preventDefault()
    }
    element?.addEventListener('touchmove', refuse, { passive: false })
    return () => element?.removeEventListener('touchmove', refuse)
  }, [frame])

  function spotAt(ground: Ground, x: number, y: number): Spot {
    const { column, pixels } = placeOn(ground, frame.current, x, y)
    return { column, minute: pixels / pixelsPerMinute + bounds.dayStartMinute }
  }

  function spanOf(target: EventTarget | null): { element: HTMLElement; span: Span } | null {
    const element = target instanceof Element ? target.closest<HTMLElement>('[data-block]') : null
    const span = spans.find(({ id }) => id === element?.dataset['block'])
    return element && span ? { element, span } : null
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (
      event.button !== 0 ||
      grip.current ||
      (event.target instanceof Element && event.target.closest('.timetable-note'))
    )
      return
    const ground = readGround(event.currentTarget, frame.current, bounds.columnIds.length)
    if (!ground) return
    const found = spanOf(event.target)
    const isTouch = event.pointerType === 'touch'
    const isMovable = found !== null && (moves?.canMove(found.span.id) ?? false)
    const isBand = found === null && selection !== undefined && !isTouch && isGround(event.target)
    if (!isMovable && !isBand) return
    const edge = found ? found.element.getBoundingClientRect().bottom - event.clientY : Infinity
    const held: Grip = {
      kind: !found ? 'band' : edge < pixelsOfEdge && !isTouch ? 'resize' : 'move',
      span: found?.span ?? null,
      ground,
      pointerId: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      from: spotAt(ground, event.clientX, event.clientY),
      isDragging: false,
    }
    grip.current = held
    pointer.current = { x: event.clientX, y: event.clientY }
    const grid = event.currentTarget
    if (isTouch) pressing.current = setTimeout(() => begin(grid, held), longPressMilliseconds)
  }

  function begin(grid: HTMLElement, held: Grip) {
    held.isDragging = true
    grid.setPointerCapture(held.pointerId)
    if (held.kind !== 'band' && held.span) lift([{ ...held.span }])
    const roll = () => {
      if (scrollAtEdge(frame.current, pointer.current)) drag(held)
      scrolling.current = requestAnimationFrame(roll)
    }
    scrolling.current = requestAnimationFrame(roll)
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const held = grip.current
    if (!held || held.pointerId !== event.pointerId) return
    pointer.current = { x: event.clientX, y: event.clientY }
    if (!held.isDragging) {
      const isFar = Math.hypot(event.clientX - held.x, event.clientY - held.y) >= pixelsBeforeDragging
      if (!isFar) return
      if (event.pointerType === 'touch') return letGo()
      begin(event.currentTarget, held)
    }
    drag(held)
  }

  function drag(held: Grip) {
    const spot = spotAt(held.ground, pointer.current.x, pointer.current.y)
    if (held.kind === 'band') return drawBand(held, spot)
    if (!held.span || !moves) return
    const step = moves.stepOf(held.span.id)
    const taken = together(held.span)
    const minutes = spot.minute - held.from.minute
    if (held.kind === 'resize') {
      const end = snap(held.span.endMinute + minutes, step)
      return lift(resizeAll(taken, end - held.span.endMinute, step, bounds))
    }
    const start = snap(held.span.startMinute + minutes, step)
    const columns = clampColumn(spot.column) - clampColumn(held.from.column)
    lift(shiftAll(taken, { columns, minutes: start - held.span.startMinute }, bounds))
  }

  function lift(to: readonly Movement[]) {
    const before = moves?.lift.get()
    if (!moves || (before?.phase === 'held' && isSamePlace(before.to, to))) return
    moves.lift.set({ to, phase: 'held', ...moves.judge(to) })
  }

  /** Everything that goes along with a block: the others that are chosen, when it is one of them. */
  function together(span: Span): readonly Span[] {
    if (!selection?.ids.has(span.id)) return [span]
    const others = spans.filter(({ id }) => id !== span.id && selection.ids.has(id) && moves?.canMove(id))
    return [span, ...others]
  }

  function clampColumn(column: number): number {
    return Math.min(Math.max(column, 0), bounds.columnIds.length - 1)
  }

  function drawBand(held: Grip, spot: Spot) {
    const element = band.current
    if (!element) return
    const box = boxOf(held.from, spot)
    element.hidden = false
    element.style.setProperty('--band-column', String(clampColumn(box.fromColumn)))
    element.style.setProperty('--band-columns', String(clampColumn(box.toColumn) - clampColumn(box.fromColumn) + 1))
    element.style.setProperty('--band-minute', String(box.fromMinute - bounds.dayStartMinute))
    element.style.setProperty('--band-minutes', String(box.toMinute - box.fromMinute))
  }

  function onPointerUp(event: PointerEvent<HTMLElement>) {
    const held = grip.current
    if (!held || held.pointerId !== event.pointerId) return
    letGo()
    if (!held.isDragging) return
    if (held.kind === 'band') {
      const box = boxOf(held.from, spotAt(held.ground, event.clientX, event.clientY))
      const chosen = spansWithin(spans, box, bounds.columnIds).filter((id) => moves?.canMove(id))
      selection?.onChange(new Set(event.shiftKey ? [...selection.ids, ...chosen] : chosen))
      return
    }
    const lifted = moves?.lift.get()
    if (lifted?.phase === 'held') moves?.onDrop(lifted.to)
  }

  function onPointerCancel() {
    if (grip.current?.isDragging) moves?.lift.set(null)
    letGo()
  }

  /** Ctrl, ⌘ or Shift with a click chooses a block instead of opening it; a click beside them lets the choice go. */
  function onClickCapture(event: MouseEvent<HTMLElement>) {
    const found = spanOf(event.target)
    if (!selection) return
    if (!found) {
      if (isGround(event.target) && event.detail === 1 && selection.ids.size > 0 && !event.shiftKey)
        selection.onChange(new Set())
      return
    }
    if (!(event.ctrlKey || event.metaKey || event.shiftKey) || !moves?.canMove(found.span.id)) return
    event.preventDefault()
    event.stopPropagation()
    choose(found.span, event.shiftKey)
  }

  function choose(span: Span, isRange: boolean) {
    if (!selection || !moves?.canMove(span.id)) return
    const start = spans.find(({ id }) => id === anchor.current)
    const ids = new Set(selection.ids)
    if (isRange && start?.column === span.column)
      for (const id of spansBetween(spans, start, span)) if (moves.canMove(id)) ids.add(id)
    if (!isRange || start?.column !== span.column) {
      if (ids.has(span.id)) ids.delete(span.id)
      else ids.add(span.id)
    }
    anchor.current = span.id
    selection.onChange(ids)
  }

  function onDoubleClick(event: MouseEvent<HTMLElement>) {
    const ground = readGround(event.currentTarget, frame.current, bounds.columnIds.length)
    if (!onEmpty || !ground || !isGround(event.target)) return
    const spot = spotAt(ground, event.clientX, event.clientY)
    const column = bounds.columnIds[spot.column]
    if (column !== undefined) onEmpty({ column, minute: Math.floor(spot.minute / 15) * 15 })
  }

  function onContextMenu(event: MouseEvent<HTMLElement>) {
    if (grip.current) event.preventDefault()
  }

  return {
    /** The frame that is drawn around blocks to choose them. */
    band,
    choose,
    together,
    events: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel,
      onClickCapture,
      onDoubleClick,
      onContextMenu,
    },
  }
}

function isSamePlace(one: readonly Movement[], other: readonly Movement[]): boolean {
  const [mine, theirs] = [one[0], other[0]]
  return (
    one.length === other.length &&
    mine?.id === theirs?.id &&
    mine?.column === theirs?.column &&
    mine?.startMinute === theirs?.startMinute &&
    mine?.endMinute === theirs?.endMinute
  )
}
