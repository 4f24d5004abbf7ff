export interface Span {
  id: string
  column: string
  startMinute: number
  endMinute: number
}

export interface Place {
  /** Which of the lanes side by side, counted from the start edge. */
  lane: number
  lanes: number
}

/** Blocks of one column that meet in time stand beside each other, in lanes of the same width. */
export function placeInLanes(spans: readonly Span[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>()
  for (const column of Map.groupBy(spans, (span) => span.column).values()) {
    let cluster: Span[] = []
    let clusterEnd = -Infinity
    for (const span of column.toSorted(
      (one, other) => one.startMinute - other.startMinute || longerFirst(one, other),
    )) {
      if (span.startMinute >= clusterEnd) {
        placeCluster(cluster, places)
        cluster = []
      }
      cluster.push(span)
      clusterEnd = Math.max(clusterEnd, span.endMinute)
    }
    placeCluster(cluster, places)
  }
  return places
}

function placeCluster(cluster: readonly Span[], places: Map<string, Place>): void {
  const laneEnds: number[] = []
  const lanes = cluster.map((span) => {
    const free = laneEnds.findIndex((end) => end <= span.startMinute)
    const lane = free === -1 ? laneEnds.length : free
    laneEnds[lane] = span.endMinute
    return lane
  })
  for (const [position, span] of cluster.entries()) {
    places.set(span.id, { lane: lanes[position]!, lanes: laneEnds.length })
  }
}

function longerFirst(one: Span, other: Span): number {
  return other.endMinute - one.endMinute
}

/** How many lines of a block can be read at a height: time, who, what, where or teacher, state; they drop from the end. */
export function countLines(heightPixels: number): number {
  if (heightPixels >= 90) return 5
  if (heightPixels >= 66) return 4
  if (heightPixels >= 62) return 3
  return heightPixels >= 40 ? 2 : 1
}

export type Arrow = 'up' | 'down' | 'before' | 'after'

/** Where an arrow key leads: up and down inside the column, sideways to the block nearest in time. */
export function findNeighbour(
  spans: readonly Span[],
  columns: readonly string[],
  from: Span,
  arrow: Arrow,
): Span | undefined {
  if (arrow === 'up' || arrow === 'down') {
    const column = spans
      .filter((span) => span.column === from.column)
      .toSorted((one, other) => one.startMinute - other.startMinute || longerFirst(one, other))
    return column[column.findIndex((span) => span.id === from.id) + (arrow === 'down' ? 1 : -1)]
  }
  const step = arrow === 'after' ? 1 : -1
  for (let position = columns.indexOf(from.column) + step; columns[position] !== undefined; position += step) {
    const nearest = spans
      .filter((span) => span.column === columns[position])
      .toSorted((one, other) => distance(one, from) - distance(other, from))[0]
    if (nearest) return nearest
  }
  return undefined
}

function distance(one: Span, other: Span): number {
  return Math.abs(one.startMinute - other.startMinute)
}
