import type { Slot } from './page-data.ts'

/** A wished time as it is kept on this device. */
export interface Choice {
  readonly startsAt: string
  readonly teacherId: string | null
  readonly lessonId: string | null
}

export function choiceOf(slot: Slot, teacher: string | null): Choice {
  return { startsAt: slot.startsAt.toString(), teacherId: teacher, lessonId: slot.lessonId }
}

/** 1 or 2 when the time is among the wishes. */
export function rankOf(choices: readonly Choice[], startsAt: Temporal.Instant): 1 | 2 | null {
  const position = choices.findIndex((choice) => choice.startsAt === startsAt.toString())
  return position === 0 ? 1 : position === 1 ? 2 : null
}

/** The first time chosen is the first wish, the next the second; a chosen time is given back, a third replaces the second. */
export function choose(choices: readonly Choice[], choice: Choice): Choice[] {
  const rest = choices.filter(({ startsAt }) => startsAt !== choice.startsAt)
  if (rest.length < choices.length) return rest
  return [...rest.slice(0, 1), choice]
}

export function replace(choices: readonly Choice[], gone: Choice, instead: Choice): Choice[] {
  return choices
    .filter(({ startsAt }) => startsAt !== instead.startsAt)
    .map((choice) => (choice.startsAt === gone.startsAt ? instead : choice))
}

export function startOf(choice: Choice): Temporal.Instant {
  return Temporal.Instant.from(choice.startsAt)
}
