import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { PolicyTerms, type setPolicy as setPolicyEndpoint } from './contract.ts'
import { lockOrganisation } from './organisation.ts'

export type PolicyKind = PolicyTerms['kind']

export interface PolicyInForce<K extends PolicyKind = PolicyKind> {
  readonly id: Id<'policy'>
  readonly version: number
  readonly validFrom: Temporal.Instant
  readonly terms: Extract<PolicyTerms, { kind: K }>
}

/** The version that is in force at a moment, now if none is given; before the first version, the first. */
export async function getPolicy<K extends PolicyKind>(
  ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>,
  kind: K,
  at: Temporal.Instant = ctx.now,
): Promise<PolicyInForce<K>> {
  const row = await ctx.db
    .selectFrom('organisations.policy')
    .select(['id', 'version', 'validFrom', 'terms'])
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', kind)
    .where((eb) => eb.or([eb('validFrom', '<=', at), eb('version', '=', 1)]))
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { ...row, terms: readTerms(row.terms, kind) }
}

/** The version in force of each kind. */
export async function listPolicies(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>): Promise<PolicyInForce[]> {
  const rows = await ctx.db
    .selectFrom('organisations.policy')
    .select(['id', 'kind', 'version', 'validFrom', 'terms'])
    .distinctOn('kind')
    .where('orgId', '=', ctx.orgId)
    .where((eb) => eb.or([eb('validFrom', '<=', ctx.now), eb('version', '=', 1)]))
    .orderBy('kind')
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ kind, terms, ...row }) => ({ ...row, terms: readTerms(terms, kind) }))
}

export async function setPolicy(
  ctx: Ctx,
  { terms }: Input<typeof setPolicyEndpoint>,
): Promise<Output<typeof setPolicyEndpoint>> {
  await lockOrganisation(ctx)
  const { version } = await ctx.db
    .selectFrom('organisations.policy')
    .select((eb) => eb.fn.coalesce(eb.fn.max('version'), sql<number>`0`).as('version'))
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', terms.kind)
    .executeTakeFirstOrThrow()
  const policy = { id: newId('policy'), version: version + 1, validFrom: ctx.now, terms }
  await insertPolicies(ctx, [policy])
  await emit(
    ctx,
    'organisations.policy_set',
    { kind: 'policy', id: policy.id },
    { version: policy.version, terms: policy.terms },
  )
  return policy
}

export async function insertPolicies(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  policies: readonly PolicyInForce[],
): Promise<void> {
  await ctx.db
    .insertInto('organisations.policy')
    .values(
      policies.map(({ terms, ...policy }) => ({
        ...policy,
        orgId: ctx.orgId,
        kind: terms.kind,
        terms: JSON.stringify(terms),
      })),
    )
    .execute()
}

function readTerms<K extends PolicyKind>(stored: unknown, kind: K): Extract<PolicyTerms, { kind: K }> {
  const terms = PolicyTerms.parse(stored)
  if (terms.kind !== kind) throw new Error(`A policy of the kind ${kind} holds terms of the kind ${terms.kind}.`)
  return terms as Extract<PolicyTerms, { kind: K }> // the line above compared the kinds
}
