import { z } from 'zod'
import { Reason, Slot } from '#contract/scheduling'
import { ApiProblem } from '#web/app/api.ts'

const Refusal = z.object({ reasons: z.array(Reason).catch([]), nearest: z.array(Slot).catch([]) })

/** Why a time was refused, and the nearest times that work. */
export type Refusal = z.output<typeof Refusal>

const codes: readonly string[] = ['scheduling.time_taken', 'scheduling.not_bookable', 'booking.time_taken']

export function readRefusal(problem: Error | null): Refusal | null {
  if (!(problem instanceof ApiProblem) || !codes.includes(problem.code)) return null
  return z.decode(Refusal, problem.extra as never)
}
