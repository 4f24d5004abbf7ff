import { useId, type ReactNode } from 'react'
import './cover.css'

interface CoverProps {
  title: string
  /** The top line: the school's name, its links, the language. */
  top: ReactNode
  children?: ReactNode
  /** The lower edge is drawn for the trade. */
  edge?: 'keys' | 'plain'
}

/** The school's own band in the school's own colour. */
export function Cover({ title, top, children, edge = 'plain' }: CoverProps) {
  return (
    <header className="cover">
      <div className="cover-inner">
        <div className="cover-top">{top}</div>
        <h1 className="heading cover-title" data-size="40">
          {title}
        </h1>
        <div className="cover-text">{children}</div>
      </div>
      {edge === 'keys' && <Keys />}
    </header>
  )
}

/** Facts in a row under the cover's sentence. */
export function CoverFacts({ children }: { children: ReactNode }) {
  return <div className="cover-facts">{children}</div>
}

const blackKeys = [21, 51, 111, 141, 171]

function Keys() {
  const id = useId()
  return (
    <svg className="cover-keys" aria-hidden="true" width="100%" height="64">
      <pattern id={id} width="210" height="64" patternUnits="userSpaceOnUse">
        {Array.from({ length: 7 }, (_, key) => (
          <rect key={key} className="cover-key" x={key * 30} y="-1" width="30" height="64.5" />
        ))}
        {blackKeys.map((x) => (
          <rect key={x} className="cover-key-black" x={x} y="-4" width="18" height="43" rx="2" />
        ))}
      </pattern>
      <rect width="100%" height="64" fill={`url(#${id})`} />
    </svg>
  )
}
