import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { permissionsOf } from '#identity'
import { visitor } from '#platform/context.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import type { Authenticate } from '#platform/serve.ts'

interface Found {
  orgId: Id<'organisation'> | null
  slug: string | null
  userId: Id<'user'> | null
  roles: string[] | null
  personId: Id<'person'> | null
  fullName: string | null
  email: string | null
  isStale: boolean | null
}

/** Who asks, in one query as the owner; it stands above identity and people because it needs both. */
export function authenticateWith(access: DatabaseAccess): Authenticate {
  return async (token, slug) => {
    const hash = token === null ? null : createHash('sha256').update(token).digest()
    const { rows } = await sql<Found>`
      select o.id as org_id, o.slug, u.id as user_id, u.email, m.roles, p.id as person_id, p.full_name,
        s.last_used_at < now() - interval '5 minutes' as is_stale
      from (values (1)) as one
      left join organisations.organisation o on o.slug = ${slug}
      left join identity.session s on s.token_hash = ${hash} and s.expires_at > now()
      left join identity."user" u on u.id = s.user_id and u.status = 'active'
      left join identity.membership m on m.org_id = o.id and m.user_id = u.id and m.status = 'active'
      left join people.person p on p.org_id = o.id and p.user_id = u.id and m.id is not null`.execute(access.owner)
    const found = rows[0]!
    const organisation = found.orgId !== null && found.slug !== null ? { id: found.orgId, slug: found.slug } : null
    if (found.userId === null) return { organisation, actor: visitor }
    if (found.isStale && hash !== null) await prolongSession(access, hash)
    const roles = found.roles ?? []
    return {
      organisation,
      actor: {
        kind: 'person',
        personId: found.personId,
        userId: found.userId,
        name: found.fullName ?? found.email ?? '',
        roles,
        permissions: permissionsOf(roles),
      },
    }
  }
}

// A session lives for 30 days after its last use, which is noted at most every five minutes: most requests only read.
async function prolongSession(access: DatabaseAccess, hash: Buffer): Promise<void> {
  await sql`
    update identity.session set last_used_at = now(), expires_at = now() + interval '30 days'
    where token_hash = ${hash} and expires_at > now() and last_used_at < now() - interval '5 minutes'`.execute(
    access.owner,
  )
}
