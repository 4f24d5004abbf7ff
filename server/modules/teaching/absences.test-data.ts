import { planLesson } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import type { Person, World } from '#testing/world.ts'
import { findCover } from './contract.ts'

export const at = (time: string, day = '18') => Temporal.Instant.from(`2026-11-${day}T${time}:00+07:00`)
export const wednesday = { startsAt: at('00:00'), endsAt: at('00:00', '19') }

interface Planned {
  readonly teacher?: Person
  readonly students?: readonly Person[]
  readonly offering?: 'piano' | 'choir'
  readonly day?: string
}

export async function plan(school: World, time: string, planned: Planned = {}): Promise<Id<'lesson'>> {
  const { teacher = school.rina, students = [school.tom], offering = 'piano', day = '18' } = planned
  const lesson = await school.as(school.dewi)(planLesson, {
    offeringId: school[offering].id,
    teacherId: teacher.id,
    startsAt: at(time, day),
    studentIds: students.map(({ id }) => id),
  })
  return lesson.id
}

/** Rina teaches Tom, Lila, and both in the choir on Wednesday. */
export async function fullDay(school: World) {
  const { tom, lila } = school
  const toms = await plan(school, '10:00')
  const lilas = await plan(school, '11:00', { students: [lila] })
  const choir = await plan(school, '14:00', { students: [tom, lila], offering: 'choir' })
  await school.settle()
  return { toms, lilas, choir }
}

export const propose = (school: World) => school.as(school.dewi)(findCover, { teacherId: school.rina.id, ...wednesday })
