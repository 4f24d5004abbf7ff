import type { Ctx } from '#platform/context.ts'
import type { Problem } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { findNearestTimes, notBookable, type Reason, reasonOf, refusal } from '#scheduling'
import { studentBusy, timeTaken } from './errors.ts'

export interface RefusedChoice {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly studentName: string
}

const taken = /^((teacher|room|vehicle|equipment)_busy|no_(room|vehicle|equipment)|lesson_full)$/

/** Why a choice cannot be had, with the nearest times that can. */
export async function refuseChoice(ctx: Ctx, choice: RefusedChoice, reasons: readonly Reason[]): Promise<Problem> {
  const extra = refusal(reasons, await findNearestTimes(ctx, choice))
  if (reasons.length === 1 && reasons[0]!.code === 'student_busy')
    return studentBusy({ args: { student: choice.studentName }, extra })
  return reasons.every(({ code }) => taken.test(code)) ? timeTaken({ extra }) : notBookable({ extra })
}

/** The same for somebody who was faster. */
export function refuseLost(ctx: Ctx, choice: RefusedChoice, lost: 'time' | 'student' | 'place'): Promise<Problem> {
  const codes = { time: 'teacher_busy', student: 'student_busy', place: 'lesson_full' } as const
  return refuseChoice(ctx, choice, [reasonOf(codes[lost])])
}
