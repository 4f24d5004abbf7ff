import type { ReactNode } from 'react'
import './definition-list.css'

interface DefinitionListProps {
  lines: readonly { term: string; value: ReactNode; strong?: boolean }[]
  /** Values at the end for amounts, at the start for texts. */
  align?: 'start' | 'end'
}

export function DefinitionList({ lines, align = 'start' }: DefinitionListProps) {
  return (
    <dl className="definition-list" data-align={align}>
      {lines.map((line) => (
        <div key={line.term} data-strong={line.strong || undefined}>
          <dt>{line.term}</dt>
          <dd>{line.value}</dd>
        </div>
      ))}
    </dl>
  )
}
