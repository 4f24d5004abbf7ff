import type { z } from 'zod'
import type { Locale } from './contract.ts'
import { malformed, type FieldError, type Problem } from './errors.ts'
import { findSentence } from './texts.ts'

/** Problem details (RFC 9457), in the reader's language. */
export interface ProblemAnswer {
  readonly type: string
  readonly status: number
  readonly code: string
  readonly title: string
  readonly errors?: readonly { path: string; code: string; message: string }[]
  readonly [extra: string]: unknown
}

export function describeProblem(problem: Problem, locale: Locale): ProblemAnswer {
  const { args, errors, extra } = problem.details
  return {
    type: 'about:blank',
    status: problem.status,
    code: problem.code,
    title: findSentence(locale, `errors.${problem.code}`, args) ?? problem.code,
    ...extra,
    ...(errors && { errors: errors.map((error) => describeField(error, locale)) }),
  }
}

function describeField({ path, code, args }: FieldError, locale: Locale) {
  const message =
    findSentence(locale, `errors.field.${code}`, args) ?? findSentence(locale, 'errors.field.invalid') ?? code
  return { path, code, message }
}

/** Says what is wrong with a request that does not fit its contract, field by field. */
export function malformedRequest(error: z.ZodError): Problem {
  const errors = error.issues.flatMap((issue) => fieldErrors(issue, [])).slice(0, 50)
  return malformed({ errors, cause: error })
}

function fieldErrors(issue: z.core.$ZodIssue, prefix: readonly PropertyKey[]): FieldError[] {
  const parts = [...prefix, ...issue.path]
  const path = parts.map(String).join('.')
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...parts, key].map(String).join('.'), code: 'unknown_field' }))
    case 'invalid_type':
      return [
        issue.input === undefined
          ? { path, code: 'required' }
          : { path, code: 'wrong_type', args: { expected: issue.expected } },
      ]
    case 'too_small':
      return [
        isText(issue.origin)
          ? {
              path,
              code: Number(issue.minimum) <= 1 ? 'required' : 'too_short',
              args: { minimum: Number(issue.minimum) },
            }
          : { path, code: 'too_small', args: { minimum: Number(issue.minimum) } },
      ]
    case 'too_big':
      return [{ path, code: isText(issue.origin) ? 'too_long' : 'too_big', args: { maximum: Number(issue.maximum) } }]
    case 'invalid_format':
      return [{ path, code: formatCodes[issue.format] ?? 'invalid' }]
    case 'invalid_value':
      return [{ path, code: 'not_one_of', args: { values: issue.values.map(String).join(', ') } }]
    case 'invalid_union':
      return unionErrors(issue, parts, path)
    case 'custom':
      return [{ path, code: typeof issue.params?.['code'] === 'string' ? issue.params['code'] : 'invalid' }]
    default:
      return [{ path, code: 'invalid' }]
  }
}

const formatCodes: Readonly<Record<string, string>> = {
  email: 'invalid_email',
  uuid: 'invalid_id',
  date: 'invalid_date',
  datetime: 'invalid_instant',
}

function isText(origin: string): boolean {
  return origin === 'string'
}

// Of several shapes the one that came nearest speaks; a value that fits none from the start is just invalid.
function unionErrors(issue: z.core.$ZodIssueInvalidUnion, parts: readonly PropertyKey[], path: string): FieldError[] {
  const nearest = issue.errors.filter((issues) => issues.length > 0).toSorted((a, b) => depth(b) - depth(a))[0]
  if (!nearest || depth(nearest) === 0) return [{ path, code: 'invalid' }]
  return nearest.flatMap((inner) => fieldErrors(inner, parts))
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length))
}
