import type { ReactNode } from 'react'

export function SampleGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="gallery-group">
      <h2>{title}</h2>
      {children}
    </section>
  )
}
