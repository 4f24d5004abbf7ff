import type { ReactNode } from 'react'
import './text.css'

type Size = 12 | 14 | 16 | 20 | 28 | 40

interface TextProps {
  size?: Size
  tone?: 'ink' | 'soft' | 'faint' | 'accent' | 'danger' | 'warn' | 'success'
  weight?: 'normal' | 'strong'
  /** `span` inside a sentence, `p` otherwise. */
  as?: 'p' | 'span' | 'strong' | 'small' | 'time' | 'blockquote'
  /** Numbers, codes and addresses that run left to right in every language. */
  dir?: 'ltr' | 'auto'
  id?: string
  children: ReactNode
}

export function Text({ size, tone, weight, as: Element = 'p', dir, id, children }: TextProps) {
  return (
    <Element className="text" data-size={size} data-tone={tone} data-weight={weight} dir={dir} id={id}>
      {children}
    </Element>
  )
}

interface HeadingProps {
  level: 1 | 2 | 3 | 4
  size?: Size
  id?: string
  children: ReactNode
}

const sizes = { 1: 28, 2: 20, 3: 16, 4: 14 } as const

/** The level is for the outline, the size for the eye. */
export function Heading({ level, size = sizes[level], id, children }: HeadingProps) {
  const Element = `h${level}` as const
  return (
    <Element className="heading" data-size={size} id={id}>
      {children}
    </Element>
  )
}

/** A person's own words: a note from a lesson, a message. */
export function Quote({ children }: { children: ReactNode }) {
  return (
    <blockquote className="quote" dir="auto">
      {children}
    </blockquote>
  )
}
