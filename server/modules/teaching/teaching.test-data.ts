import { planLesson } from '#contract/scheduling'
import { monday, type Person, type World } from '#testing/world.ts'

export const tuesday = Temporal.PlainDate.from('2026-11-17')

interface Plan {
  readonly days?: number
  readonly hour?: number
  readonly students?: readonly Person[]
  readonly offering?: 'piano' | 'choir'
}

/** A lesson with Rina, from Tuesday eleven o'clock on; the clock is left at Monday. */
export async function plan(school: World, { days = 0, hour = 11, students, offering = 'piano' }: Plan = {}) {
  school.setNow(monday)
  const startsAt = tuesday
    .add({ days })
    .toZonedDateTime({ timeZone: school.organisation.zone, plainTime: { hour } })
    .toInstant()
  const { id } = await school.as(school.dewi)(planLesson, {
    offeringId: school[offering].id,
    teacherId: school.rina.id,
    roomId: offering === 'piano' ? school.studio.id : school.hall.id,
    startsAt,
    studentIds: (students ?? [school.tom]).map((student) => student.id),
  })
  return { id, startsAt }
}

export const texts = { sharedText: '', privateText: '', homework: '' }
