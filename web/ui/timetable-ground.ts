/** Where the columns are on the screen, taken once when the hand closes. */
export interface Ground {
  readonly startEdge: number
  readonly top: number
  readonly columnWidth: number
  readonly isMirrored: boolean
  readonly scrollLeft: number
  readonly scrollTop: number
}

/** A place on the paper: a column by number, a minute of the day. */
export interface Spot {
  readonly column: number
  readonly minute: number
}

export function readGround(grid: HTMLElement, frame: HTMLElement | null, columnCount: number): Ground | null {
  const body = grid.querySelector<HTMLElement>('.timetable-body')
  const margin = grid.querySelector<HTMLElement>('.timetable-margin')
  if (!body || !margin || !frame) return null
  const box = body.getBoundingClientRect()
  const isMirrored = getComputedStyle(body).direction === 'rtl'
  const hours = margin.offsetWidth
  return {
    startEdge: isMirrored ? box.right - hours : box.left + hours,
    top: box.top,
    columnWidth: (box.width - hours) / columnCount,
    isMirrored,
    scrollLeft: frame.scrollLeft,
    scrollTop: frame.scrollTop,
  }
}

/** The column under a point, and how far down it is, however much was scrolled since the ground was read. */
export function placeOn(ground: Ground, frame: HTMLElement | null, x: number, y: number) {
  const aside = (frame?.scrollLeft ?? 0) - ground.scrollLeft
  const along = (frame?.scrollTop ?? 0) - ground.scrollTop
  const distance = ground.isMirrored ? ground.startEdge - aside - x : x + aside - ground.startEdge
  return { column: Math.floor(distance / ground.columnWidth), pixels: y + along - ground.top }
}

export function boxOf(one: Spot, other: Spot) {
  return {
    fromColumn: Math.min(one.column, other.column),
    toColumn: Math.max(one.column, other.column),
    fromMinute: Math.min(one.minute, other.minute),
    toMinute: Math.max(one.minute, other.minute),
  }
}

/** The paper between the blocks; a closed stretch is part of it. */
export function isGround(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.timetable-column') !== null && !target.closest('a, button')
}

const scrollZone = 48
const fastestScroll = 18

/** Scrolls while the pointer is near an edge, the faster the nearer; says whether it did. */
export function scrollAtEdge(frame: HTMLElement | null, { x, y }: { x: number; y: number }): boolean {
  if (!frame) return false
  const box = frame.getBoundingClientRect()
  const aside = pull(x - box.left, box.right - x)
  const along = pull(y - box.top, box.bottom - y)
  if (aside === 0 && along === 0) return false
  const before = [frame.scrollLeft, frame.scrollTop]
  frame.scrollBy(aside, along)
  return before[0] !== frame.scrollLeft || before[1] !== frame.scrollTop
}

function pull(near: number, far: number): number {
  if (near < scrollZone) return -strength(near)
  return far < scrollZone ? strength(far) : 0
}

function strength(distance: number): number {
  return Math.ceil(fastestScroll * (1 - Math.max(distance, 0) / scrollZone))
}
