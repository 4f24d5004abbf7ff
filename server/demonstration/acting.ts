import { permissionsOf } from '#identity'
import type { Actor, Ctx } from '#platform/context.ts'
import type { Endpoint, Input, Output } from '#platform/contract.ts'
import { inScope, type DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import { routes } from '../app.ts'

export interface Stage {
  readonly access: DatabaseAccess
  readonly orgId: Id<'organisation'>
  readonly zone: string
}

export interface Player {
  readonly personId: Id<'person'>
  readonly name: string
  readonly role: 'owner' | 'office' | 'teacher'
}

/** Does what an endpoint does, as one of the school's people and at a moment of the past; each act is a transaction of its own. */
export async function act<E extends Endpoint>(
  { access, orgId }: Stage,
  player: Player,
  at: Temporal.Instant,
  [endpoint, input]: readonly [E, Input<E>],
): Promise<Output<E>> {
  const route = routes.find((candidate) => candidate.endpoint === (endpoint as Endpoint))
  if (!route) throw new Error(`Nothing serves ${endpoint.route}`)
  const actor: Actor = {
    kind: 'person',
    personId: player.personId,
    userId: null,
    name: player.name,
    roles: [player.role],
    permissions: permissionsOf([player.role]),
  }
  const request = { id: 'demonstration', address: '', userAgent: '', locale: 'en' } as const
  return inScope(access, { orgId, userId: null }, async (db) => {
    const ctx: Ctx = { db, orgId, actor, now: at, request }
    return (await route.run(ctx, input)) as Output<E> // the route serves this endpoint
  })
}
