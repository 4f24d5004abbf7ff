import { z } from 'zod'
import { instant } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const PersonId = idOf('person')
export const ResourceId = idOf('resource')
export const OfferingId = idOf('offering')
export const LocationId = idOf('location')
export const LessonId = idOf('lesson')

/** Whether a lesson is held at a location or by video. */
export const LessonFormat = z.enum(['in_person', 'online'])
export type LessonFormat = z.output<typeof LessonFormat>
/** Which lessons hours are meant for. */
export const HoursFormat = z.enum(['in_person', 'online', 'both'])

export const LessonBlock = z.object({
  id: LessonId,
  offeringId: OfferingId,
  title: z.string(),
  hue: z.int(),
  teacherId: PersonId,
  teacherName: z.string(),
  roomId: ResourceId.nullable(),
  roomName: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  capacity: z.int(),
  placesTaken: z.int(),
  /** The names the reader may see, in order. */
  studentNames: z.array(z.string()),
  status: z.enum(['planned', 'cancelled']),
  isMarked: z.boolean(),
})
export type LessonBlock = z.output<typeof LessonBlock>
