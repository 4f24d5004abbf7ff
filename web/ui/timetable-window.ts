import { useCallback, useEffect, useLayoutEffect, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'

/** The part of a timetable that is drawn: columns by number, minutes of the day. */
export interface DrawnPart {
  readonly firstColumn: number
  readonly lastColumn: number
  readonly fromMinute: number
  readonly toMinute: number
}

export const everything: DrawnPart = {
  firstColumn: 0,
  lastColumn: Infinity,
  fromMinute: -Infinity,
  toMinute: Infinity,
}

/** So many blocks are drawn at once, and found by the browser's own search, before only the visible part is. */
const mostBlocks = 250
const minutesAround = 60
const narrowestColumn = 116

interface WindowOptions {
  frame: RefObject<HTMLElement | null>
  columnCount: number
  blockCount: number
  dayStartMinute: number
  pixelsPerMinute: number
}

/** Follows what is in view of a scrolled timetable; everything is drawn when there is little, and on paper. */
export function useDrawnPart(options: WindowOptions) {
  const { frame, columnCount, blockCount, dayStartMinute, pixelsPerMinute } = options
  const isWhole = blockCount <= mostBlocks
  const [part, setPart] = useState<DrawnPart>(() => ({
    ...everything,
    // A first guess, so that little is drawn twice: no column is narrower.
    lastColumn: Math.ceil(innerWidth / narrowestColumn),
    toMinute: dayStartMinute + innerHeight / pixelsPerMinute,
  }))

  const read = useCallback((): DrawnPart | null => {
    const element = frame.current
    const body = element?.querySelector<HTMLElement>('.timetable-body')
    const margin = body?.querySelector<HTMLElement>('.timetable-margin')
    if (!element || !body || !margin) return null
    const columnWidth = (body.offsetWidth - margin.offsetWidth) / columnCount
    const from = Math.abs(element.scrollLeft)
    const top = Math.max(element.scrollTop, 0)
    const minute = (pixels: number) => dayStartMinute + pixels / pixelsPerMinute
    return {
      firstColumn: Math.max(Math.floor(from / columnWidth) - 1, 0),
      lastColumn: Math.ceil((from + element.clientWidth - margin.offsetWidth) / columnWidth),
      fromMinute: Math.floor(minute(top) / minutesAround - 1) * minutesAround,
      toMinute: Math.ceil(minute(top + element.clientHeight) / minutesAround + 1) * minutesAround,
    }
  }, [frame, columnCount, dayStartMinute, pixelsPerMinute])

  const follow = useCallback(() => {
    const next = read()
    if (next) setPart((before) => (isSame(before, next) ? before : next))
  }, [read])

  useLayoutEffect(() => {
    // What is in view is known only once there is a layout.
    // oxlint-disable-next-line react/set-state-in-effect
    if (!isWhole) follow()
  }, [isWhole, follow])

  useEffect(() => {
    const element = frame.current
    if (isWhole || !element) return undefined
    const observer = new ResizeObserver(follow)
    observer.observe(element)
    element.addEventListener('scroll', follow, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', follow)
    }
  }, [isWhole, follow, frame])

  return {
    part: isWhole ? everything : part,
    /** Draws what has just been scrolled to before anything else happens, so that it can be focused. */
    drawNow: () => flushSync(follow),
  }
}

function isSame(one: DrawnPart, other: DrawnPart): boolean {
  return (
    one.firstColumn === other.firstColumn &&
    one.lastColumn === other.lastColumn &&
    one.fromMinute === other.fromMinute &&
    one.toMinute === other.toMinute
  )
}
