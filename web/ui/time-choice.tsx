import './time-choice.css'

interface TimeChoiceProps {
  time: string
  /** For screen readers: the day, the teacher, whatever the eye sees around it. */
  label: string
  choice: 1 | 2 | null
  onChoose: () => void
  taken?: boolean
  name?: string
  value?: string
}

/** The label carries the rank in words; the figure in the circle is for the eye. */
export function TimeChoice({ time, label, choice, onChoose, taken = false, name, value }: TimeChoiceProps) {
  return (
    <button
      type="button"
      className="time-choice"
      data-choice={choice ?? undefined}
      aria-pressed={choice !== null}
      aria-label={label}
      disabled={taken}
      name={name}
      value={value}
      onClick={onChoose}
    >
      {choice !== null && <span className="rank">{choice}</span>}
      {time}
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
