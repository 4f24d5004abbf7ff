import { lookup } from 'node:dns/promises'
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopback, isPublicAddress } from './public-address.ts'

export type DownloadFailure =
  | 'not_https'
  | 'forbidden_address'
  | 'forbidden_port'
  | 'unknown_host'
  | 'unreachable'
  | 'certificate'
  | 'too_slow'
  | 'too_large'
  | 'too_many_redirects'
  | 'not_found'
  | 'not_allowed'
  | 'refused'

/** Why something of somebody else's could not be had; `kind` is for the person who gave the address. */
export class DownloadFailed extends Error {
  readonly kind: DownloadFailure

  constructor(kind: DownloadFailure, options?: { cause: unknown }) {
    super(`The download failed: ${kind}.`, options)
    this.kind = kind
  }
}

export interface DownloadLimits {
  readonly milliseconds: number
  readonly bytes: number
  readonly redirects: number
}

export interface Download {
  readonly url: string
  readonly accept: string
  readonly limits: DownloadLimits
  /** What was said the last time: the other side can answer that nothing is new. */
  readonly etag?: string | null
  readonly lastModified?: string | null
}

export interface Network {
  /** For tests: servers of this machine, on any port and without a certificate. */
  readonly allowLoopback: boolean
  /** How names become addresses; the system's way when nothing is said. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

export type Downloaded =
  | { readonly isNew: false }
  | {
      readonly isNew: true
      readonly bytes: Buffer
      readonly etag: string | null
      readonly lastModified: string | null
    }

const ports = new Set(['', '80', '443'])

/**
 * Gets a file from an address that somebody typed. Each name is resolved once, every address it has is checked, and the connection goes to
 * the checked address itself, so a name that answers differently the second time leads nowhere. Redirects are checked the same way.
 */
export async function download(wanted: Download, network: Network): Promise<Downloaded> {
  const signal = AbortSignal.timeout(wanted.limits.milliseconds)
  let url = readUrl(wanted.url)
  for (let redirects = 0; ; redirects++) {
    const answer = await ask(url, wanted, { ...network, signal })
    const target = redirectOf(answer, url)
    if (!target) return read(answer, wanted.limits, signal)
    answer.destroy()
    if (redirects === wanted.limits.redirects) throw new DownloadFailed('too_many_redirects')
    url = target
  }
}

function readUrl(text: string, base?: URL): URL {
  const url = URL.parse(text, base)
  if (!url) throw new DownloadFailed('unknown_host')
  return url
}

function redirectOf({ statusCode, headers }: IncomingMessage, from: URL): URL | null {
  const isRedirect = [301, 302, 303, 307, 308].includes(statusCode ?? 0)
  return isRedirect && headers.location !== undefined ? readUrl(headers.location, from) : null
}

interface Connection extends Network {
  readonly signal: AbortSignal
}

async function ask(url: URL, wanted: Download, connection: Connection): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = await findAddresses(host, connection)
  const mayBeOpen = connection.allowLoopback && addresses.every(isLoopback)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && mayBeOpen)) throw new DownloadFailed('not_https')
  if (!ports.has(url.port) && !mayBeOpen) throw new DownloadFailed('forbidden_port')
  const options: RequestOptions = {
    host,
    lookup: pinTo(addresses),
    port: url.port || (url.protocol === 'https:' ? 443 : 80),
    path: `${url.pathname}${url.search}`,
    method: 'GET',
    agent: false,
    signal: connection.signal,
    headers: {
      host: url.host,
      accept: wanted.accept,
      'accept-encoding': 'identity',
      'user-agent': 'Lessonry',
      ...(wanted.etag ? { 'if-none-match': wanted.etag } : {}),
      ...(wanted.lastModified ? { 'if-modified-since': wanted.lastModified } : {}),
    },
  }
  return send(url.protocol === 'https:' ? secureRequest : plainRequest, options)
}

// The connection asks for the name's addresses again and is given those that were checked; it tries one after the other.
function pinTo(addresses: readonly string[]): LookupFunction {
  const pinned = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_host, { all }, done) => (all ? done(null, pinned) : done(null, pinned[0]!.address, pinned[0]!.family))
}

function send(request: typeof plainRequest, options: RequestOptions): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(options, resolve)
    sent.on('error', (error) => reject(failureOf(error, options.signal)))
    sent.end()
  })
}

async function findAddresses(
  host: string,
  { resolve = resolveName, allowLoopback, signal }: Connection,
): Promise<readonly string[]> {
  const addresses = isIP(host) ? [host] : await inTime(resolve(host), signal)
  const isAllowed = (address: string) => isPublicAddress(address) || (allowLoopback && isLoopback(address))
  if (addresses.length === 0) throw new DownloadFailed('unknown_host')
  if (!addresses.every(isAllowed)) throw new DownloadFailed('forbidden_address')
  return addresses
}

async function resolveName(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch (error) {
    throw new DownloadFailed('unknown_host', { cause: error })
  }
}

// A name server cannot be told to stop, so whoever waits for it stops waiting.
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DownloadFailed('too_slow'))
    if (signal.aborted) return stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

async function read(
  answer: IncomingMessage,
  { bytes: most }: DownloadLimits,
  signal: AbortSignal,
): Promise<Downloaded> {
  try {
    const { statusCode = 0, headers } = answer
    if (statusCode === 304) return { isNew: false }
    if (statusCode === 404 || statusCode === 410) throw new DownloadFailed('not_found')
    if (statusCode === 401 || statusCode === 403) throw new DownloadFailed('not_allowed')
    if (statusCode !== 200) throw new DownloadFailed('refused')
    if (Number(headers['content-length'] ?? 0) > most) throw new DownloadFailed('too_large')
    if (!['identity', undefined].includes(headers['content-encoding'])) throw new DownloadFailed('refused')
    const parts: Buffer[] = []
    let size = 0
    for await (const part of answer as AsyncIterable<Buffer>) {
      size += part.length
      if (size > most) throw new DownloadFailed('too_large')
      parts.push(part)
    }
    const { etag = null, 'last-modified': lastModified = null } = headers
    return { isNew: true, bytes: Buffer.concat(parts), etag, lastModified }
  } catch (error) {
    throw failureOf(error, signal)
  } finally {
    answer.destroy()
  }
}

function failureOf(error: unknown, signal?: AbortSignal): DownloadFailed {
  if (error instanceof DownloadFailed) return error
  if (signal?.aborted) return new DownloadFailed('too_slow', { cause: error })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const isCertificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|TLS|SSL/.test(code)
  return new DownloadFailed(isCertificate ? 'certificate' : 'unreachable', { cause: error })
}
