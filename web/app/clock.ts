import { useSyncExternalStore } from 'react'

const secondsBetween = 20
let current = Temporal.Now.instant()

function listen(onChange: () => void): () => void {
  const timer = setInterval(() => {
    current = Temporal.Now.instant()
    onChange()
  }, secondsBetween * 1000)
  return () => clearInterval(timer)
}

/** The time of day, for what depends on it on screen; at most twenty seconds old. */
export function useNow(): Temporal.Instant {
  return useSyncExternalStore(listen, () => current)
}
