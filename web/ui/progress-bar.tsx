import './progress-bar.css'

interface ProgressBarProps {
  label: string
  value: number
  max: number
  /** In words, at the end: "4 of 8". */
  detail?: string
  /** Marks for a few that can be counted, such as prepaid lessons. */
  look?: 'bar' | 'marks'
}

export function ProgressBar({ label, value, max, detail, look = 'bar' }: ProgressBarProps) {
  return (
    <div className="progress" data-look={look}>
      <span className="progress-label">{label}</span>
      {look === 'bar' ? (
        <progress className="progress-bar" value={value} max={max} aria-label={label} />
      ) : (
        <span className="progress-marks">
          <meter className="progress-meter" value={value} max={max} aria-label={label} />
          {Array.from({ length: max }, (_, position) => (
            <span key={position} aria-hidden="true" data-full={position < value || undefined} />
          ))}
        </span>
      )}
      {detail && <span className="progress-detail">{detail}</span>}
    </div>
  )
}
