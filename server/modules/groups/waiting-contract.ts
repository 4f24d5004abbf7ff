import { z } from 'zod'
import { endpoint, fields, instant, money, plainDate, text } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'
import { agreement, Group, GroupId, WeeklyTime } from './shapes.ts'

const PersonId = idOf('person')
const LessonId = idOf('lesson')
const linkToken = z.string().regex(/^[A-Za-z0-9_-]{20,100}$/)

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
