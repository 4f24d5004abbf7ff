import { useSyncExternalStore } from 'react'
import type { BookingRow } from '#contract/booking'

interface Decision {
  /** True while an answer is on its way, and from its success on: the request is about to be gone. */
  readonly isTaken: boolean
  /** False when somebody at this screen has decided already. */
  take(): boolean
  release(): void
}

const taken = new Set<string>()
const listeners = new Set<() => void>()

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function notify(): void {
  for (const listener of listeners) listener()
}

/**
 * The one decision a booking waits for, whichever button or dialog takes it. It is taken before the screen is drawn again, so the second
 * half of a double click finds it taken; a booking with a new status waits for a new decision.
 */
export function useDecision({ id, status }: Pick<BookingRow, 'id' | 'status'>): Decision {
  const key = `${id} ${status}`
  const isTaken = useSyncExternalStore(subscribe, () => taken.has(key))
  return {
    isTaken,
    take() {
      if (taken.has(key)) return false
      taken.add(key)
      notify()
      return true
    },
    release() {
      taken.delete(key)
      notify()
    },
  }
}
