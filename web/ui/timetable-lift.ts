import { createContext, useContext, useSyncExternalStore, type ReactNode } from 'react'

/** Where a block would be. */
export interface Movement {
  id: string
  column: string
  startMinute: number
  endMinute: number
}

/** What can be said of blocks where they are held now. */
export interface Verdict {
  isClash: boolean
  /** The blocks they collide with. */
  hits: ReadonlySet<string>
  /** Read out as they move. */
  announcement: string
  /** Stands below the first of them: why it cannot be there, and where it could be. */
  note?: ReactNode
}

/** Blocks in the hand: `held` while they move, `dropped` while a refused place waits for another, `waiting` for the answer. */
export interface Lift extends Verdict {
  to: readonly Movement[]
  phase: 'held' | 'dropped' | 'waiting'
}

export interface LiftStore {
  get: () => Lift | null
  set: (lift: Lift | null) => void
  subscribe: (onChange: () => void) => () => void
  /** What the move means for a block that stays: it came from here, or is in the way. */
  markOf: (id: string) => 'ghost' | 'hit' | null
}

/** Kept outside of React's state: a step of a drag draws what moves and what it hits, and nothing else. */
export function createLift(): LiftStore {
  let lift: Lift | null = null
  let origins: ReadonlySet<string> = new Set()
  const listeners = new Set<() => void>()
  return {
    get: () => lift,
    set(next) {
      lift = next
      origins = new Set(next?.to.map(({ id }) => id))
      for (const listener of listeners) listener()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    markOf(id) {
      if (origins.has(id)) return 'ghost'
      return lift?.hits.has(id) ? 'hit' : null
    },
  }
}

/** Moving blocks with the pointer or the keyboard; the screen judges each place and takes the drop. */
export interface TimetableMoves {
  lift: LiftStore
  canMove: (id: string) => boolean
  /** Minutes that a block moves by. */
  stepOf: (id: string) => number
  /** Asked at every step of a drag, so it answers from what is on screen. */
  judge: (to: readonly Movement[]) => Verdict
  onDrop: (to: readonly Movement[]) => void
}

/** Blocks that are chosen together, with Ctrl, Shift, the space bar, or a frame drawn around them. */
export interface TimetableSelection {
  ids: ReadonlySet<string>
  onChange: (ids: ReadonlySet<string>) => void
}

const LiftContext = createContext<LiftStore>(createLift())

export const LiftProvider = LiftContext.Provider

export function useLift(): Lift | null {
  const { subscribe, get } = useContext(LiftContext)
  return useSyncExternalStore(subscribe, get, get)
}

export function useMark(id: string): 'ghost' | 'hit' | null {
  const { subscribe, markOf } = useContext(LiftContext)
  const read = () => markOf(id)
  return useSyncExternalStore(subscribe, read, read)
}
