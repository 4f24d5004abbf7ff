import { z } from 'zod'
import { instant, money, plainDate } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const PersonId = idOf('person')
const LessonId = idOf('lesson')
export const GroupId = idOf('group')

/** A day of the week and a minute of the local day in the zone of the group. */
export const WeeklyTime = z.object({ weekday: z.int(), fromMinute: z.int() })
export type WeeklyTime = z.output<typeof WeeklyTime>

export const GroupRow = z.object({
  id: GroupId,
  name: z.string(),
  offeringId: idOf('offering'),
  offeringTitle: z.string(),
  subject: z.string(),
  hue: z.int(),
  levelFrom: z.string(),
  levelTo: z.string(),
  /** Whole years on the first day of the term, both included. */
  ageFrom: z.int().nullable(),
  ageTo: z.int().nullable(),
  places: z.int(),
  /** Places of members today, or on the first day of a term that is still to come. */
  placesTaken: z.int(),
  /** Places kept for families who were offered one and have not answered yet. */
  placesOffered: z.int(),
  waiting: z.int(),
  teacherId: PersonId,
  teacherName: z.string(),
  roomId: idOf('resource').nullable(),
  roomName: z.string().nullable(),
  zone: z.string(),
  termFrom: plainDate,
  termTo: plainDate,
  times: z.array(WeeklyTime),
  lessonsInAll: z.int(),
  lessonsLeft: z.int(),
})
export type GroupRow = z.output<typeof GroupRow>

/** What was agreed to, or is proposed: so many lessons of so many, for this price; null when each lesson is charged as it is held. */
export const agreement = { lessonsLeft: z.int(), lessonsInAll: z.int(), price: money.nullable() }

export const GroupLesson = z.object({
  id: LessonId,
  startsAt: instant,
  endsAt: instant,
  teacherName: z.string(),
  roomName: z.string().nullable(),
  capacity: z.int(),
  placesTaken: z.int(),
  /** Students of other groups who make a missed lesson up here. */
  guests: z.array(z.object({ studentId: PersonId, name: z.string() })),
})

export const Member = z.object({
  id: idOf('member'),
  studentId: PersonId,
  name: z.string(),
  joinedOn: plainDate,
  /** The first day without the student. */
  leftOn: plainDate.nullable(),
  ...agreement,
})

export const Waiting = z.object({
  id: idOf('waiting'),
  studentId: PersonId,
  name: z.string(),
  /** 1 is next; null while a place is offered. */
  position: z.int().nullable(),
  addedAt: instant,
  offer: z.object({ id: idOf('offer'), expiresAt: instant, fromOn: plainDate, ...agreement }).nullable(),
})

export const Group = GroupRow.extend({
  termPrice: money.nullable(),
  /** Planned lessons of the term, in order of time. */
  lessons: z.array(GroupLesson),
  members: z.array(Member),
  waitingList: z.array(Waiting),
  can: z.object({ change: z.boolean() }),
})
export type Group = z.output<typeof Group>
