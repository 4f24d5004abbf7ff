import { createHash, randomBytes } from 'node:crypto'
import { idOf, type Id } from '#platform/ids.ts'

const idBytes = 16
const secretBytes = 24
const OrganisationId = idOf('organisation')

export interface OpenedSecret {
  readonly orgId: Id<'organisation'>
  readonly hash: Buffer
}

/** A secret of 192 bits that also says which organisation to ask, so that it is looked for behind that organisation's wall. */
export function newFeedSecret(orgId: Id<'organisation'>): string {
  const id = Buffer.from(orgId.replaceAll('-', ''), 'hex')
  return Buffer.concat([id, randomBytes(secretBytes)]).toString('base64url')
}

export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Null for what no address of ours can hold. */
export function openSecret(secret: string): OpenedSecret | null {
  const bytes = Buffer.from(secret, 'base64url')
  if (bytes.length !== idBytes + secretBytes || bytes.toString('base64url') !== secret) return null
  const hex = bytes.subarray(0, idBytes).toString('hex')
  const uuid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  const orgId = OrganisationId.safeParse(uuid)
  return orgId.success ? { orgId: orgId.data, hash: hashSecret(secret) } : null
}
