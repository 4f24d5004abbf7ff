/** 930 as 15:30; the end of the day, 1440, as 00:00, which is how a clock shows it. */
export function writeMinute(minute: number): string {
  const hours = Math.floor((minute % 1440) / 60)
  return `${String(hours).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** 15:30 as 930; an unfinished time as NaN, which the server refuses with words. */
export function readMinute(time: string): number {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(time) ?? []
  return hours === undefined || minutes === undefined ? Number.NaN : Number(hours) * 60 + Number(minutes)
}
