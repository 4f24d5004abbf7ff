import { useSyncExternalStore } from 'react'

const secondsBetween = 20
let current = Temporal.Now.instant()

function listen(onChange: () => void): () => void {
  const tick = () => {
    current = Temporal.Now.instant()
    onChange()
  }
  tick() // nobody may have listened for hours
  const timer = setInterval(tick, secondsBetween * 1000)
  document.addEventListener('visibilitychange', tick)
  return () => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  }
}

/** The time of day, for what depends on it on screen; at most twenty seconds old. */
export function useNow(): Temporal.Instant {
  return useSyncExternalStore(listen, () => current)
}
