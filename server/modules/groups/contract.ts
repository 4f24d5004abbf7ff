import { z } from 'zod'
import { amount, endpoint, fields, instant, money, pageFields, pageOf, plainDate, text } from '#platform/contract.ts'
import { weekday } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const PersonId = idOf('person')
const LessonId = idOf('lesson')
export const GroupId = idOf('group')
const linkToken = z.string().regex(/^[A-Za-z0-9_-]{20,100}$/)
const age = z.int().min(0).max(120)

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
const agreement = { lessonsLeft: z.int(), lessonsInAll: z.int(), price: money.nullable() }

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

export const addToWaitingList = endpoint({
  route: 'POST /groups/:groupId/waiting',
  needs: 'timetable.manage',
  summary: 'Puts a student at the end of the waiting list; a place that is free is offered at once.',
  input: fields({ groupId: GroupId, studentId: PersonId, despiteAge: z.boolean().optional() }),
  output: Group,
  errors: ['groups.already_member', 'groups.already_waiting', 'groups.age_does_not_fit'],
})

export const moveInWaitingList = endpoint({
  route: 'POST /waiting/:waitingId/position',
  needs: 'timetable.manage',
  summary: 'Gives somebody who waits another position, 1 is next, with a reason that stays in the audit trail.',
  input: fields({ waitingId: idOf('waiting'), position: z.int().min(1).max(10_000), reason: text(300, 1) }),
  output: Group,
  errors: ['groups.no_longer_waiting'],
})

export const offerPlace = endpoint({
  route: 'POST /waiting/:waitingId/offer',
  needs: 'timetable.manage',
  summary: 'Offers a free place to this family now, whatever the order; the family gets a message with a link.',
  input: fields({ waitingId: idOf('waiting') }),
  output: Group,
  errors: ['groups.no_longer_waiting', 'groups.already_offered', 'groups.full', 'groups.nothing_to_offer'],
})

export const endWaiting = endpoint({
  route: 'POST /waiting/:waitingId/ending',
  needs: 'timetable.manage',
  summary: 'Takes somebody off the waiting list with a reason; a place that was offered to them goes to the next.',
  input: fields({ waitingId: idOf('waiting'), reason: text(300, 1) }),
  output: Group,
  errors: ['groups.no_longer_waiting'],
})

export const MyGroup = z.object({
  id: GroupId,
  name: z.string(),
  offeringTitle: z.string(),
  hue: z.int(),
  studentId: PersonId,
  studentName: z.string(),
  teacherName: z.string(),
  roomName: z.string().nullable(),
  zone: z.string(),
  termFrom: plainDate,
  termTo: plainDate,
  times: z.array(WeeklyTime),
  places: z.int(),
  placesTaken: z.int(),
  member: z.object({ joinedOn: plainDate, leftOn: plainDate.nullable(), ...agreement }).nullable(),
  /** The next lessons of the student in this group, three at most. */
  nextLessons: z.array(z.object({ id: LessonId, startsAt: instant, endsAt: instant })),
  waiting: z
    .object({
      id: idOf('waiting'),
      position: z.int().nullable(),
      offer: z.object({ id: idOf('offer'), expiresAt: instant, fromOn: plainDate, ...agreement }).nullable(),
      /** Whether the reader may answer and leave the list. */
      mayAnswer: z.boolean(),
    })
    .nullable(),
})
export type MyGroup = z.output<typeof MyGroup>
const MyGroups = z.object({ groups: z.array(MyGroup) })

export const listMyGroups = endpoint({
  route: 'GET /my/groups',
  needs: 'signed-in',
  summary:
    'Groups in which the reader, or a student whose confirmed guardian the reader is, has a place or waits for one. How many are in it is said, who is not.',
  input: fields({}),
  output: MyGroups,
})

export const leaveWaitingList = endpoint({
  route: 'POST /my/waiting/:waitingId/leaving',
  needs: 'signed-in',
  summary: 'Leaves a waiting list for oneself or a student one may book for.',
  input: fields({ waitingId: idOf('waiting') }),
  output: MyGroups,
  errors: ['groups.no_longer_waiting'],
})

export const answerOffer = endpoint({
  route: 'POST /my/offers/:offerId/answer',
  needs: 'signed-in',
  summary: 'Accepts or declines an offered place for oneself or a student one may book for.',
  input: fields({ offerId: idOf('offer'), accept: z.boolean() }),
  output: MyGroups,
  errors: ['groups.offer_answered', 'groups.offer_over', 'groups.lessons_taken'],
})

export const OfferByLink = z.object({
  status: z.enum(['open', 'accepted', 'declined', 'expired', 'withdrawn']),
  groupName: z.string(),
  offeringTitle: z.string(),
  studentName: z.string(),
  teacherName: z.string(),
  roomName: z.string().nullable(),
  zone: z.string(),
  times: z.array(WeeklyTime),
  fromOn: plainDate,
  termTo: plainDate,
  expiresAt: instant,
  /** Lessons of the place while the offer is open, and after it was accepted. */
  lessons: z.array(z.object({ startsAt: instant, endsAt: instant })),
  termPrice: money.nullable(),
  lessonPrice: money.nullable(),
  ...agreement,
})
export type OfferByLink = z.output<typeof OfferByLink>

export const getOfferByLink = endpoint({
  route: 'GET /place-offers/:token',
  needs: 'anyone',
  summary: 'What is offered, by the secret link of the family, and whether it can still be answered. Changes nothing.',
  input: fields({ token: linkToken }),
  output: OfferByLink,
  errors: ['groups.link_unknown'],
})

export const answerOfferByLink = endpoint({
  route: 'POST /place-offers/:token/answer',
  needs: 'anyone',
  summary: 'Accepts or declines the offered place by the secret link, once, without signing in.',
  input: fields({ token: linkToken, accept: z.boolean() }),
  output: OfferByLink,
  errors: ['groups.link_unknown', 'groups.offer_answered', 'groups.offer_over', 'groups.lessons_taken'],
})
