/** Half-open ranges of epoch minutes packed as start, end, start, end …, sorted by start. */
export type Ranges = Int32Array

export const noRanges: Ranges = new Int32Array(0)

/** Everything in either; overlapping and touching ranges become one, empty ones disappear. */
export function joinRanges(left: Ranges, right: Ranges): Ranges {
  const joined = new Int32Array(left.length + right.length)
  let size = 0
  let l = 0
  let r = 0
  while (l < left.length || r < right.length) {
    const fromLeft = r >= right.length || (l < left.length && left[l]! <= right[r]!)
    const start = fromLeft ? left[l]! : right[r]!
    const end = fromLeft ? left[l + 1]! : right[r + 1]!
    if (fromLeft) l += 2
    else r += 2
    size = pushRange(joined, size, start, end)
  }
  return joined.subarray(0, size)
}

/** Writes a range that starts no earlier than those before it, joins it with the last if they touch, and returns the new size. */
export function pushRange(ranges: Ranges, size: number, start: number, end: number): number {
  if (start >= end) return size
  if (size > 0 && start <= ranges[size - 1]!) {
    if (end > ranges[size - 1]!) ranges[size - 1] = end
    return size
  }
  ranges[size] = start
  ranges[size + 1] = end
  return size + 2
}

export function packRanges(pairs: readonly (readonly [start: number, end: number])[]): Ranges {
  const packed = new Int32Array(pairs.length * 2)
  let size = 0
  for (const [start, end] of pairs.toSorted((a, b) => a[0] - b[0])) size = pushRange(packed, size, start, end)
  return packed.subarray(0, size)
}

/** Clips in place; the result is a part of what was given. */
export function clipRanges(ranges: Ranges, from: number, to: number): Ranges {
  let size = 0
  for (let i = 0; i < ranges.length && ranges[i]! < to; i += 2) {
    size = pushRange(ranges, size, Math.max(ranges[i]!, from), Math.min(ranges[i + 1]!, to))
  }
  return ranges.subarray(0, size)
}

export function isSame(left: Ranges, right: Ranges): boolean {
  if (left.length !== right.length) return false
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false
  return true
}

export function subtractRanges(open: Ranges, blocked: Ranges): Ranges {
  return startRanges(open, blocked, { duration: 1, before: 0, after: 0 })
}

/** How much time a lesson takes: its own minutes, and those kept clear before and after. */
export interface Claim {
  readonly duration: number
  readonly before: number
  readonly after: number
}

/**
 * The minutes at which a lesson can start: all of it lies in `open`, and neither it nor its buffers meet `blocked`.
 * `open` must be joined, as joinRanges leaves it; `blocked` may overlap itself. The answer is written into `starts`,
 * which holds as many numbers as the two together.
 */
export function startRanges(
  open: Ranges,
  blocked: Ranges,
  { duration, before, after }: Claim,
  starts: Ranges = new Int32Array(open.length + blocked.length),
): Ranges {
  let size = 0
  let next = 0
  for (let i = 0; i < open.length; i += 2) {
    let cursor = open[i]!
    const end = open[i + 1]! - duration + 1
    while (next < blocked.length && blocked[next + 1]! + before <= cursor) next += 2
    for (let b = next; b < blocked.length && cursor < end; b += 2) {
      const lastBefore = blocked[b]! - duration - after + 1
      if (lastBefore >= end) break
      if (blocked[b] === blocked[b + 1]) continue
      if (cursor < lastBefore) {
        starts[size++] = cursor
        starts[size++] = lastBefore
      }
      cursor = Math.max(cursor, blocked[b + 1]! + before)
    }
    if (cursor < end) {
      starts[size++] = cursor
      starts[size++] = end
    }
  }
  return starts.subarray(0, size)
}
