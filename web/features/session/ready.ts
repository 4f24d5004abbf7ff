import { getDemonstration, getSession, type Session } from '#contract/identity'
import type { Output } from '#platform/contract.ts'
import { ApiProblem } from '#web/app/api.ts'
import { read } from '#web/app/queries.ts'

export interface Ready {
  readonly session: Session
  /** Null when this install is no demonstration. */
  readonly demonstration: Output<typeof getDemonstration> | null
}

export async function loadReady(): Promise<Ready> {
  const [session, demonstration] = await Promise.all([
    read(null, getSession, {}),
    read(null, getDemonstration, {}).catch((error: unknown) => {
      if (error instanceof ApiProblem && error.status === 404) return null
      throw error
    }),
  ])
  return { session, demonstration }
}
