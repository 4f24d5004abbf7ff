import { z } from 'zod'
import {
  amount,
  endpoint,
  fields,
  instant,
  money,
  pageFields,
  pageOf,
  plainDate,
  text,
  weekday,
} from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'
import { agreement, Group, GroupId, GroupRow } from './shapes.ts'

export { Group, GroupId, GroupLesson, GroupRow, Member, Waiting, WeeklyTime } from './shapes.ts'
export { addToWaitingList, endWaiting, moveInWaitingList, offerPlace } from './waiting-contract.ts'
export { answerOffer, leaveWaitingList, listMyGroups, MyGroup } from './waiting-contract.ts'
export { answerOfferByLink, getOfferByLink, OfferByLink } from './waiting-contract.ts'

const PersonId = idOf('person')
const LessonId = idOf('lesson')
const age = z.int().min(0).max(120)

export const listGroups = endpoint({
  route: 'GET /groups',
  needs: 'timetable.read',
  summary: 'Groups by name: those whose term is not over, or those whose is. Teachers see the groups they teach.',
  input: fields({ over: z.enum(['yes', 'no']).optional(), search: z.string().max(200).optional(), ...pageFields }),
  output: pageOf(GroupRow),
})

export const getGroup = endpoint({
  route: 'GET /groups/:groupId',
  needs: 'timetable.read',
  summary: 'One group with its lessons, members and waiting list, for the office and its teacher.',
  input: fields({ groupId: GroupId }),
  output: Group,
})

const groupFields = {
  name: text(160, 1),
  levelFrom: text(80).optional(),
  levelTo: text(80).optional(),
  ageFrom: age.nullable().optional(),
  ageTo: age.nullable().optional(),
  places: z.int().min(1).max(1000),
  teacherId: PersonId,
  roomId: idOf('resource').nullable().optional(),
  termFrom: plainDate,
  termTo: plainDate,
  times: z
    .array(fields({ weekday, fromMinute: z.int().min(0).max(1439) }))
    .min(1)
    .max(14),
  termPrice: amount.nullable().optional(),
}

export const createGroup = endpoint({
  route: 'POST /groups',
  needs: 'timetable.manage',
  summary:
    'Makes a group of a group offering for a term of at most 366 days, with its weekly local times. `termPrice` is what all lessons cost one student, in the smallest unit of the currency of the organisation; without it each lesson is charged as it is held.',
  input: fields({ offeringId: idOf('offering'), ...groupFields }),
  output: Group,
})

export const changeGroup = endpoint({
  route: 'PATCH /groups/:groupId',
  needs: 'timetable.manage',
  summary:
    'Changes the given fields. Lessons that are planned keep time, teacher and room; more places are there in them at once, and the waiting list is asked.',
  input: fields({
    groupId: GroupId,
    ...groupFields,
    name: groupFields.name.optional(),
    places: groupFields.places.optional(),
    teacherId: groupFields.teacherId.optional(),
    termFrom: plainDate.optional(),
    termTo: plainDate.optional(),
    times: groupFields.times.optional(),
  }),
  output: Group,
  errors: ['groups.too_few_places'],
})

/** As in scheduling: why a time cannot be had. */
const reason = z.object({
  code: z.string(),
  subjectName: z.string().nullable(),
  from: instant.nullable(),
  to: instant.nullable(),
})

export const PlannedDate = z.object({
  startsAt: instant,
  endsAt: instant,
  /** `planned`: a lesson of this group stands there already. */
  state: z.enum(['free', 'clash', 'planned', 'past']),
  reasons: z.array(reason),
  /** Set where a clock change leaves the local time out, or makes it exist twice. */
  clockChange: z.enum(['skipped', 'repeated']).nullable(),
  /** Members who have another lesson then: it is held without them. */
  busyMembers: z.array(z.string()),
})
export type PlannedDate = z.output<typeof PlannedDate>

export const checkTerm = endpoint({
  route: 'GET /groups/:groupId/term',
  needs: 'timetable.manage',
  summary:
    'Every date of the weekly times within the term, each checked: free, or what stands in its way. A time that a clock change skips moves forward by the gap; of one that exists twice the first counts.',
  input: fields({ groupId: GroupId }),
  output: z.object({ zone: z.string(), dates: z.array(PlannedDate) }),
})

export const planTerm = endpoint({
  route: 'POST /groups/:groupId/lessons',
  needs: 'timetable.manage',
  summary: 'Plans the chosen dates of the term with the members who are in the group on that day: all of them or none.',
  input: fields({ groupId: GroupId, starts: z.array(instant).min(1).max(400) }),
  output: Group,
  errors: ['groups.dates_taken'],
})

export const attachLessons = endpoint({
  route: 'POST /groups/:groupId/lessons/attachment',
  needs: 'timetable.manage',
  summary:
    'Makes planned lessons of the same offering lessons of this group; members get a place in those still to come.',
  input: fields({ groupId: GroupId, lessonIds: z.array(LessonId).min(1).max(400) }),
  output: Group,
  errors: ['groups.lesson_of_another_group', 'groups.too_few_places'],
})

export const Joining = z.object({
  studentName: z.string(),
  isMember: z.boolean(),
  /** How many free places there are from that day on. */
  placesFree: z.int(),
  waiting: z.int(),
  age: z.enum(['fits', 'too_young', 'too_old', 'unknown']),
  years: z.int().nullable(),
  /** Lessons to come from that day on, each with what stands in its way. */
  lessons: z.array(
    z.object({
      lessonId: LessonId,
      startsAt: instant,
      endsAt: instant,
      obstacle: z.enum(['lesson_full', 'student_busy']).nullable(),
      /** The student's other lesson at that time, where there is one. */
      busyWith: z.string().nullable(),
    }),
  ),
  /** The rule: lessons left ÷ lessons in all × price of the term. `lessonPrice` stands where there is no such price. */
  termPrice: money.nullable(),
  lessonPrice: money.nullable(),
  ...agreement,
})
export type Joining = z.output<typeof Joining>

export const explainJoining = endpoint({
  route: 'GET /groups/:groupId/joining',
  needs: 'timetable.manage',
  summary:
    'What joining from a local day on means: which lessons, what stands in the way, and the price for the rest of the term with how it is computed.',
  input: fields({ groupId: GroupId, studentId: PersonId, from: plainDate }),
  output: Joining,
})

export const joinGroup = endpoint({
  route: 'POST /groups/:groupId/members',
  needs: 'timetable.manage',
  summary:
    'A student joins from a local day on and gets a place in every lesson to come but `withoutLessonIds`; all of them or nothing. `acceptedPrice` is what was shown (null where each lesson is charged as it is held); another price now is refused.',
  input: fields({
    groupId: GroupId,
    studentId: PersonId,
    from: plainDate,
    acceptedPrice: money.nullable(),
    withoutLessonIds: z.array(LessonId).max(400).optional(),
    /** Lets somebody in whose age does not fit, or is not known. */
    despiteAge: z.boolean().optional(),
  }),
  output: Group,
  errors: [
    'groups.full',
    'groups.already_member',
    'groups.age_does_not_fit',
    'groups.lessons_taken',
    'groups.price_changed',
    'groups.no_lessons',
  ],
})

export const leaveGroup = endpoint({
  route: 'POST /groups/:groupId/members/:memberId/leaving',
  needs: 'timetable.manage',
  summary:
    'A student leaves: from that local day on the places are free, lessons that were not invoiced yet are no longer charged, and the waiting list is asked.',
  input: fields({ groupId: GroupId, memberId: idOf('member'), from: plainDate, reason: text(500) }),
  output: Group,
  errors: ['groups.already_left'],
})

export const listMakeUps = endpoint({
  route: 'GET /groups/:groupId/make-ups',
  needs: 'timetable.manage',
  summary:
    'Lessons of other groups of the same subject and level with a free place, in which a student could make up a lesson of this group.',
  input: fields({ groupId: GroupId, studentId: PersonId, missedLessonId: LessonId }),
  output: z.object({
    lessons: z.array(
      z.object({
        lessonId: LessonId,
        groupId: GroupId,
        groupName: z.string(),
        startsAt: instant,
        endsAt: instant,
        teacherName: z.string(),
        roomName: z.string().nullable(),
        placesLeft: z.int(),
      }),
    ),
  }),
  errors: ['groups.not_in_lesson', 'groups.made_up_already'],
})

export const takeMakeUp = endpoint({
  route: 'POST /groups/:groupId/make-ups',
  needs: 'timetable.manage',
  summary:
    'Takes one place in a lesson of another group instead of a missed one; the place in a missed lesson that is still to come is free. A lesson that is paid for is not charged a second time.',
  input: fields({ groupId: GroupId, studentId: PersonId, missedLessonId: LessonId, lessonId: LessonId }),
  output: Group,
  errors: ['groups.not_in_lesson', 'groups.made_up_already', 'groups.full', 'groups.lessons_taken'],
})
