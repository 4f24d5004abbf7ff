import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import type { Preset } from './contract.ts'

/** Everything an organisation says of itself, the office's part included. */
export interface OrganisationFacts {
  readonly id: Id<'organisation'>
  readonly slug: string
  readonly name: string
  readonly preset: Preset
  readonly headline: string
  readonly description: string
  readonly address: string
  readonly phone: string
  readonly email: string
  readonly taxNumber: string
  readonly paymentInstructions: string
  readonly country: string
  readonly zone: string
  readonly currency: string
  readonly locale: Locale
  readonly accentHue: number
  readonly accentChroma: number
  readonly isDemonstration: boolean
  readonly createdAt: Temporal.Instant
}

export async function getOrganisation(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<OrganisationFacts> {
  return ctx.db
    .selectFrom('organisations.organisation')
    .selectAll()
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow()
}

/** Makes two changes of one organisation follow each other. Whoever only refers to it does not wait. */
export async function lockOrganisation(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<OrganisationFacts> {
  return ctx.db
    .selectFrom('organisations.organisation')
    .selectAll()
    .where('id', '=', ctx.orgId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
}

/** The logo that stands for the organisation now; null while there is none. */
export async function findLogo(ctx: Pick<Ctx, 'db' | 'orgId'>): Promise<Id<'file'> | null> {
  const logo = await ctx.db
    .selectFrom('organisations.logo')
    .select('fileId')
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst()
  return logo?.fileId ?? null
}
