import { useSyncExternalStore } from 'react'

const queries = {
  /** The office's frame has room for its sidebar; paper is wide, whatever the window was. */
  wide: '(min-width: 56rem), print',
  /** There is room for something beside the main thing. */
  widest: '(min-width: 80rem)',
} as const

/** Whether the window is at least that wide, where a screen shows other things, not only the same things otherwise. */
export function useViewport(size: keyof typeof queries): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = matchMedia(queries[size])
      query.addEventListener('change', onChange)
      return () => query.removeEventListener('change', onChange)
    },
    () => matchMedia(queries[size]).matches,
    () => true,
  )
}
