export interface TravelRow {
  readonly from: string
  readonly to: string
  readonly minutes: number
}

/** Minutes of the ways between two locations that were given. */
export type TravelTimes = ReadonlyMap<string, number>

export function travelTimes(rows: readonly TravelRow[]): TravelTimes {
  return new Map(rows.map(({ from, to, minutes }) => [`${from} ${to}`, minutes]))
}

/** The way back takes as long as the way there unless it has a time of its own. */
export function travelBetween(times: TravelTimes, from: string, to: string, otherwise: number): number {
  return times.get(`${from} ${to}`) ?? times.get(`${to} ${from}`) ?? otherwise
}
