import { useRouter } from '@tanstack/react-router'
import type { MouseEvent } from 'react'
import type { LinkProps } from '#web/ui/link.tsx'

/** A link of the design system that the router follows; public pages, files and other sites are left to the browser. */
export function RouterLink({ href, onClick, children, ...link }: LinkProps) {
  const router = useRouter()

  function follow(event: MouseEvent<HTMLAnchorElement>) {
    onClick?.(event)
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlain || link.target || link.download !== undefined || isServed(href)) return
    event.preventDefault()
    void router.navigate({ href })
  }

  return (
    <a {...link} href={href} onClick={follow}>
      {children}
    </a>
  )
}

// The public page and the files of the API come whole from the server.
function isServed(href: string): boolean {
  return (
    !href.startsWith('/') ||
    href.startsWith('/api/') ||
    (/^\/[^/?#]+(\/bookings\/[^/]+)?\/?([?#]|$)/.test(href) &&
      !/^\/(sign-in|reset|ui|api-reference)(\/|[?#]|$)/.test(href))
  )
}
