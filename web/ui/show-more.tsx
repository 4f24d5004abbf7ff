import { Button } from './button.tsx'
import './show-more.css'

interface ShowMoreProps {
  label: string
  pending: boolean
  /** Null when the last page is there: then nothing is shown. */
  onMore: (() => void) | null
}

/** The next page of a list that is read by cursor. */
export function ShowMore({ label, pending, onMore }: ShowMoreProps) {
  if (!onMore) return null
  return (
    <div className="show-more">
      <Button pending={pending} onClick={onMore}>
        {label}
      </Button>
    </div>
  )
}
