import { createHash } from 'node:crypto'

/** The same old row always becomes the same id here, so that an import can be run again (RFC 9562, version 5). */
export function idFromOld(
  orgId: string,
  ...names: readonly [system: string, kind: string, table: string, key: string]
): string {
  const name = JSON.stringify(names)
  const bytes = createHash('sha1')
    .update(Buffer.from(orgId.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}
