import { z } from 'zod'
import { endpoint, fields, instant, plainDate, text } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'
import { LessonBlock, LessonFormat, LessonId, LocationId, OfferingId, PersonId, ResourceId } from './shapes.ts'

export { addException, Exception, getAvailability, previewException, removeException, Rule } from './hours-contract.ts'
export { getTeachingLimits, setAvailability, setTeachingLimits, TeachingLimits } from './hours-contract.ts'
export { HoursFormat, LessonBlock, LessonFormat, LessonId } from './shapes.ts'

/** Several people in a query string, with commas between. */
const personIds = z.codec(
  z
    .string()
    .max(50 * 37)
    .regex(/^[0-9a-fA-F-]{36}(,[0-9a-fA-F-]{36})*$/)
    .meta({ description: 'Ids of people, with commas between' }),
  z.array(PersonId),
  { decode: (value) => value.split(','), encode: (value) => value.join(',') },
)

/** Why a time cannot be booked. `subjectName`, `from` and `to` say whose and until when, where the reader may know it. */
export const Reason = z.object({
  code: z.enum([
    'in_the_past',
    'too_soon',
    'too_far',
    'closure',
    'off_grid',
    'clock_change',
    'outside_teacher_hours',
    'teacher_time_off',
    'teacher_busy',
    'teacher_left',
    'teacher_other_format',
    'teacher_other_location',
    'teacher_travels',
    'teacher_needs_break',
    'teacher_day_full',
    'no_teacher',
    'room_closed',
    'room_busy',
    'room_papers',
    'no_room',
    'vehicle_closed',
    'vehicle_busy',
    'vehicle_papers',
    'no_vehicle',
    'equipment_closed',
    'equipment_busy',
    'equipment_papers',
    'no_equipment',
    'student_busy',
    'student_left',
    'lesson_full',
    'offering_inactive',
  ]),
  subjectName: z.string().nullable(),
  from: instant.nullable(),
  to: instant.nullable(),
})
export type Reason = z.output<typeof Reason>

export const Slot = z.object({
  startsAt: instant,
  endsAt: instant,
  teacherIds: z.array(PersonId),
  /** Where it can be; left out where the school has only one place. */
  locationIds: z.array(LocationId).optional(),
  /** Set when the slot is a place in a lesson that stands already. */
  lessonId: LessonId.nullable(),
  placesLeft: z.int().nullable(),
})
export type Slot = z.output<typeof Slot>

export const listSlots = endpoint({
  route: 'GET /slots',
  needs: 'anyone',
  summary:
    'Times at which an offering can be booked from one local day to another (both included, at most 366), in the zone of the organisation; for one teacher, a set of them or any, at one location or any. `studentIds` leaves out when these students have another lesson; only for those who may see that.',
  input: fields({
    offeringId: OfferingId,
    teacherId: PersonId.optional(),
    teacherIds: personIds.optional(),
    studentIds: personIds.optional(),
    locationId: LocationId.optional(),
    from: plainDate,
    to: plainDate,
  }),
  output: z.object({
    zone: z.string(),
    days: z.array(z.object({ date: plainDate, closedBecause: z.string().nullable(), slots: z.array(Slot) })),
    /** The first day after `to` with a free time, if any within the furthest date. */
    nextFreeDay: plainDate.nullable(),
  }),
})

export const explainTime = endpoint({
  route: 'GET /slots/explanation',
  needs: 'timetable.read',
  summary: 'Why a time can or cannot be booked: no reasons means it can.',
  input: fields({
    offeringId: OfferingId,
    teacherId: PersonId.optional(),
    roomId: ResourceId.optional(),
    locationId: LocationId.optional(),
    format: LessonFormat.optional(),
    studentId: PersonId.optional(),
    startsAt: instant,
  }),
  output: z.object({ reasons: z.array(Reason), nearest: z.array(Slot) }),
})

export const HoldBlock = z.object({
  holdId: idOf('hold'),
  claimantId: z.string(),
  asWhat: z.enum(['teacher', 'student', 'resource']),
  startsAt: instant,
  endsAt: instant,
  heldUntil: instant,
})

const Place = z.object({ id: ResourceId, name: z.string(), description: z.string(), locationId: idOf('location') })

/** A lesson as a timetable needs it: with whom it could collide. */
export const TimetableLesson = LessonBlock.extend({
  /** In the order of their names; empty where the reader may not know them. */
  studentIds: z.array(PersonId),
  /** Vehicles and equipment that it has claimed. */
  resourceIds: z.array(ResourceId),
})
export type TimetableLesson = z.output<typeof TimetableLesson>

export const getTimetable = endpoint({
  route: 'GET /timetable',
  needs: 'timetable.read',
  summary:
    'Lessons, held times and closed hours from one local day to another (both included, at most 42), for every teacher, room, vehicle and piece of equipment. A teacher sees the own column whole and of others only that they are busy.',
  input: fields({ from: plainDate, to: plainDate }),
  output: z.object({
    zone: z.string(),
    teachers: z.array(z.object({ id: PersonId, name: z.string(), specialization: z.string() })),
    locations: z.array(z.object({ id: idOf('location'), name: z.string() })),
    rooms: z.array(Place),
    vehicles: z.array(Place),
    equipment: z.array(Place),
    lessons: z.array(TimetableLesson),
    holds: z.array(HoldBlock),
    /** When a teacher, room, vehicle or piece of equipment can be booked at all. */
    openings: z.array(z.object({ claimantId: z.string(), from: instant, to: instant })),
    closures: z.array(z.object({ fromDate: plainDate, toDate: plainDate, name: z.string() })),
  }),
})

export const Lesson = LessonBlock.omit({ studentNames: true }).extend({
  format: LessonFormat,
  /** Where it is held; null when nobody said. */
  locationId: LocationId.nullable(),
  /** What it takes beside its room: a vehicle, equipment, further rooms. */
  resourceIds: z.array(ResourceId),
  durationMinutes: z.int(),
  students: z.array(z.object({ placeId: idOf('place'), id: PersonId, name: z.string() })),
  can: z.object({ move: z.boolean(), cancel: z.boolean() }),
})
export type Lesson = z.output<typeof Lesson>

export const getLesson = endpoint({
  route: 'GET /lessons/:lessonId',
  needs: 'signed-in',
  summary:
    'One lesson, for the office, its teacher, its students and their guardians; classmates are not named to families.',
  input: fields({ lessonId: LessonId }),
  output: Lesson,
})

/** Which clashes are let pass, and why. A teacher's never is. */
export const Overrule = fields({
  reasons: z
    .array(z.enum(['student_busy', 'room_busy']))
    .min(1)
    .max(2),
  why: text(300, 1),
})
export type Overrule = z.output<typeof Overrule>

const chosen = {
  roomId: ResourceId.optional(),
  /** What is taken for the other needs of the offering; whatever is free where none is named. */
  resourceIds: z.array(ResourceId).max(10).optional(),
  locationId: LocationId.optional(),
  /** As the offering says when it is left out. A lesson by video takes no room. */
  format: LessonFormat.optional(),
  overrule: Overrule.optional(),
}

export const planLesson = endpoint({
  route: 'POST /lessons',
  needs: 'timetable.manage',
  summary:
    'Plans one lesson: claims teacher, room, whatever else it needs and students for the time with its buffers, or nothing at all. `overrule` lets clashes of a student, or of the resources that are named, pass; it needs the permission timetable.override and is kept with its reason.',
  input: fields({
    offeringId: OfferingId,
    teacherId: PersonId,
    ...chosen,
    startsAt: instant,
    studentIds: z.array(PersonId).max(200),
  }),
  output: Lesson,
  errors: ['scheduling.time_taken', 'scheduling.not_bookable'],
})

const durationMinutes = z.int().min(5).max(1440).optional()

export const moveLesson = endpoint({
  route: 'POST /lessons/:lessonId/move',
  needs: 'timetable.manage',
  summary:
    'Moves a lesson that is still to come to another time, teacher, room or format; families are told. It keeps its length and, where they are free, its resources. `overrule` as in planning, for the resources that are named or that it has.',
  input: fields({
    lessonId: LessonId,
    startsAt: instant,
    /** As long as it was when it is left out. */
    durationMinutes,
    teacherId: PersonId.optional(),
    ...chosen,
  }),
  output: Lesson,
  errors: ['scheduling.time_taken', 'scheduling.not_bookable', 'scheduling.lesson_over'],
})

export const moveLessons = endpoint({
  route: 'POST /lesson-moves',
  needs: 'timetable.manage',
  summary:
    'Moves up to 50 lessons that are still to come, all of them or none; lessons may take the times that others of them leave. A refusal names the lesson in `lessonId`.',
  input: fields({
    moves: z
      .array(
        fields({
          lessonId: LessonId,
          startsAt: instant,
          durationMinutes,
          teacherId: PersonId.optional(),
          roomId: ResourceId.optional(),
          resourceIds: chosen.resourceIds,
        }),
      )
      .min(1)
      .max(50),
  }),
  output: z.object({ lessons: z.array(Lesson) }),
  errors: ['scheduling.time_taken', 'scheduling.not_bookable', 'scheduling.lesson_over'],
})

export const cancelLessons = endpoint({
  route: 'POST /lesson-cancellations',
  needs: 'timetable.manage',
  summary: 'Cancels up to 50 lessons that are still to come, all of them or none; nothing is charged.',
  input: fields({ lessonIds: z.array(LessonId).min(1).max(50), reason: text(500) }),
  output: z.object({ lessons: z.array(Lesson) }),
  errors: ['scheduling.lesson_over'],
})

export const cancelLesson = endpoint({
  route: 'POST /lessons/:lessonId/cancellation',
  needs: 'timetable.manage',
  summary: 'Cancels a lesson for everybody and frees its times; nothing is charged.',
  input: fields({ lessonId: LessonId, reason: text(500) }),
  output: Lesson,
  errors: ['scheduling.lesson_over'],
})

export const listMyLessons = endpoint({
  route: 'GET /my/lessons',
  needs: 'signed-in',
  summary:
    'Lessons of the reader and of the students they are confirmed guardian of, from one local day to another (at most 366), in order of time.',
  input: fields({ from: plainDate, to: plainDate, studentId: PersonId.optional() }),
  output: z.object({ zone: z.string(), lessons: z.array(LessonBlock.extend({ studentIds: z.array(PersonId) })) }),
})
