import { z } from 'zod'
import { getBookingByLink } from '#contract/booking'
import { listOfferings } from '#contract/catalogue'
import { getOrganisation } from '#contract/organisations'
import { listPublicTeachers } from '#contract/people'
import { listSlots } from '#contract/scheduling'
import { locale, plainDate } from '#platform/contract.ts'

const ownMessages = z.record(z.string(), z.string())

/** What the terms of the organisation say about a request. */
const Terms = z.object({
  holdHours: z.int(),
  shortestHoldMinutes: z.int(),
  answerBeforeLessonMinutes: z.int(),
  freeUntilHours: z.int(),
  latePercent: z.int(),
})

export const SiteData = z.object({
  kind: z.literal('site'),
  organisation: getOrganisation.output,
  offerings: listOfferings.output.shape.offerings,
  teachers: listPublicTeachers.output.shape.teachers,
  terms: Terms,
  /** Free times around the days on the screen, and the first free day of each teacher; null while no offering is chosen. */
  slots: z
    .object({
      offeringId: z.string(),
      days: listSlots.output.shape.days,
      firstFree: z.record(z.string(), plainDate),
    })
    .nullable(),
})
export type SiteData = z.output<typeof SiteData>

export const BookingData = z.object({
  kind: z.literal('booking'),
  organisation: getOrganisation.output,
  booking: getBookingByLink.output,
  /** Held where the reader is, and not at the school. */
  isOnline: z.boolean(),
  token: z.string(),
})
export type BookingData = z.output<typeof BookingData>

export const MissingData = z.object({ kind: z.literal('missing') })

/** Everything a page is made of, on the server and again in the browser. */
export const PageData = z.object({
  locale,
  /** The sentences of this language that the page needs. */
  catalogue: ownMessages,
  /** The query of the address as it was asked for. */
  search: z.string(),
  now: z.string(),
  content: z.discriminatedUnion('kind', [SiteData, BookingData, MissingData]),
})
export type PageData = z.output<typeof PageData>
/** The same as JSON. */
export type PageDataJson = z.input<typeof PageData>
