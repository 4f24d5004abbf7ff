import { Timetable, type Block, type TimetableColumn } from '#web/ui/timetable.tsx'
import type { Sample } from './english.ts'

export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

export function sampleColumns(text: Sample): TimetableColumn[] {
  return [
    { id: 'one', name: text.room1, detail: text.room1Detail, fill: { share: 0.86, label: '86%' } },
    { id: 'two', name: text.room2, detail: text.room2Detail, fill: { share: 0.71, label: '71%' } },
    { id: 'three', name: text.room3, detail: text.room3Detail, fill: { share: 0.38, label: '38%' } },
  ]
}

export function sampleBlocks(text: Sample): Block[] {
  const piano = { hue: 6, lines: [text.piano, text.ratna] } as const
  const violin = { hue: 1, lines: [text.violin, text.ratna] } as const
  const voice = { hue: 7, lines: [text.piano, text.ratna] } as const
  return [
    { id: 'a', column: 'one', startMinute: 780, endMinute: 840, title: text.tuning, lines: [], state: 'closed' },
    { id: 'b', column: 'one', startMinute: 840, endMinute: 885, title: text.row1, ...piano, state: 'past' },
    {
      id: 'c',
      column: 'one',
      startMinute: 900,
      endMinute: 960,
      title: text.row2,
      ...piano,
      state: 'now',
      stateLabel: text.inProgress,
    },
    { id: 'd', column: 'one', startMinute: 970, endMinute: 984, title: text.row1, ...piano, state: 'planned' },
    {
      id: 'e',
      column: 'two',
      startMinute: 795,
      endMinute: 840,
      title: text.row2,
      ...violin,
      state: 'unmarked',
      stateLabel: text.unmarked,
    },
    {
      id: 'f',
      column: 'two',
      startMinute: 840,
      endMinute: 870,
      title: text.row1,
      ...violin,
      state: 'planned',
    },
    {
      id: 'g',
      column: 'two',
      startMinute: 900,
      endMinute: 945,
      title: text.row1,
      ...voice,
      state: 'held',
      choiceRank: text.first,
      heldUntil: text.held,
      lines: [],
    },
    {
      id: 'h',
      column: 'two',
      startMinute: 960,
      endMinute: 1005,
      title: text.row1,
      ...voice,
      state: 'held',
      choiceRank: text.second,
      heldUntil: text.held,
      lines: [],
    },
    {
      id: 'i',
      column: 'three',
      startMinute: 800,
      endMinute: 860,
      title: text.row1,
      hue: 4,
      lines: [text.violin],
      state: 'planned',
    },
    {
      id: 'j',
      column: 'three',
      startMinute: 830,
      endMinute: 880,
      title: text.row2,
      hue: 3,
      lines: [text.piano],
      state: 'planned',
    },
    {
      id: 'k',
      column: 'three',
      startMinute: 915,
      endMinute: 960,
      title: text.row2,
      hue: 8,
      lines: [text.piano],
      state: 'cancelled',
      stateLabel: text.cancelled,
    },
  ]
}

export function TimetableSample({ text }: { text: Sample }) {
  return (
    <Timetable
      label={text.timetable}
      zone="WIB"
      columns={sampleColumns(text)}
      blocks={sampleBlocks(text)}
      dayStartMinute={780}
      dayEndMinute={1020}
      now={{ minute: 922, label: `${text.nowLabel} 15:22` }}
      formatMinute={formatMinute}
      onBlock={() => undefined}
    />
  )
}
