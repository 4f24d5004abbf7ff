import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type { PolicyTerms, Preset } from './contract.ts'
import { slugTaken } from './errors.ts'
import { insertPolicies } from './policies.ts'

export interface NewOrganisation {
  /** Part of every address: 3 to 40 small letters, figures and hyphens. */
  readonly slug: string
  readonly name: string
  readonly preset: Preset
  readonly country: string
  readonly zone: string
  readonly currency: string
  readonly locale: Locale
  readonly isDemonstration?: boolean
}

const usual: readonly PolicyTerms[] = [
  { kind: 'booking', holdHours: 48 },
  { kind: 'cancellation', freeUntilHours: 24, latePercent: 50 },
  { kind: 'moving', freeUntilHours: 24, mostTimes: 2 },
  { kind: 'invoicing', dueDays: 14, prefix: 'INV' },
]

/** What the trades do differently when they begin; every school changes it in its settings. */
const startingTerms: Readonly<Record<Preset, readonly PolicyTerms[]>> = {
  'music-school': usual,
  'driving-school': [
    { kind: 'booking', holdHours: 24 },
    { kind: 'cancellation', freeUntilHours: 48, latePercent: 100 },
    { kind: 'moving', freeUntilHours: 48, mostTimes: 2 },
    { kind: 'invoicing', dueDays: 14, prefix: 'INV' },
  ],
  'tutoring-centre': usual,
  'academic-help': usual,
  marketplace: [
    { kind: 'booking', holdHours: 24 },
    { kind: 'cancellation', freeUntilHours: 24, latePercent: 50 },
    { kind: 'moving', freeUntilHours: 24, mostTimes: 2 },
    { kind: 'invoicing', dueDays: 7, prefix: 'INV' },
  ],
}

/** First parts of addresses that mean something else. */
const ourOwn = new Set([
  'api',
  'api-reference',
  'assets',
  'calendars',
  'health',
  'metrics',
  'ready',
  'reset',
  'sign-in',
  'ui',
])

/** Makes the organisation of `ctx.orgId`, a new id, with the policies its trade begins with. */
export async function createOrganisation(ctx: Ctx, organisation: NewOrganisation): Promise<void> {
  if (ourOwn.has(organisation.slug)) throw slugTaken()
  if (!/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/.test(organisation.slug)) throw wrongField('slug', 'invalid_slug')
  const created = await ctx.db
    .insertInto('organisations.organisation')
    .values({ ...organisation, id: ctx.orgId, createdAt: ctx.now })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!created) throw slugTaken()
  await insertPolicies(
    ctx,
    startingTerms[organisation.preset].map((terms) => ({
      id: newId('policy'),
      version: 1,
      validFrom: ctx.now,
      terms,
    })),
  )
  await emit(ctx, 'organisations.created', { kind: 'organisation', id: ctx.orgId }, { ...organisation })
}
