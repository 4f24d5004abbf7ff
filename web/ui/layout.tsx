import type { ReactNode } from 'react'
import { Heading, Text } from './text.tsx'
import './layout.css'

type Gap = 'small' | 'normal' | 'large' | 'none'

/** Things below each other. */
export function Stack({ gap = 'normal', children }: { gap?: Gap; children: ReactNode }) {
  return (
    <div className="stack" data-gap={gap}>
      {children}
    </div>
  )
}

interface InlineProps {
  gap?: Gap
  align?: 'center' | 'start' | 'end' | 'baseline'
  spread?: boolean
  children: ReactNode
}

/** Things beside each other that wrap where there is no room. */
export function Inline({ gap = 'small', align = 'center', spread = false, children }: InlineProps) {
  return (
    <div className="inline" data-gap={gap} data-align={align} data-spread={spread || undefined}>
      {children}
    </div>
  )
}

/** A main column and a narrower one beside it; below each other on phones. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className="columns">
      <div className="columns-main">{main}</div>
      <div className="columns-side">{side}</div>
    </div>
  )
}

interface PageProps {
  /** Narrow for a form, normal for reading, wide for tables. */
  width?: 'narrow' | 'normal' | 'wide'
  children: ReactNode
}

export function Page({ width = 'normal', children }: PageProps) {
  return (
    <div className="page" data-width={width}>
      {children}
    </div>
  )
}

interface PageHeadingProps {
  title: string
  detail?: ReactNode
  /** The way back up, above the title. */
  above?: ReactNode
  actions?: ReactNode
}

export function PageHeading({ title, detail, above, actions }: PageHeadingProps) {
  return (
    <header className="page-heading">
      <div className="page-heading-text">
        {above}
        <Heading level={1}>{title}</Heading>
        {detail && (
          <Text as="span" tone="soft">
            {detail}
          </Text>
        )}
      </div>
      {actions && <div className="page-heading-actions">{actions}</div>}
    </header>
  )
}

interface SectionProps {
  title: string
  /** A figure beside the title. */
  count?: number | undefined
  action?: ReactNode
  /** Small for the quiet titles of a person's own screens. */
  size?: 14 | 20
  /** For addresses that lead here. */
  id?: string
  children: ReactNode
}

/** A ruled part of a page: a hairline above, a title, its content. */
export function Section({ title, count, action, size = 20, id, children }: SectionProps) {
  return (
    <section className="section" data-size={size} id={id} aria-label={title}>
      <header className="section-heading">
        <Heading level={2} size={size}>
          {title}
          {count !== undefined && <span className="section-count"> {count}</span>}
        </Heading>
        {action}
      </header>
      {children}
    </section>
  )
}

/** Something that can be touched or floats: the only reason for a box. */
export function Sheet({ children }: { children: ReactNode }) {
  return <div className="sheet">{children}</div>
}
