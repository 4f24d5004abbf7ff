/** One thing that is wrong with one field of a request. `path` is dotted: `choices.0.startsAt`. */
export interface FieldError {
  readonly path: string
  readonly code: string
  readonly args?: Readonly<Record<string, string | number>>
}

export interface ProblemDetails {
  /** Arguments of the sentence in messages/errors. */
  readonly args?: Readonly<Record<string, string | number>>
  readonly errors?: readonly FieldError[]
  /** More members of the answer that a screen can act on, already in wire form. */
  readonly extra?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

/** An expected failure: it has a code, a status and a sentence in messages/errors under its code. */
export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly details: ProblemDetails

  constructor(code: string, status: number, details: ProblemDetails) {
    super(code, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.status = status
    this.details = details
  }
}

export interface DefinedError {
  (details?: ProblemDetails): Problem
  readonly code: string
  readonly status: number
}

const definedErrors = new Map<string, DefinedError>()

/** Declares a failure that a caller can meet. Its sentence is `errors.<code>` in messages/errors, in every language. */
export function defineError(
  code: string,
  status: 400 | 401 | 403 | 404 | 408 | 409 | 410 | 413 | 415 | 422 | 429 | 431 | 503 | 507,
): DefinedError {
  if (definedErrors.has(code)) throw new Error(`The error ${code} is defined twice.`)
  const make = Object.assign((details: ProblemDetails = {}) => new Problem(code, status, details), { code, status })
  definedErrors.set(code, make)
  return make
}

export function listDefinedErrors(): DefinedError[] {
  return [...definedErrors.values()]
}

export const malformed = defineError('malformed', 422)
export const notSignedIn = defineError('not_signed_in', 401)
export const notAllowed = defineError('not_allowed', 403)
export const notFound = defineError('not_found', 404)
export const tooLarge = defineError('too_large', 413)
export const tooSlow = defineError('too_slow', 408)
export const notHttp = defineError('not_http', 400)
export const headersTooLarge = defineError('headers_too_large', 431)
export const notJson = defineError('not_json', 415)
export const notFile = defineError('not_file', 415)
export const tooManyRequests = defineError('too_many_requests', 429)
export const notReady = defineError('not_ready', 503)
export const keyReused = defineError('idempotency_key_reused', 422)
export const foreignOrigin = defineError('foreign_origin', 403)

/** A malformed request with one wrong field. */
export function wrongField(path: string, code: string, args?: Record<string, string | number>): Problem {
  return malformed({ errors: [args ? { path, code, args } : { path, code }] })
}
