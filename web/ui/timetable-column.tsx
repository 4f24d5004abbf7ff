import { memo } from 'react'
import { TimetableBlock, type Block } from './timetable-block.tsx'
import type { Place } from './timetable-layout.ts'
import type { DrawnPart } from './timetable-window.ts'

interface TimetableColumnPartProps {
  name: string
  blocks: readonly Block[]
  places: ReadonlyMap<string, Place>
  part: DrawnPart
  isDrawn: boolean
  /** Drawn wherever it is: it has the focus. */
  pinnedId: string | null
  tabbableId: string | null
  dayStartMinute: number
  pixelsPerMinute: number
  formatMinute: (minute: number) => string
  canMove: ((id: string) => boolean) | undefined
  selected: ReadonlySet<string> | undefined
  onBlock: ((id: string) => void) | undefined
}

const wholeWidth = { lane: 0, lanes: 1 }

export const TimetableColumnPart = memo(function DrawnColumn(props: TimetableColumnPartProps) {
  const { name, blocks, places, part, isDrawn, pinnedId, tabbableId, canMove, selected, onBlock } = props
  const { dayStartMinute, pixelsPerMinute, formatMinute } = props
  const drawn = blocks.filter(
    (block) =>
      (isDrawn && block.startMinute < part.toMinute && block.endMinute > part.fromMinute) || block.id === pinnedId,
  )
  return (
    <section className="timetable-column" aria-label={name}>
      {drawn.map((block) => (
        <TimetableBlock
          key={block.id}
          block={block}
          place={places.get(block.id) ?? wholeWidth}
          dayStartMinute={dayStartMinute}
          pixelsPerMinute={pixelsPerMinute}
          formatMinute={formatMinute}
          tabbable={block.id === tabbableId}
          movable={canMove?.(block.id) ?? false}
          selected={selected?.has(block.id) ?? false}
          onBlock={onBlock}
        />
      ))}
    </section>
  )
})
