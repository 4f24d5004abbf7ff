import { useEffect, useRef, type ReactNode } from 'react'
import { TimetableBlock, type Block } from './timetable-block.tsx'
import { useLift, type Movement } from './timetable-lift.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

interface MovingBlocksProps {
  blockOf: (id: string) => Block | undefined
  columnIds: readonly string[]
  dayStartMinute: number
  pixelsPerMinute: number
  formatMinute: (minute: number) => string
}

/** The blocks in the hand, above all others; at a step of a drag this alone is drawn again. */
export function MovingBlocks({ blockOf, columnIds, dayStartMinute, pixelsPerMinute, formatMinute }: MovingBlocksProps) {
  const lift = useLift()
  const [first] = lift?.to ?? []
  return (
    <>
      {lift?.to.map((movement) => {
        const origin = blockOf(movement.id)
        if (!origin) return null
        return (
          <div key={movement.id} className="timetable-floating" style={placeOf(movement, columnIds, dayStartMinute)}>
            <TimetableBlock
              block={{ ...origin, ...movement, state: lift.isClash ? 'clash' : 'moving' }}
              place={wholeWidth}
              dayStartMinute={dayStartMinute}
              pixelsPerMinute={pixelsPerMinute}
              formatMinute={formatMinute}
              tabbable={false}
              floating
              onBlock={undefined}
            />
          </div>
        )
      })}
      {lift?.note && first && (
        <MoveNote
          isDropped={lift.phase === 'dropped'}
          isFlipped={columnIds.indexOf(first.column) > columnIds.length / 2}
          style={placeOf({ ...first, startMinute: first.endMinute }, columnIds, dayStartMinute)}
        >
          {lift.note}
        </MoveNote>
      )}
      <VisuallyHidden>
        <output>{lift?.announcement}</output>
      </VisuallyHidden>
    </>
  )
}

const wholeWidth = { lane: 0, lanes: 1 }

function placeOf({ column, startMinute }: Movement, columnIds: readonly string[], dayStartMinute: number) {
  return {
    transform: `translate(calc(100% * ${columnIds.indexOf(column)} * var(--forward)), calc(${startMinute - dayStartMinute} * var(--minute)))`,
  }
}

interface MoveNoteProps {
  isDropped: boolean
  isFlipped: boolean
  style: { transform: string }
  children: ReactNode
}

function MoveNote({ isDropped, isFlipped, style, children }: MoveNoteProps) {
  const note = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = note.current
    if (!isDropped || !element) return undefined
    // It grows when the times that work are found.
    const observer = new ResizeObserver(() => element.scrollIntoView({ block: 'nearest', inline: 'nearest' }))
    observer.observe(element)
    return () => observer.disconnect()
  }, [isDropped])
  return (
    <div className="timetable-floating" data-note style={style}>
      <div className="timetable-note" ref={note} data-flip={isFlipped || undefined}>
        {children}
      </div>
    </div>
  )
}
