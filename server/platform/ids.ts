import { z } from 'zod'

/** The id of one kind of row. Kinds are table names, so that an id of a lesson does not compile where a person's is meant. */
export type Id<Kind extends string> = string & z.core.$brand<Kind>

/** Schema of an id of one kind: a UUID in its usual text form, compared without regard to letter case. */
export function idOf<const Kind extends string>(kind: Kind) {
  return z
    .uuid()
    .toLowerCase()
    .meta({ description: `Id of the ${kind}` })
    .brand<Kind>() // last: behind it the kind would be lost to the compiler
}

let lastMilliseconds = 0
let sequence = 0

/** A new UUIDv7 (RFC 9562, method 1: a 12-bit counter behind the milliseconds), so ids made by one process sort by age. */
export function newId<const Kind extends string>(_kind: Kind): Id<Kind> {
  const now = Date.now()
  if (now > lastMilliseconds) {
    lastMilliseconds = now
    sequence = crypto.getRandomValues(new Uint16Array(1))[0]! & 0x3ff
  } else if (++sequence > 0xfff) {
    lastMilliseconds += 1
    sequence = 0
  }
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(lastMilliseconds / 2 ** 32))
  view.setUint32(2, lastMilliseconds % 2 ** 32)
  view.setUint16(6, 0x7000 | sequence)
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f))
  const hex = bytes.toHex()
  const text = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
  return text as Id<Kind> // the one place where an id is made
}
