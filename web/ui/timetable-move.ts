import { useEffect, useEffectEvent, useRef, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import type { Block } from './timetable-block.tsx'
import type { Arrow } from './timetable-layout.ts'

export interface Movement {
  id: string
  column: string
  startMinute: number
}

/** Moving blocks with the pointer, or with M, arrows and Enter. The screen keeps where the block is and says what stands in its way. */
export interface TimetableMoves {
  /** Minutes that a block moves by. */
  step: number
  canMove: (id: string) => boolean
  moving: Movement | null
  onMove: (to: Movement) => void
  onDrop: () => void
  onCancel: () => void
  /** The blocks it collides with where it is now. */
  hits: ReadonlySet<string>
  isClash: boolean
  /** It was let go, and waits for another place. */
  isDropped: boolean
  /** Stands below the block: why it cannot be there, and where it could be. */
  note?: ReactNode
  /** Read out as the block moves. */
  announcement: string
}

interface Grid {
  moves: TimetableMoves | undefined
  blocks: readonly Block[]
  columnIds: readonly string[]
  dayStartMinute: number
  dayEndMinute: number
  pixelsPerMinute: number
}

interface Grip {
  block: Block
  x: number
  y: number
  /** Minutes from the start of the block to where it was taken hold of. */
  offset: number
  isDragging: boolean
}

const pixelsBeforeDragging = 5

export function useMoves({ moves, blocks, columnIds, dayStartMinute, dayEndMinute, pixelsPerMinute }: Grid) {
  const grip = useRef<Grip | null>(null)
  const isMoving = moves?.moving != null
  const cancel = useEffectEvent(() => {
    grip.current = null
    moves?.onCancel()
  })

  useEffect(() => {
    if (!isMoving) return undefined
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      cancel()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [isMoving])

  function clamp(minute: number, block: Block): number {
    const length = block.endMinute - block.startMinute
    return Math.min(Math.max(minute, dayStartMinute), dayEndMinute - length)
  }

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    if (!moves || event.button !== 0 || event.pointerType === 'touch') return
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-block]') : null
    const block = blocks.find(({ id }) => id === element?.dataset['block'])
    if (!element || !block || !moves.canMove(block.id)) return
    const offset = (event.clientY - element.getBoundingClientRect().top) / pixelsPerMinute
    grip.current = { block, x: event.clientX, y: event.clientY, offset, isDragging: false }
  }

  function onPointerMove(event: PointerEvent<HTMLElement>) {
    const held = grip.current
    if (!moves || !held) return
    if (!held.isDragging) {
      if (Math.hypot(event.clientX - held.x, event.clientY - held.y) < pixelsBeforeDragging) return
      held.isDragging = true
      event.currentTarget.setPointerCapture(event.pointerId)
    }
    const columns = [...event.currentTarget.querySelectorAll<HTMLElement>('.timetable-column')]
    const position = columns.findIndex((each) => {
      const box = each.getBoundingClientRect()
      return event.clientX >= box.left && event.clientX < box.right
    })
    const column = columnIds[position] ?? moves.moving?.column ?? held.block.column
    const top = columns[0]?.getBoundingClientRect().top ?? 0
    const minute = (event.clientY - top) / pixelsPerMinute + dayStartMinute - held.offset
    const startMinute = clamp(Math.round(minute / moves.step) * moves.step, held.block)
    const { moving } = moves
    if (moving?.column !== column || moving.startMinute !== startMinute)
      moves.onMove({ id: held.block.id, column, startMinute })
  }

  function onPointerUp() {
    const held = grip.current
    grip.current = null
    if (held?.isDragging && isMoving) moves?.onDrop()
  }

  /** Says whether the key belonged to the move. */
  function onKey(event: KeyboardEvent<HTMLElement>, from: Block, arrow: Arrow | null): boolean {
    if (!moves) return false
    const { moving } = moves
    if (!moving) {
      if (event.key.toLowerCase() !== 'm' || !moves.canMove(from.id)) return false
      moves.onMove({ id: from.id, column: from.column, startMinute: from.startMinute })
      return true
    }
    const block = blocks.find(({ id }) => id === moving.id)
    if (!block) return false
    if (event.key === 'Enter') {
      moves.onDrop()
      return true
    }
    if (arrow === 'up' || arrow === 'down') {
      const startMinute = clamp(moving.startMinute + (arrow === 'down' ? moves.step : -moves.step), block)
      moves.onMove({ ...moving, startMinute })
    } else if (arrow) {
      const column = columnIds[columnIds.indexOf(moving.column) + (arrow === 'after' ? 1 : -1)]
      if (column !== undefined) moves.onMove({ ...moving, column })
    }
    return arrow !== null
  }

  return { onPointerDown, onPointerMove, onPointerUp, onKey }
}
