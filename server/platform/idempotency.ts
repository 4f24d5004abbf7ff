import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { keyReused } from './errors.ts'
import type { Database } from './schema.ts'

export interface KeptAnswer {
  readonly status: number
  readonly body: string
}

export interface WriteRequest {
  /** Whose key it is: two people who choose the same key do not meet. */
  readonly sender: string
  readonly route: string
  readonly key: string
  readonly body: unknown
}

/**
 * Claims the key of a write inside its transaction. Gives the answer that an earlier request with the same key got, or null when this one
 * is the first; a second request that arrives while the first still runs waits for it. The same key with other content is refused
 * (draft-ietf-httpapi-idempotency-key-header-07).
 */
export async function claimKey(
  db: Kysely<Database>,
  request: WriteRequest,
  now: Temporal.Instant,
): Promise<KeptAnswer | null> {
  const fingerprint = hash(JSON.stringify(request.body ?? null))
  const inserted = await db
    .insertInto('platform.idempotencyKey')
    .values({ key: keyOf(request), fingerprint, createdAt: now })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted) return null

  const kept = await db
    .selectFrom('platform.idempotencyKey')
    .selectAll()
    .where('key', '=', keyOf(request))
    .executeTakeFirstOrThrow()
  if (kept.fingerprint !== fingerprint) throw keyReused()
  return { status: kept.status!, body: kept.body! }
}

export async function keepAnswer(db: Kysely<Database>, request: WriteRequest, answer: KeptAnswer): Promise<void> {
  await db
    .updateTable('platform.idempotencyKey')
    .set({ ...answer })
    .where('key', '=', keyOf(request))
    .execute()
}

/** Forgets the answers to writes from before; whoever sends one of those again writes anew. */
export async function forgetKeys(db: Kysely<Database>, before: Temporal.Instant): Promise<void> {
  await db.deleteFrom('platform.idempotencyKey').where('createdAt', '<', before).execute()
}

function keyOf({ sender, route, key }: WriteRequest): string {
  return hash(`${sender}\n${route}\n${key}`)
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
