import type { LessonAway, recordAbsence } from '#contract/teaching'
import type { Input } from '#platform/contract.ts'

/** What is chosen for a lesson, as the value of an option: `cover <teacher>`, `other_time <instant>`, `online`, `make_up` or `leave`. */
export type Choice = string
export type Changes = Input<typeof recordAbsence>['changes']

export const leave: Choice = 'leave'

export function proposedFor({ proposed }: LessonAway): Choice {
  return proposed.teacherId ? `cover ${proposed.teacherId}` : proposed.change
}

/** What is sent; lessons that are left as they are are not named. */
export function changesOf(lessons: readonly LessonAway[], chosen: (lesson: LessonAway) => Choice): Changes {
  return lessons.flatMap((lesson): Changes => {
    const [change, what = ''] = chosen(lesson).split(' ')
    const cover = lesson.covers.find(({ teacherId }) => teacherId === what)
    if (change === 'cover' && cover) return [{ lessonId: lesson.id, change, teacherId: cover.teacherId }]
    if (change === 'other_time') return [{ lessonId: lesson.id, change, startsAt: Temporal.Instant.from(what) }]
    if (change === 'online' || change === 'make_up') return [{ lessonId: lesson.id, change }]
    return []
  })
}
