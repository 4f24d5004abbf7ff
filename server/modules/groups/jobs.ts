import { withdrawAdvance } from '#billing'
import type { Ctx } from '#platform/context.ts'
import type { Event } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { every, type Job, on } from '#platform/jobs.ts'
import { forgetMakeUps } from './make-ups.ts'
import { expireOffers } from './offers.ts'
import { tellFamily, tellOffice, tellOfExpiry, tellOfJoining, tellOfOffer } from './telling.ts'

/** A lesson that does not take place is not paid for: what was charged for it in advance is taken back. */
async function withdrawCharges(ctx: Ctx, event: Event): Promise<void> {
  await withdrawAdvance(ctx, { lessonIds: [event.subjectId as Id<'lesson'>] }) // events of this name are about lessons
}

export const jobs: readonly Job[] = [
  on('groups.place_offered', tellOfOffer),
  on('groups.offer_expired', tellOfExpiry),
  on('groups.offer_accepted', tellOffice),
  on('groups.offer_declined', tellOffice),
  on('groups.member_joined', tellOfJoining),
  on('groups.member_left', tellFamily),
  on('groups.waiting_added', tellFamily),
  on('scheduling.lesson_cancelled', withdrawCharges),
  on('scheduling.lesson_cancelled', forgetMakeUps),
  every('* * * * *', expireOffers),
]
