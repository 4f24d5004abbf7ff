import { z } from 'zod'
import { amount, endpoint, fields, flag, instant, money, text } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const OfferingId = idOf('offering')

/** One free resource of a kind that has all these features. */
export const Need = z.object({ kind: z.enum(['room', 'vehicle', 'equipment']), features: z.array(z.string()) })
export type Need = z.output<typeof Need>

export const Offering = z.object({
  id: OfferingId,
  title: z.string(),
  description: z.string(),
  subject: z.string(),
  level: z.string(),
  format: z.enum(['in_person', 'online']),
  durationMinutes: z.int(),
  places: z.int(),
  confirmation: z.enum(['office', 'instant']),
  /** What every lesson takes beside its teacher. */
  needs: z.array(Need),
  gridMinutes: z.int(),
  bufferBeforeMinutes: z.int(),
  bufferAfterMinutes: z.int(),
  noticeMinutes: z.int(),
  furthestDays: z.int(),
  isActive: z.boolean(),
  hue: z.int(),
  price: money.nullable(),
  priceSince: instant.nullable(),
  teacherIds: z.array(idOf('person')),
})
export type Offering = z.output<typeof Offering>

const offeringFields = {
  title: text(160, 1),
  description: text(3000).optional(),
  subject: text(80).optional(),
  level: text(80).optional(),
  format: z.enum(['in_person', 'online']).optional(),
  durationMinutes: z.int().min(5).max(1440),
  places: z.int().min(1).max(1000).optional(),
  confirmation: z.enum(['office', 'instant']).optional(),
  /** A room when it is left out of a new offering at the school, nothing of one that is online. */
  needs: z
    .array(fields({ kind: z.enum(['room', 'vehicle', 'equipment']), features: z.array(text(60, 1)).max(20) }))
    .max(10)
    .optional(),
  gridMinutes: z.int().min(5).max(240).optional(),
  bufferBeforeMinutes: z.int().min(0).max(240).optional(),
  bufferAfterMinutes: z.int().min(0).max(240).optional(),
  noticeMinutes: z.int().min(0).max(525_600).optional(),
  furthestDays: z.int().min(1).max(730).optional(),
  isActive: z.boolean().optional(),
}

export const listOfferings = endpoint({
  route: 'GET /offerings',
  needs: 'anyone',
  summary:
    'What can be booked, with the price of one lesson in force now. `all` adds the inactive ones for the office.',
  input: fields({ all: flag.optional() }),
  output: z.object({ offerings: z.array(Offering) }),
})

export const createOffering = endpoint({
  route: 'POST /offerings',
  needs: 'catalogue.manage',
  summary: 'Adds an offering with its first price, in the smallest unit of the currency of the organisation.',
  input: fields({ ...offeringFields, priceAmount: amount, teacherIds: z.array(idOf('person')).max(200) }),
  output: Offering,
})

export const changeOffering = endpoint({
  route: 'PATCH /offerings/:offeringId',
  needs: 'catalogue.manage',
  summary: 'Changes the given fields; `priceAmount` starts a new price from now on, lessons held before keep theirs.',
  input: fields({
    offeringId: OfferingId,
    ...offeringFields,
    title: offeringFields.title.optional(),
    durationMinutes: offeringFields.durationMinutes.optional(),
    priceAmount: amount.optional(),
    teacherIds: z.array(idOf('person')).max(200).optional(),
  }),
  output: Offering,
})
