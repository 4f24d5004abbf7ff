import crypto from 'node:crypto'

// OWASP's first choice for argon2id; 50 ms on a small server, and 38 MiB for the two that may run at once.
const memoryKib = 19_456
const passes = 2
const parallelism = 1
const parallelHashes = 2

/** The hash of a password in PHC form. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(16)
  const hash = await derive(password, { salt, memory: memoryKib, passes, parallelism, length: 32 })
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$${encode(salt)}$${encode(hash)}`
}

// A hash to which no password is known: an account that does not exist costs as much time as one that does.
const nobodysHash = '$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$QU9yVgM0JW0oOgWv4nJ1mG3b5m2QxWQF3b8r6cQm2aE'

/** Whether the password belongs to the hash; without one a hash is computed all the same, and never fits. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const { salt, hash, ...cost } = parse(stored ?? nobodysHash)
  const derived = await derive(password, { ...cost, salt, length: hash.length })
  return crypto.timingSafeEqual(derived, hash) && stored !== null
}

/** Whether the hash was made with another effort than today's. */
export function isOutdated(stored: string): boolean {
  return !stored.startsWith(`$argon2id$v=19$m=${memoryKib},t=${passes},p=${parallelism}$`)
}

interface Effort {
  readonly salt: Buffer
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
  readonly length: number
}

let running = 0
const waiting: (() => void)[] = []

async function derive(password: string, effort: Effort): Promise<Buffer> {
  if (running >= parallelHashes) await new Promise<void>((resolve) => waiting.push(resolve))
  else running++
  try {
    return await argon2id(password, effort)
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

// One person's "é" is one character, another's two: both mean the same password (NFKC, NIST SP 800-63B-4, 3.1.1.2).
function argon2id(password: string, { salt, memory, passes: times, parallelism: lanes, length }: Effort) {
  const parameters = {
    message: password.normalize('NFKC'),
    nonce: salt,
    memory,
    passes: times,
    parallelism: lanes,
    tagLength: length,
  }
  return new Promise<Buffer>((resolve, reject) => {
    crypto.argon2('argon2id', parameters, (error, hash) => (error ? reject(error) : resolve(hash)))
  })
}

function parse(stored: string): Omit<Effort, 'length'> & { readonly hash: Buffer } {
  const parts = stored.match(/^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/)
  if (!parts) throw new Error('A stored password is not in PHC form.')
  const [, memory, times, lanes, salt, hash] = parts as unknown as [string, string, string, string, string, string]
  return {
    memory: Number(memory),
    passes: Number(times),
    parallelism: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  }
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}
