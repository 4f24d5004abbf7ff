import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import { localDate } from '#platform/time.ts'
import type * as contract from './contract.ts'
import { findLogo, getOrganisation, lockOrganisation, type OrganisationFacts } from './organisation.ts'
import { listPolicies } from './policies.ts'

type Profile = Output<typeof contract.getOrganisation>

/** How long a closure that is over stays on the calendar. */
const rememberedDays = 366

export async function showOrganisation(ctx: Ctx): Promise<Profile> {
  return describeOrganisation(ctx, await getOrganisation(ctx))
}

export async function showSettings(ctx: Ctx): Promise<Output<typeof contract.getSettings>> {
  const { taxNumber, paymentInstructions } = await getOrganisation(ctx)
  return { taxNumber, paymentInstructions, policies: await listPolicies(ctx) }
}

export async function changeOrganisation(ctx: Ctx, input: Input<typeof contract.changeOrganisation>): Promise<Profile> {
  const before = await lockOrganisation(ctx)
  const changes = changedFields(before, input)
  if (changes.length === 0) return describeOrganisation(ctx, before)
  const after = await ctx.db
    .updateTable('organisations.organisation')
    .set(Object.fromEntries(changes.map((field) => [field, input[field]])))
    .where('id', '=', ctx.orgId)
    .returningAll()
    .executeTakeFirstOrThrow()
  const pick = (facts: OrganisationFacts) => Object.fromEntries(changes.map((field) => [field, facts[field]]))
  await emit(
    ctx,
    'organisations.changed',
    { kind: 'organisation', id: ctx.orgId },
    { old: pick(before), new: pick(after) },
  )
  return describeOrganisation(ctx, after)
}

type Changes = Input<typeof contract.changeOrganisation>

function changedFields(before: OrganisationFacts, input: Changes): (keyof Changes & keyof OrganisationFacts)[] {
  const given = Object.keys(input) as (keyof Changes)[] // the contract refuses every other field
  return given.filter((field) => input[field] !== undefined && input[field] !== before[field])
}

/** What anybody may know of it. */
export async function describeOrganisation(ctx: Ctx, facts: OrganisationFacts): Promise<Profile> {
  const remembered = localDate(ctx.now, facts.zone).subtract({ days: rememberedDays })
  const openingHours = await ctx.db
    .selectFrom('organisations.openingHours')
    .select(['weekday', 'fromMinute', 'toMinute'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('weekday')
    .orderBy('fromMinute')
    .execute()
  const closures = await ctx.db
    .selectFrom('organisations.closure')
    .select(['id', 'fromDate', 'toDate', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('toDate', '>=', remembered)
    .orderBy('fromDate')
    .orderBy('id')
    .execute()
  return { ...facts, logoId: await findLogo(ctx), openingHours, closures }
}
