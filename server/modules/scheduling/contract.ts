import { z } from 'zod'
import { endpoint, fields, instant, minuteOfDay, nothing, plainDate, text, weekday, zone } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const PersonId = idOf('person')
const ResourceId = idOf('resource')
const OfferingId = idOf('offering')
export const LessonId = idOf('lesson')

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
    'no_teacher',
    'room_closed',
    'room_busy',
    'no_room',
    'student_busy',
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
  /** Set when the slot is a place in a lesson that stands already. */
  lessonId: LessonId.nullable(),
  placesLeft: z.int().nullable(),
})
export type Slot = z.output<typeof Slot>

export const listSlots = endpoint({
  route: 'GET /slots',
  needs: 'anyone',
  summary:
    'Times at which an offering can be booked from one local day to another (both included, at most 366), in the zone of the organisation; for one teacher or any.',
  input: fields({ offeringId: OfferingId, teacherId: PersonId.optional(), from: plainDate, to: plainDate }),
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
    studentId: PersonId.optional(),
    startsAt: instant,
  }),
  output: z.object({ reasons: z.array(Reason), nearest: z.array(Slot) }),
})

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

export const planLesson = endpoint({
  route: 'POST /lessons',
  needs: 'timetable.manage',
  summary: 'Plans one lesson: claims teacher, room and students for the time with its buffers, or nothing at all.',
  input: fields({
    offeringId: OfferingId,
    teacherId: PersonId,
    roomId: ResourceId.optional(),
    startsAt: instant,
    studentIds: z.array(PersonId).max(200),
  }),
  output: Lesson,
  errors: ['scheduling.time_taken', 'scheduling.not_bookable'],
})

export const moveLesson = endpoint({
  route: 'POST /lessons/:lessonId/move',
  needs: 'timetable.manage',
  summary: 'Moves a lesson that is still to come to another time, teacher or room; families are told.',
  input: fields({
    lessonId: LessonId,
    startsAt: instant,
    teacherId: PersonId.optional(),
    roomId: ResourceId.optional(),
  }),
  output: Lesson,
  errors: ['scheduling.time_taken', 'scheduling.not_bookable', 'scheduling.lesson_over'],
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

export const Rule = z.object({ weekday, fromMinute: minuteOfDay, toMinute: minuteOfDay, zone: z.string() })
export const Exception = z.object({
  id: idOf('availability_exception'),
  startsAt: instant,
  endsAt: instant,
  isAvailable: z.boolean(),
  reason: z.string(),
})
const claimant = { claimantKind: z.enum(['teacher', 'resource']), claimantId: z.uuid().toLowerCase() }

export const getAvailability = endpoint({
  route: 'GET /availability/:claimantKind/:claimantId',
  needs: 'timetable.read',
  summary: 'Weekly hours and dated exceptions of a teacher or a resource.',
  input: fields(claimant),
  output: z.object({ rules: z.array(Rule), exceptions: z.array(Exception) }),
})

export const setAvailability = endpoint({
  route: 'PUT /availability/:claimantKind/:claimantId',
  needs: 'timetable.read',
  summary:
    "Replaces the weekly hours; minutes of the local day in the given zone. Teachers change their own, the office everybody's.",
  input: fields({
    ...claimant,
    rules: z.array(fields({ weekday, fromMinute: minuteOfDay, toMinute: minuteOfDay, zone })).max(100),
  }),
  output: z.object({ rules: z.array(Rule), exceptions: z.array(Exception) }),
})

export const addException = endpoint({
  route: 'POST /availability/:claimantKind/:claimantId/exceptions',
  needs: 'timetable.read',
  summary: 'Adds hours or takes them away for a stretch of time; says which lessons lie in it and leaves them.',
  input: fields({ ...claimant, startsAt: instant, endsAt: instant, isAvailable: z.boolean(), reason: text(200) }),
  output: z.object({ exception: Exception, lessonsHit: z.array(LessonBlock) }),
})

export const removeException = endpoint({
  route: 'DELETE /availability/:claimantKind/:claimantId/exceptions/:exceptionId',
  needs: 'timetable.read',
  summary: 'Takes an exception back.',
  input: fields({ ...claimant, exceptionId: idOf('availability_exception') }),
  output: nothing,
})
