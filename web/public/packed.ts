/**
 * JSON that keeps instants, days and whole amounts, so that the page can be taken up in the browser without the schemas
 * it was checked with on the server.
 */
const kinds: readonly {
  tag: string
  matches: (value: unknown) => boolean
  read: (text: string) => unknown
}[] = [
  {
    tag: '$instant',
    matches: (value) => value instanceof Temporal.Instant,
    read: (text) => Temporal.Instant.from(text),
  },
  {
    tag: '$date',
    matches: (value) => value instanceof Temporal.PlainDate,
    read: (text) => Temporal.PlainDate.from(text),
  },
  { tag: '$whole', matches: (value) => typeof value === 'bigint', read: BigInt },
]

export function pack(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, shown: unknown) {
    const original = this[key] // before toJSON() has made text of it
    const kind = kinds.find(({ matches }) => matches(original))
    return kind ? { [kind.tag]: String(original) } : shown
  })
}

export function unpack(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => {
    if (value === null || typeof value !== 'object') return value
    const kind = kinds.find(({ tag }) => Object.hasOwn(value, tag))
    return kind ? kind.read(String((value as Record<string, unknown>)[kind.tag])) : value
  })
}
