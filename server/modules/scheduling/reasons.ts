import { z } from 'zod'
import { can, type Ctx } from '#platform/context.ts'
import { instantOf } from '#platform/time.ts'
import type { WhyNot } from '#slots'
import type { BookableOffering } from './bookable-offering.ts'
import { Reason, Slot } from './contract.ts'

export function reason(code: Reason['code']): Reason {
  return { code, subjectName: null, from: null, to: null }
}

/** What the engine gives, in words: whose lesson stands in the way, and until when, is for the people who work here. */
export function nameReasons(
  ctx: Ctx,
  { teachers, resources }: Pick<BookableOffering, 'teachers' | 'resources'>,
  hasTeachers: boolean,
  whyNot: readonly WhyNot[],
): Reason[] {
  if (!hasTeachers) return [reason('no_teacher')]
  const isStaff = can(ctx, 'timetable.read')
  const names = new Map([...teachers, ...resources].map(({ id, name }): [string, string] => [id, name]))
  return whyNot.map(({ code, subjectId, from, to, label }) => {
    const isPrivate = subjectId !== undefined || code === 'student_busy' || code === 'student_left'
    const subjectName =
      code === 'closure' ? (label ?? null) : isStaff && subjectId ? (names.get(subjectId) ?? null) : null
    const time = (minute: number | undefined) =>
      minute === undefined || (isPrivate && !isStaff) ? null : instantOf(minute)
    return { code, subjectName, from: time(from), to: time(to) }
  })
}

/** What a refusal carries beside its sentence, in wire form: why, and the nearest free times. */
export function refusal(reasons: readonly Reason[], nearest: readonly Slot[]): Record<string, unknown> {
  return { reasons: z.encode(z.array(Reason), [...reasons]), nearest: z.encode(z.array(Slot), [...nearest]) }
}
