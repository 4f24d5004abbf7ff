import { memo } from 'react'
import { Icon } from './icon.tsx'
import { Link } from './link.tsx'
import type { Hue } from './hue.ts'
import { countLines, type Place } from './timetable-layout.ts'
import { useMark } from './timetable-lift.ts'
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
  /** The state in words, such as "In progress" or "Not marked"; spoken always, shown where there is room. */
  stateLabel?: string
  /** Words for which choice a held time is: "1st choice". */
  choiceRank?: string
  /** "Held until 18:00". */
  heldUntil?: string
  href?: string
}

interface TimetableBlockProps {
  block: Block
  place: Place
  dayStartMinute: number
  pixelsPerMinute: number
  formatMinute: (minute: number) => string
  tabbable: boolean
  movable?: boolean
  selected?: boolean
  /** Floats above the others, and is placed by what holds it. */
  floating?: boolean
  onBlock: ((id: string) => void) | undefined
}

const gapPixels = 2

export const TimetableBlock = memo(DrawnBlock, hasSameLook)

function DrawnBlock(props: TimetableBlockProps) {
  const { place, dayStartMinute, pixelsPerMinute, formatMinute, tabbable, onBlock, movable = false } = props
  const { selected = false, floating = false } = props
  const mark = useMark(props.block.id)
  const isGhost = mark === 'ghost' && !floating
  const block: Block = isGhost ? { ...props.block, lines: [], state: 'ghost' } : props.block
  const height = (block.endMinute - block.startMinute) * pixelsPerMinute - gapPixels
  const lines = block.heldUntil ? [block.heldUntil, ...block.lines] : block.lines
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
    'data-block': floating ? undefined : block.id,
    'data-hue': block.hue,
    'data-state': block.state,
    'data-selected': selected || undefined,
    'data-hit': mark === 'hit' || undefined,
    'data-grip': movable || undefined,
    'data-low': shown < 0 || undefined,
    tabIndex: tabbable ? 0 : -1,
    style: {
      insetBlockStart: floating ? '1px' : `calc(${block.startMinute - dayStartMinute} * var(--minute) + 1px)`,
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
      {shown >= 0 && (
        <span className="timetable-block-title" dir="auto">
          {block.title}
        </span>
      )}
      {lines.slice(0, Math.max(shown, 0)).map((line) => (
        <span key={line} dir="auto">
          {line}
        </span>
      ))}
      {showsState && <b>{block.stateLabel}</b>}
      {dropped.length > 0 && <VisuallyHidden>{dropped.join(', ')}</VisuallyHidden>}
    </>
  )

  if (block.href && !floating) {
    return (
      <Link {...look} href={block.href} draggable={false} aria-keyshortcuts={movable ? 'M' : undefined}>
        {content}
      </Link>
    )
  }
  if (onBlock && block.state !== 'closed' && !floating) {
    return (
      <button {...look} type="button" onClick={() => onBlock(block.id)}>
        {content}
      </button>
    )
  }
  return (
    <div {...look} tabIndex={undefined}>
      {content}
    </div>
  )
}

/** Blocks are described anew at every tick of the clock; they are drawn anew only when they look otherwise. */
function hasSameLook(before: TimetableBlockProps, after: TimetableBlockProps): boolean {
  const { block: one, place: here, ...rest } = before
  const { block: other, place: there, ...others } = after
  return (
    here.lane === there.lane &&
    here.lanes === there.lanes &&
    isShallowSame(rest, others) &&
    one.lines.length === other.lines.length &&
    one.lines.every((line, index) => line === other.lines[index]) &&
    isShallowSame({ ...one, lines: null }, { ...other, lines: null })
  )
}

function isShallowSame(one: object, other: object): boolean {
  const [mine, theirs] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))]
  return mine.length === theirs.size && mine.every(([name, value]) => Object.is(value, theirs.get(name)))
}
