import { createHash, randomBytes } from 'node:crypto'

/** A secret of 256 bits for a cookie or a link. Only its hash is stored, so a copy of the database opens nothing. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
