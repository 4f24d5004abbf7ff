import { useEffect, useRef, type ReactNode } from 'react'
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

/** The level is for the outline, the size for the eye. The heading of a screen is also the title of its tab. */
export function Heading({ level, size = sizes[level], id, children }: HeadingProps) {
  const Element = `h${level}` as const
  const element = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (level === 1 && element.current) document.title = element.current.textContent
  })
  return (
    <Element ref={element} className="heading" data-size={size} id={id}>
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
