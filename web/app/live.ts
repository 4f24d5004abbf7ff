import { useEffect } from 'react'
import { queryClient } from './queries.ts'

const channelName = 'lessonry-live'

/**
 * Keeps this organisation's screens fresh: the server says that something changed, and what is on screen is read again. Tabs share one
 * stream: the one that holds the lock listens and tells the others.
 */
export function useLive(organisation: string): void {
  useEffect(() => {
    const channel = new BroadcastChannel(`${channelName}-${organisation}`)
    const ended = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const refresh = () => {
      clearTimeout(timer)
      timer = setTimeout(
        () => void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === organisation }),
        150,
      )
    }
    channel.addEventListener('message', refresh)

    const listen = () =>
      new Promise<void>((resolve) => {
        // The lock may come just after the screen was left.
        if (ended.signal.aborted) {
          resolve()
          return
        }
        const stream = new EventSource(`/api/o/${organisation}/live`)
        const tell = () => {
          refresh()
          channel.postMessage('change')
        }
        stream.addEventListener('change', tell)
        stream.addEventListener('everything', tell)
        ended.signal.addEventListener('abort', () => {
          stream.close()
          resolve()
        })
      })
    navigator.locks
      .request(`${channelName}-${organisation}`, { signal: ended.signal }, listen)
      .catch((error: unknown) => {
        if (!ended.signal.aborted) throw error
      })
    return () => {
      ended.abort()
      clearTimeout(timer)
      channel.close()
    }
  }, [organisation])
}
