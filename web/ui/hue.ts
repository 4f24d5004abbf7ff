export type Hue = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8

/** The same id has the same hue on every screen and every day. */
export function hueOf(id: string): Hue {
  let hash = 0
  for (const character of id) hash = (hash * 31 + character.codePointAt(0)!) >>> 0
  return ((hash % 8) + 1) as Hue
}
