import { useSyncExternalStore, type CSSProperties } from 'react'
import { flushSync } from 'react-dom'
import type { Block } from './timetable-block.tsx'
import type { TimetableColumn } from './timetable-head.tsx'
import { hoursBetween, minutesLong } from './timetable-head.tsx'
import { placeInLanes } from './timetable-layout.ts'
import './timetable-paper.css'

let isPrinting = false

function listen(onChange: () => void): () => void {
  // The browser takes its picture as soon as this event is over.
  const turn = (next: boolean) => () => {
    if (isPrinting === next) return
    isPrinting = next
    flushSync(onChange)
  }
  const [before, after] = [turn(true), turn(false)]
  const paper = matchMedia('print')
  const follow = () => (paper.matches ? before() : after())
  addEventListener('beforeprint', before)
  addEventListener('afterprint', after)
  paper.addEventListener('change', follow)
  return () => {
    removeEventListener('beforeprint', before)
    removeEventListener('afterprint', after)
    paper.removeEventListener('change', follow)
  }
}

/** Whether the page is on its way to paper. */
export function usePrinting(): boolean {
  return useSyncExternalStore(
    listen,
    () => isPrinting,
    () => false,
  )
}

interface TimetablePaperProps {
  /** Over every sheet. */
  title: string
  zone: string
  columns: readonly TimetableColumn[]
  blocks: readonly Block[]
  formatMinute: (minute: number) => string
}

const mostUpright = 4
const mostAcross = 8
const leastHours = 4

/** Sheets of A4: upright for a few columns, else across and as many sheets as it takes; each shows only the hours that it needs. */
export function TimetablePaper({ title, zone, columns, blocks, formatMinute }: TimetablePaperProps) {
  const isUpright = columns.length <= mostUpright
  const byColumn = Map.groupBy(
    blocks.filter(({ state }) => state !== 'closed' && state !== 'cancelled'),
    ({ column }) => column,
  )
  const places = placeInLanes([...byColumn.values()].flat())
  const sheetCount = Math.ceil(columns.length / mostAcross)
  const perSheet = Math.ceil(columns.length / Math.max(sheetCount, 1))
  const sheets = Array.from({ length: sheetCount }, (_, sheet) =>
    columns.slice(sheet * perSheet, (sheet + 1) * perSheet),
  )
  return (
    <div className="timetable-paper" data-upright={isUpright || undefined}>
      {sheets.map((sheet, number) => {
        const shown = sheet.flatMap(({ id }) => byColumn.get(id) ?? [])
        const { start, end } = hoursOf(shown)
        return (
          <section key={sheet[0]?.id} style={{ '--columns': sheet.length, '--minutes': end - start } as CSSProperties}>
            <header>
              <strong>{title}</strong>
              <span>
                {zone}
                {sheetCount > 1 && ` · ${number + 1}/${sheetCount}`}
              </span>
            </header>
            <div className="timetable-paper-row" data-head>
              <span />
              {sheet.map((column) => (
                <b key={column.id} dir="auto">
                  {column.name}
                </b>
              ))}
            </div>
            <div className="timetable-paper-row" data-hours>
              <div>
                {hoursBetween(start, end).map((minute) => (
                  <span key={minute} style={{ insetBlockStart: minutesLong(minute - start) }}>
                    {formatMinute(minute)}
                  </span>
                ))}
              </div>
              {sheet.map((column) => (
                <div key={column.id}>
                  {(byColumn.get(column.id) ?? []).map((block) => (
                    <PaperBlock
                      key={block.id}
                      block={block}
                      place={places.get(block.id) ?? { lane: 0, lanes: 1 }}
                      start={start}
                      formatMinute={formatMinute}
                    />
                  ))}
                </div>
              ))}
              {hoursBetween(start, end).map((minute) => (
                <i key={minute} style={{ insetBlockStart: minutesLong(minute - start) }} />
              ))}
            </div>
          </section>
        )
      })}
    </div>
  )
}

interface PaperBlockProps {
  block: Block
  place: { lane: number; lanes: number }
  start: number
  formatMinute: (minute: number) => string
}

/** One running line, because that is what can still be read when a lesson is low. */
function PaperBlock({ block, place, start, formatMinute }: PaperBlockProps) {
  const words = [block.choiceRank, ...block.lines, block.heldUntil].filter(Boolean).join(' · ')
  return (
    <p
      data-state={block.state}
      style={{
        insetBlockStart: minutesLong(block.startMinute - start),
        blockSize: minutesLong(block.endMinute - block.startMinute),
        insetInlineStart: `calc(100% / ${place.lanes} * ${place.lane})`,
        inlineSize: `calc(100% / ${place.lanes})`,
      }}
    >
      <b>{formatMinute(block.startMinute)}</b> <bdi>{block.title}</bdi> <span dir="auto">{words}</span>
    </p>
  )
}

function hoursOf(blocks: readonly Block[]): { start: number; end: number } {
  if (blocks.length === 0) return { start: 9 * 60, end: 18 * 60 }
  const start = Math.floor(Math.min(...blocks.map(({ startMinute }) => startMinute)) / 60) * 60
  const end = Math.ceil(Math.max(...blocks.map(({ endMinute }) => endMinute)) / 60) * 60
  return { start, end: Math.max(end, Math.min(start + leastHours * 60, 1440)) }
}
