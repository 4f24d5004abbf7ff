import { z } from 'zod'
import {
  currency,
  endpoint,
  fields,
  instant,
  locale,
  minuteOfDay,
  nothing,
  plainDate,
  text,
  weekday,
  zone,
} from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const OrganisationId = idOf('organisation')
export const Preset = z.enum(['music-school', 'driving-school', 'tutoring-centre', 'academic-help', 'marketplace'])
export type Preset = z.output<typeof Preset>

export const OpeningHours = z.object({ weekday, fromMinute: minuteOfDay, toMinute: minuteOfDay })
export const Closure = z.object({ id: idOf('closure'), fromDate: plainDate, toDate: plainDate, name: z.string() })

/** What a visitor may know of an organisation. */
export const Organisation = z.object({
  id: OrganisationId,
  slug: z.string(),
  name: z.string(),
  preset: Preset,
  headline: z.string(),
  description: z.string(),
  address: z.string(),
  phone: z.string(),
  email: z.string(),
  country: z.string(),
  zone: z.string(),
  currency: z.string(),
  locale,
  accentHue: z.int(),
  accentChroma: z.int(),
  isDemonstration: z.boolean(),
  /** Part of the address of the logo; null while there is none. */
  logoId: idOf('file').nullable(),
  openingHours: z.array(OpeningHours),
  closures: z.array(Closure),
})
export type Organisation = z.output<typeof Organisation>

/** How long a request is held, when a cancellation is free, until when and how often a family moves a lesson, when an invoice is due. Each new version starts at once. */
export const PolicyTerms = z.discriminatedUnion('kind', [
  fields({
    kind: z.literal('booking'),
    holdHours: z.int().min(1).max(336),
    /** How long a place is kept for a family on a waiting list; a day when nobody says. */
    offerHours: z.int().min(1).max(336).optional(),
  }),
  fields({
    kind: z.literal('cancellation'),
    freeUntilHours: z.int().min(0).max(720),
    latePercent: z.int().min(0).max(100),
  }),
  fields({
    kind: z.literal('moving'),
    freeUntilHours: z.int().min(0).max(720),
    /** How often a family may move one booking. */
    mostTimes: z.int().min(0).max(100),
  }),
  fields({
    kind: z.literal('invoicing'),
    dueDays: z.int().min(0).max(365),
    prefix: z.string().regex(/^[A-Z0-9-]{1,12}$/),
  }),
])
export type PolicyTerms = z.output<typeof PolicyTerms>
export const Policy = z.object({ id: idOf('policy'), version: z.int(), validFrom: instant, terms: PolicyTerms })

export const getOrganisation = endpoint({
  route: 'GET /organisation',
  needs: 'anyone',
  summary: 'The organisation as its public page shows it; hours in its own zone.',
  input: nothing,
  output: Organisation,
})

export const getSettings = endpoint({
  route: 'GET /settings',
  needs: 'organisation.manage',
  summary: 'What only the office sees of the organisation: tax number, payment instructions, policies in force.',
  input: nothing,
  output: z.object({ taxNumber: z.string(), paymentInstructions: z.string(), policies: z.array(Policy) }),
})

export const changeOrganisation = endpoint({
  route: 'PATCH /organisation',
  needs: 'organisation.manage',
  summary: 'Changes the given fields of the organisation; the others stay.',
  input: fields({
    name: text(120, 1).optional(),
    headline: text(120).optional(),
    description: text(2000).optional(),
    address: text(300).optional(),
    phone: text(40).optional(),
    email: z.union([z.literal(''), z.email().max(254)]).optional(),
    taxNumber: text(60).optional(),
    paymentInstructions: text(1000).optional(),
    zone: zone.optional(),
    currency: currency.optional(),
    locale: locale.optional(),
    accentHue: z.int().min(0).max(359).optional(),
    accentChroma: z.int().min(0).max(200).optional(),
  }),
  output: Organisation,
})

export const getLogo = endpoint({
  route: 'GET /organisation/logo/:fileId',
  needs: 'anyone',
  summary: 'The picture that stands for the organisation; 404 for one that no longer does.',
  input: fields({ fileId: idOf('file') }),
  output: nothing,
  produces: 'image/*',
})

export const setLogo = endpoint({
  route: 'PUT /organisation/logo',
  needs: 'organisation.manage',
  summary:
    'Makes a picture the logo: PNG, JPEG or WebP, at most 5 MB and 4096 pixels on a side. What it says beside the pixels, such as place and camera, is not kept.',
  input: nothing,
  output: Organisation,
  accepts: 'printed-picture',
  errors: ['too_large', 'not_file'],
})

export const removeLogo = endpoint({
  route: 'DELETE /organisation/logo',
  needs: 'organisation.manage',
  summary: 'Takes the logo away; invoices that were issued with it keep it.',
  input: nothing,
  output: Organisation,
})

export const setOpeningHours = endpoint({
  route: 'PUT /organisation/opening-hours',
  needs: 'organisation.manage',
  summary:
    'Replaces the weekly opening hours. Minutes of the local day in the zone of the organisation; the hours of one day may not overlap.',
  input: fields({ hours: z.array(fields({ weekday, fromMinute: minuteOfDay, toMinute: minuteOfDay })).max(50) }),
  output: z.object({ openingHours: z.array(OpeningHours) }),
})

export const addClosure = endpoint({
  route: 'POST /closures',
  needs: 'organisation.manage',
  summary: 'Closes the organisation from one day to another, both included: no slots are offered.',
  input: fields({ fromDate: plainDate, toDate: plainDate, name: text(120, 1) }),
  output: Closure,
})

export const removeClosure = endpoint({
  route: 'DELETE /closures/:closureId',
  needs: 'organisation.manage',
  summary: 'Takes a closure back.',
  input: fields({ closureId: idOf('closure') }),
  output: nothing,
})

const countryCode = z.string().regex(/^[A-Z]{2}$/)
const areaCode = z.string().regex(/^[A-Za-z0-9]{1,8}$/)
const wholeYear = z.codec(z.string().regex(/^\d{4}$/), z.int().min(1974).max(2100), { decode: Number, encode: String })
const Place = z.object({ code: z.string(), name: z.string() })

/** `public` for everybody; banks, schools or only some people are off on the others. */
export const Holiday = z.object({
  fromDate: plainDate,
  /** Last day, itself included. */
  toDate: plainDate,
  name: z.string(),
  kind: z.enum(['public', 'bank', 'optional', 'school']),
  /** Whether the organisation is closed on all of it already. */
  isClosed: z.boolean(),
})
export type Holiday = z.output<typeof Holiday>

export const previewHolidays = endpoint({
  route: 'GET /holidays',
  needs: 'organisation.manage',
  summary:
    'Public holidays of a year, of a country and where it has some of its state and region (ISO 3166-1 and the codes in `states` and `regions`); of those chosen last, or of the country of the organisation, when no country is given.',
  input: fields({
    year: wholeYear,
    country: countryCode.optional(),
    state: areaCode.optional(),
    region: areaCode.optional(),
  }),
  output: z.object({
    area: z.object({ country: z.string(), state: z.string().optional(), region: z.string().optional() }),
    countries: z.array(Place),
    states: z.array(Place),
    regions: z.array(Place),
    holidays: z.array(Holiday),
  }),
})

export const addHolidays = endpoint({
  route: 'POST /holidays',
  needs: 'organisation.manage',
  summary:
    'Closes the organisation on the chosen holidays of a year, named by their first days. Running it again adds nothing twice; the area is kept for the next time.',
  input: fields({
    year: z.int().min(1974).max(2100),
    country: countryCode,
    state: areaCode.optional(),
    region: areaCode.optional(),
    days: z.array(plainDate).max(100),
  }),
  output: z.object({ added: z.array(Closure) }),
})

export const setPolicy = endpoint({
  route: 'POST /policies',
  needs: 'organisation.manage',
  summary: 'Puts a new version of a policy in force from now on; what was decided under an older one keeps it.',
  input: fields({ terms: PolicyTerms }),
  output: Policy,
})
