import type * as Calls from './calls.ts'
import type { FormProblem } from '#web/ui/form.tsx'

/** What came of asking the server, told apart without the code that asks. */
export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string; readonly problem: FormProblem }
  | { readonly kind: 'offline' }

/** Loads the code that asks; without a connection it may not come. */
export async function ask<T>(question: (calls: typeof Calls) => Promise<Answer<T>>): Promise<Answer<T>> {
  let calls: typeof Calls
  try {
    calls = await import('./calls.ts')
  } catch (error) {
    console.warn('A part of the page could not be loaded.', error)
    return { kind: 'offline' }
  }
  return question(calls)
}
