import type { Kysely } from 'kysely'
import type { Locale } from './contract.ts'
import { notAllowed } from './errors.ts'
import type { Id } from './ids.ts'
import type { Database } from './schema.ts'

/** Who acts. A person is somebody signed in; a visitor is not; the system runs jobs. */
export interface Actor {
  readonly kind: 'person' | 'visitor' | 'system' | 'import'
  readonly personId: Id<'person'> | null
  readonly userId: Id<'user'> | null
  /** Shown in the audit page; empty for a visitor. */
  readonly name: string
  readonly roles: readonly string[]
  readonly permissions: ReadonlySet<string>
}

/** What is known of the request: for the audit trail and for answers in the reader's language. */
export interface RequestFacts {
  readonly id: string
  readonly address: string
  readonly userAgent: string
  readonly locale: Locale
  /** Tells whoever asked that the change can be taken back for some seconds. */
  readonly offerUndo?: (change: Id<'change'>) => void
}

/** The one thing that is passed around: a transaction in one organisation, who acts, and when. */
export interface Ctx {
  readonly db: Kysely<Database>
  readonly orgId: Id<'organisation'>
  readonly actor: Actor
  readonly now: Temporal.Instant
  readonly request: RequestFacts
  /** Set while something is done that can be taken back: every event then belongs to it (changes.ts). */
  readonly change?: Id<'change'>
}

/** A transaction of the whole install: no organisation's rows exist in it, except the memberships of who is signed in. */
export interface InstallCtx {
  readonly db: Kysely<Database>
  readonly userId: Id<'user'> | null
  readonly now: Temporal.Instant
  readonly request: RequestFacts
  readonly session: SessionCookie
}

/** The browser's session cookie. */
export interface SessionCookie {
  readonly token: string | null
  set(token: string, expiresAt: Temporal.Instant): void
  clear(): void
}

export function can(ctx: Pick<Ctx, 'actor'>, permission: string): boolean {
  return ctx.actor.kind === 'system' || ctx.actor.kind === 'import' || ctx.actor.permissions.has(permission)
}

export function mustBeAllowed(ctx: Pick<Ctx, 'actor'>, permission: string): void {
  if (!can(ctx, permission)) throw notAllowed()
}

/** The person who acts; for functions that only endpoints of signed-in people reach. */
export function actingPerson(ctx: Pick<Ctx, 'actor'>): Id<'person'> {
  if (ctx.actor.personId === null) throw notAllowed()
  return ctx.actor.personId
}

export const systemActor: Actor = {
  kind: 'system',
  personId: null,
  userId: null,
  name: 'Lessonry',
  roles: [],
  permissions: new Set(),
}

export const visitor: Actor = { ...systemActor, kind: 'visitor', name: '' }
export const importActor: Actor = { ...systemActor, kind: 'import', name: 'Import' }
