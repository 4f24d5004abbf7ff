// How a line of the benchmark is written down, by itself and in the whole run.

export interface Figure {
  /** The work, with its size. */
  readonly what: string
  readonly ours: string
  /** What the same work costs elsewhere, measured in the same run. */
  readonly beside: string
  readonly ratio: string
  readonly goal: string
  /** Null where there is no goal. */
  readonly isMet: boolean | null
}

/** Prints the figures of a line that runs alone; in `npm run bench` they go to the process that writes them down. */
export function report(figures: readonly Figure[]): void {
  if (process.send) process.send(figures)
  else print(figures)
}

export function print(figures: readonly Figure[]): void {
  for (const { what, ours, beside, ratio, goal, isMet } of figures) {
    console.log(`${isMet === null ? ' ' : isMet ? '+' : '-'} ${what}`)
    console.log(
      `    ours ${ours}${beside && `   beside ${beside}`}${ratio && `   ratio ${ratio}`}${goal && `   goal ${goal}`}`,
    )
  }
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

export function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
}

export function milliseconds(value: number): string {
  return `${value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1)} ms`
}

export function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString('en')}/s`
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(0)} %`
}

export function times(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 0)} ×`
}
