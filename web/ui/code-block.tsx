import { useId, useState } from 'react'
import { Button } from './button.tsx'
import './code-block.css'

interface CodeBlockProps {
  label: string
  code: string
  copyLabel: string
  copiedLabel: string
}

/** What is typed or read by a program: left to right in every language, and copied with one press. */
export function CodeBlock({ label, code, copyLabel, copiedLabel }: CodeBlockProps) {
  const id = useId()
  const [isCopied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(code)
    setCopied(true)
  }
  return (
    <figure className="code-block" aria-labelledby={id}>
      <figcaption>
        <span id={id}>{label}</span>
        <Button icon={isCopied ? 'check' : 'copy'} variant="quiet" onClick={() => void copy()}>
          <span aria-live="polite">{isCopied ? copiedLabel : copyLabel}</span>
        </Button>
      </figcaption>
      {/* Lines longer than the screen are scrolled with the arrow keys, so it has to take the focus. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre dir="ltr" tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  )
}
