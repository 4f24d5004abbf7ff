import { z } from 'zod'
import { type Alternative, type DateChoice, PreviewDate } from '#contract/series'
import { ApiProblem } from '#web/app/api.ts'

/** What was chosen for dates that clash, by date. */
export type Choices = ReadonlyMap<string, Choice>
export type Choice = { readonly kind: 'skip' } | { readonly kind: 'instead'; readonly alternative: Alternative }

export function chooseAt(choices: Choices, date: Temporal.PlainDate, choice: Choice | null): Choices {
  const changed = new Map(choices)
  if (choice) changed.set(date.toString(), choice)
  else changed.delete(date.toString())
  return changed
}

/** As the server wants them; only those of dates that are shown. */
export function choicesToSend(choices: Choices, dates: readonly PreviewDate[]): DateChoice[] {
  return dates.flatMap(({ date }): DateChoice[] => {
    const choice = choices.get(date.toString())
    if (!choice) return []
    if (choice.kind === 'skip') return [{ date, skip: true }]
    const { startsAt, teacherId, roomId } = choice.alternative
    return [{ date, startsAt, teacherId, ...(roomId && { roomId }) }]
  })
}

/** How many lessons there will be, and how many dates wait for a choice. */
export function countDates(dates: readonly PreviewDate[], choices: Choices) {
  const isHeld = ({ date, state }: PreviewDate) =>
    choices.get(date.toString())?.kind !== 'skip' && (state === 'free' || state === 'clash' || state === 'kept')
  return {
    lessons: dates.filter(isHeld).length,
    open: dates.filter(({ date, state }) => state === 'clash' && !choices.has(date.toString())).length,
  }
}

const Refusal = z.object({ dates: z.array(PreviewDate) })

/** The dates that somebody else took in the meantime; null for any other answer. */
export function readTaken(problem: Error): PreviewDate[] | null {
  if (!(problem instanceof ApiProblem) || problem.code !== 'series.dates_taken') return null
  return z.decode(Refusal, problem.extra as never).dates
}

/** Puts what the server says now in place of what it said before. */
export function withTaken(dates: readonly PreviewDate[], taken: readonly PreviewDate[]): PreviewDate[] {
  const now = new Map(taken.map((each) => [each.date.toString(), each]))
  return dates.map((each) => {
    const changed = now.get(each.date.toString())
    return changed ? { ...changed, number: each.number } : each
  })
}
