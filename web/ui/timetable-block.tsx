import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import type { Hue } from './hue.ts'
import { countLines, type Place } from './timetable-layout.ts'
import { VisuallyHidden } from './visually-hidden.tsx'

export interface Block {
  id: string
  column: string
  startMinute: number
  endMinute: number
  /** Who. */
  title: string
  /** What, then where or with whom; the state in words comes last by itself. */
  lines: readonly string[]
  hue?: Hue
  state: 'planned' | 'past' | 'unmarked' | 'now' | 'held' | 'closed' | 'cancelled' | 'ghost' | 'moving' | 'clash'
  /** Something that moves collides with it. */
  hit?: boolean
  /** The state in words, such as "In progress" or "Not marked"; spoken always, shown where there is room. */
  stateLabel?: string
  /** Words for which choice a held time is: "1st choice". */
  choiceRank?: string
  /** "Held until 18:00". */
  heldUntil?: string
  href?: string
  selected?: boolean
}

interface TimetableBlockProps {
  block: Block
  place: Place
  dayStartMinute: number
  pixelsPerMinute: number
  formatMinute: (minute: number) => string
  tabbable: boolean
  movable?: boolean
  onBlock: ((id: string) => void) | undefined
}

const gapPixels = 2

export function TimetableBlock(props: TimetableBlockProps) {
  const { block, place, dayStartMinute, pixelsPerMinute, formatMinute, tabbable, onBlock, movable = false } = props
  const height = (block.endMinute - block.startMinute) * pixelsPerMinute - gapPixels
  const lines = linesOf(block)
  const shown = countLines(height) - 2
  const range = `${formatMinute(block.startMinute)}–${formatMinute(block.endMinute)}`
  // The check of a marked lesson says enough for the eye.
  const showsState = block.stateLabel !== undefined && block.state !== 'past' && shown > lines.length
  const dropped = [
    ...(shown < 0 ? [block.title] : []),
    ...lines.slice(Math.max(shown, 0)),
    ...(block.stateLabel && !showsState ? [block.stateLabel] : []),
  ]
  const look = {
    className: 'timetable-block',
    'data-block': block.id,
    'data-hue': block.hue,
    'data-state': block.state,
    'data-selected': block.selected || undefined,
    'data-hit': block.hit || undefined,
    'data-grip': movable || undefined,
    tabIndex: tabbable ? 0 : -1,
    style: {
      insetBlockStart: `calc(${block.startMinute - dayStartMinute} * var(--minute) + 1px)`,
      blockSize: `calc(${block.endMinute - block.startMinute} * var(--minute) - ${gapPixels}px)`,
      insetInlineStart: `calc(3px + (100% - 6px) / ${place.lanes} * ${place.lane})`,
      inlineSize: `calc((100% - 6px) / ${place.lanes} - ${place.lanes > 1 ? 2 : 0}px)`,
    },
  }
  const content = (
    <>
      <span className="timetable-block-time">
        {block.choiceRank && <b>{block.choiceRank}</b>}
        {block.state === 'closed'
          ? null
          : block.choiceRank || place.lanes > 1
            ? formatMinute(block.startMinute)
            : range}
        {block.state === 'past' && <Icon name="check" size={12} />}
        {(block.state === 'unmarked' || block.state === 'clash') && <Icon name="alert" size={12} />}
      </span>
      {shown >= 0 && <span className="timetable-block-title">{block.title}</span>}
      {lines.slice(0, Math.max(shown, 0)).map((line) => (
        <span key={line}>{line}</span>
      ))}
      {showsState && <b>{block.stateLabel}</b>}
      {dropped.length > 0 && <VisuallyHidden>{dropped.join(', ')}</VisuallyHidden>}
    </>
  )

  const isFloating = block.state === 'moving' || block.state === 'clash'
  if (block.href && !isFloating) {
    return (
      <Link {...look} href={block.href} draggable={false}>
        {content}
      </Link>
    )
  }
  if (onBlock && block.state !== 'closed') {
    return (
      <button {...look} type="button" onClick={() => onBlock(block.id)}>
        {content}
      </button>
    )
  }
  return <div {...look}>{content}</div>
}

function linesOf(block: Block): string[] {
  return block.heldUntil ? [block.heldUntil, ...block.lines] : [...block.lines]
}
