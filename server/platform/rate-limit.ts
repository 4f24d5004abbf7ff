import { tooManyRequests } from './errors.ts'

const windowMilliseconds = 60_000

/** Counts requests of one address in windows of a minute; a guard against floods, not a secret's last defence. */
export class RateLimit {
  readonly #maximum: number
  #counts = new Map<string, number>()
  #windowStart = 0

  constructor(maximum: number) {
    this.#maximum = maximum
  }

  count(address: string): void {
    const now = performance.now()
    if (now - this.#windowStart > windowMilliseconds) {
      this.#counts = new Map()
      this.#windowStart = now
    }
    const key = networkOf(address)
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    if (count > this.#maximum) throw tooManyRequests({ headers: { 'retry-after': '60' } })
  }
}

/** The IPv4 address, or the /64 of an IPv6 address, whose owner can use every address in it. */
export function networkOf(address: string): string {
  const mapped = address.match(/^::ffff:(\d+\.\d+\.\d+\.\d+)$/i)
  if (mapped) return mapped[1]!
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.toLowerCase().split('%')[0]!.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = address.includes('::') ? [...front, ...zeros, ...back] : front
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')
}
