const hues = 8

/** One of the eight hues of the timetable: the same subject always has the same one, however it is capitalised. */
export function hueOf(subject: string): number {
  let hash = 0x811c9dc5 // FNV-1a, 32 bits
  for (const byte of new TextEncoder().encode(subject.normalize('NFKC').trim().toLowerCase())) {
    hash = Math.imul(hash ^ byte, 0x01000193)
  }
  return (((hash ^ (hash >>> 16)) >>> 0) % hues) + 1
}
