import type { Ranges } from '#slots'

const minutesTo2000 = 946_684_800 / 60
const microsecondsPerMinute = 60_000_000

/**
 * Beginnings and ends as PostgreSQL sends them (timestamptz_send, one after the other, in whatever order an index gives them) to epoch minutes
 * sorted by beginning. What begins or ends within a minute takes the whole of it.
 */
export function unpackTimes(packed: Buffer): Ranges {
  const ranges = new Int32Array(packed.length / 8)
  let isSorted = true
  for (let i = 0; i < ranges.length; i += 2) {
    ranges[i] = minutesTo2000 + Math.floor(microsecondsAt(packed, i * 8) / microsecondsPerMinute)
    ranges[i + 1] = minutesTo2000 + Math.ceil(microsecondsAt(packed, i * 8 + 8) / microsecondsPerMinute)
    if (i > 0 && ranges[i]! < ranges[i - 2]!) isSorted = false
  }
  return isSorted ? ranges : sortByStart(ranges)
}

// A number is exact to the microsecond until the year 2285; nobody plans lessons beyond it.
function microsecondsAt(packed: Buffer, offset: number): number {
  return packed.readInt32BE(offset) * 2 ** 32 + packed.readUInt32BE(offset + 4)
}

function sortByStart(ranges: Ranges): Ranges {
  const pairs = Array.from({ length: ranges.length / 2 }, (_, n) => [ranges[n * 2]!, ranges[n * 2 + 1]!] as const)
  return Int32Array.from(pairs.sort((one, other) => one[0] - other[0]).flat())
}
