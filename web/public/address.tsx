import { createContext, useContext, useMemo, useSyncExternalStore, type MouseEvent } from 'react'
import type { LinkProps } from '#web/ui/link.tsx'

/** What the address of the page says: it can be shared, reloaded and gone back to. */
export interface Address {
  readonly offering: string | null
  readonly teacher: string | null
  /** The first of the days that are shown. */
  readonly week: string | null
}

const ServedSearch = createContext('')
export const ServedSearchProvider = ServedSearch.Provider

const changed = 'lessonry:address'

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  addEventListener(changed, listener)
  return () => {
    removeEventListener('popstate', listener)
    removeEventListener(changed, listener)
  }
}

export function useSearch(): string {
  const served = useContext(ServedSearch)
  return useSyncExternalStore(
    subscribe,
    () => location.search,
    () => served,
  )
}

export function useAddress(): Address {
  const search = useSearch()
  return useMemo(() => readAddress(search), [search])
}

function readAddress(search: string): Address {
  const query = new URLSearchParams(search)
  return { offering: query.get('offering'), teacher: query.get('teacher'), week: query.get('week') }
}

/** The same page with another part of its address; null takes a part out. */
export function hrefWith(search: string, change: Partial<Address> & { lang?: string }, anchor = ''): string {
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined) query.delete(name)
    else query.set(name, value)
  }
  return `?${query}${anchor && `#${anchor}`}`
}

export function goTo(href: string, how: 'push' | 'replace' = 'push'): void {
  const { search } = new URL(href, location.href)
  const to = `${location.pathname}${search}`
  if (how === 'push') history.pushState(null, '', to)
  else history.replaceState(null, '', to)
  dispatchEvent(new Event(changed))
}

/** Brings a part of the page into sight, for eyes and for the keyboard. */
export function showPart(selector: string): void {
  const part = document.querySelector<HTMLElement>(selector)
  part?.scrollIntoView({ block: 'start' })
  part?.focus({ preventScroll: true })
}

/** A link to another state of this page needs no new page; a change of language does. */
export function PageLink({ href, onClick, children, ...link }: LinkProps) {
  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlain || !href.startsWith('?') || changesLanguage(href)) return
    event.preventDefault()
    goTo(href)
    const { hash } = new URL(href, location.href)
    if (hash) setTimeout(() => showPart(hash)) // when the page has its new state
  }

  return (
    <a {...link} href={href} onClick={follow}>
      {children}
    </a>
  )
}

function changesLanguage(href: string): boolean {
  const lang = new URLSearchParams(new URL(href, location.href).search).get('lang')
  return lang !== null && lang !== document.documentElement.lang
}
