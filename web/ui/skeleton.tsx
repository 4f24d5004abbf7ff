import { VisuallyHidden } from './visually-hidden.tsx'
import './skeleton.css'

interface SkeletonProps {
  /** Spoken instead of the grey lines. */
  label: string
  rows?: number
  avatar?: boolean
}

/** The shape of what comes, so that nothing jumps when it is there. */
export function Skeleton({ label, rows = 1, avatar = false }: SkeletonProps) {
  return (
    <output className="skeleton">
      <VisuallyHidden>{label}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <span className="skeleton-row" key={row} aria-hidden="true">
          {avatar && <span className="skeleton-round" />}
          <span className="skeleton-lines">
            <span className="skeleton-line" />
            <span className="skeleton-line" />
          </span>
        </span>
      ))}
    </output>
  )
}
