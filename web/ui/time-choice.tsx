import { VisuallyHidden } from './visually-hidden.tsx'
import './time-choice.css'

interface TimeChoiceProps {
  time: string
  /** Spoken instead of the time: the time with its day and its rank in words. */
  label: string
  choice: 1 | 2 | null
  onChoose: () => void
  taken?: boolean
  name?: string
  value?: string
  /** For groups in which arrow keys move. */
  tabIndex?: number
}

export function TimeChoice({ time, label, choice, onChoose, taken = false, name, value, tabIndex }: TimeChoiceProps) {
  return (
    <button
      type="button"
      className="time-choice"
      data-choice={choice ?? undefined}
      aria-pressed={choice !== null}
      disabled={taken}
      name={name}
      value={value}
      tabIndex={tabIndex}
      onClick={onChoose}
    >
      <span className="time-choice-face" aria-hidden="true">
        {choice !== null && <span className="rank">{choice}</span>}
        {time}
      </span>
      <VisuallyHidden>{label}</VisuallyHidden>
    </button>
  )
}

/** First is filled, second is outlined: the same pair in the times, the summary and the inbox. */
export function Rank({ choice }: { choice: 1 | 2 }) {
  return (
    <span className="rank" data-rank={choice} aria-hidden="true">
      {choice}
    </span>
  )
}
