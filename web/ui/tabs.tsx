import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { Link } from './link.tsx'
import './tabs.css'

interface Tab<Id extends string> {
  id: Id
  label: string
  count?: number
}

interface TabsProps<Id extends string> {
  label: string
  tabs: readonly Tab<Id>[]
  value: Id
  onChange: (id: Id) => void
  /** The content of the chosen tab. */
  children: ReactNode
}

/** Arrow keys move and choose at once, as the content is at hand. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, children }: TabsProps<Id>) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function move(event: KeyboardEvent<HTMLDivElement>) {
    const step = stepOf(event)
    if (step === null) return
    event.preventDefault()
    const position = tabs.findIndex((tab) => tab.id === value)
    const next = tabs.at(step === 'first' ? 0 : step === 'last' ? -1 : (position + step) % tabs.length)
    if (!next) return
    onChange(next.id)
    list.current?.querySelector<HTMLElement>(`[data-tab="${CSS.escape(next.id)}"]`)?.focus()
  }

  return (
    <div className="tabs">
      <div className="tab-list" role="tablist" tabIndex={-1} aria-label={label} ref={list} onKeyDown={move}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            className="tab"
            data-tab={tab.id}
            id={`${id}-${tab.id}`}
            aria-selected={tab.id === value}
            aria-controls={`${id}-panel`}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
            {tab.count !== undefined && <span className="tab-count">{tab.count}</span>}
          </button>
        ))}
      </div>
      <div className="tab-panel" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} tabIndex={0}>
        {children}
      </div>
    </div>
  )
}

interface TabLinksProps {
  label: string
  links: readonly { href: string; label: string; count?: number; current: boolean }[]
}

/** The same look where each tab is an address of its own. */
export function TabLinks({ label, links }: TabLinksProps) {
  return (
    <nav className="tab-list" aria-label={label}>
      {links.map((link) => (
        <Link key={link.href} href={link.href} className="tab" aria-current={link.current ? 'page' : undefined}>
          {link.label}
          {link.count !== undefined && <span className="tab-count">{link.count}</span>}
        </Link>
      ))}
    </nav>
  )
}

function stepOf(event: KeyboardEvent<HTMLElement>): 1 | -1 | 'first' | 'last' | null {
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  if (event.key === 'Home') return 'first'
  if (event.key === 'End') return 'last'
  if (event.key === forward) return 1
  return event.key === 'ArrowLeft' || event.key === 'ArrowRight' ? -1 : null
}
