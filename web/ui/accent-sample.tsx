import type { CSSProperties, ReactNode } from 'react'
import './accent-sample.css'

interface AccentSampleProps {
  label: string
  theme: 'light' | 'dark'
  /** 0 to 359, and chroma in thousandths, as an organisation keeps them. */
  hue: number
  chroma: number
  title: string
  detail: string
  children: ReactNode
}

/** How a colour will look on the cover and on what can be pressed, before anybody else sees it. */
export function AccentSample({ label, theme, hue, chroma, title, detail, children }: AccentSampleProps) {
  const accent = { '--accent-h': hue, '--accent-c': chroma / 1000 } as CSSProperties // custom properties have no type
  return (
    <figure className="accent-sample" data-theme={theme} data-accent="own" style={accent}>
      <div className="accent-sample-cover">
        <strong>{title}</strong>
        <span>{detail}</span>
      </div>
      <div className="accent-sample-page">{children}</div>
      <figcaption>{label}</figcaption>
    </figure>
  )
}
