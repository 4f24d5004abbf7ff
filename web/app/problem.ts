import type { ApiProblem } from './api.ts'

/** The one sentence of a refused write that has no form: what is wrong with its only field, or with all of it. Anything else is a failure of ours. */
export function problemOf(action: {
  readonly error: ApiProblem | null
  readonly failure: Error | null
}): string | undefined {
  if (action.failure) throw action.failure
  return action.error?.errors[0]?.message ?? action.error?.title
}
