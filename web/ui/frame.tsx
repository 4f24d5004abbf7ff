import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './link.tsx'
import { SkipLink } from './skip-link.tsx'
import './frame.css'

export interface NavigationLink {
  href: string
  label: string
  icon: IconName
  /** How much waits there; nothing is shown for none. */
  count?: number | undefined
  current: boolean
}

interface OfficeFrameProps {
  sidebar: ReactNode
  /** The same places for phones. */
  bottomBar: ReactNode
  /** What stays beside the main thing on wide screens, such as the inbox. */
  peek?: ReactNode
  skipLabel: string
  children: ReactNode
}

/** The dense frame of the people who run the school. */
export function OfficeFrame({ sidebar, bottomBar, peek, skipLabel, children }: OfficeFrameProps) {
  return (
    <div className="office-frame surface" data-density="work" data-peek={peek ? true : undefined}>
      <SkipLink label={skipLabel} />
      {sidebar}
      <main id="content" className="office-main" tabIndex={-1}>
        {children}
      </main>
      {peek}
      {bottomBar}
    </div>
  )
}

interface SidebarProps {
  label: string
  links: readonly NavigationLink[]
  /** The school and the search field. */
  top?: ReactNode
  /** Who is signed in. */
  bottom?: ReactNode
}

export function Sidebar({ label, links, top, bottom }: SidebarProps) {
  return (
    <div className="sidebar">
      {top}
      <nav className="sidebar-links" aria-label={label}>
        {links.map((link) => (
          <Link key={link.href} href={link.href} aria-current={link.current ? 'page' : undefined}>
            <Icon name={link.icon} />
            {link.label}
            <LinkCount count={link.count} />
          </Link>
        ))}
      </nav>
      {bottom && <div className="sidebar-bottom">{bottom}</div>}
    </div>
  )
}

export function Peek({ label, children }: { label: string; children: ReactNode }) {
  return (
    <aside className="peek" aria-label={label}>
      {children}
    </aside>
  )
}

/** The places of a person on a phone, at most five, under the thumb. */
export function BottomBar({ label, links }: { label: string; links: readonly NavigationLink[] }) {
  return (
    <nav className="bottom-bar" aria-label={label}>
      {links.map((link) => (
        <Link key={link.href} href={link.href} aria-current={link.current ? 'page' : undefined}>
          <Icon name={link.icon} />
          <span>
            {link.label}
            <LinkCount count={link.count} />
          </span>
        </Link>
      ))}
    </nav>
  )
}

interface PersonalFrameProps {
  top: ReactNode
  bottomBar: ReactNode
  skipLabel: string
  children: ReactNode
}

/** The calm frame of families, students and teachers. */
export function PersonalFrame({ top, bottomBar, skipLabel, children }: PersonalFrameProps) {
  return (
    <div className="personal-frame surface">
      <SkipLink label={skipLabel} />
      {top}
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      {bottomBar}
    </div>
  )
}

interface TopNavigationProps {
  label: string
  brand: ReactNode
  links: readonly NavigationLink[]
  end?: ReactNode
}

export function TopNavigation({ label, brand, links, end }: TopNavigationProps) {
  return (
    <header className="top-navigation">
      <div className="top-navigation-inner">
        {brand}
        <nav className="top-navigation-links" aria-label={label}>
          {links.map((link) => (
            <Link key={link.href} href={link.href} aria-current={link.current ? 'page' : undefined}>
              {link.label}
              <LinkCount count={link.count} />
            </Link>
          ))}
        </nav>
        {end && <div className="top-navigation-end">{end}</div>}
      </div>
    </header>
  )
}

interface BrandProps {
  name: string
  /** The branch, the role, whatever tells two of them apart. */
  detail?: string
  /** The address of the school's mark; its first letter stands in for it. */
  logo?: string | undefined
}

export function Brand({ name, detail, logo }: BrandProps) {
  return (
    <div className="brand">
      {logo ? (
        <img className="brand-mark" src={logo} alt="" width="32" height="32" />
      ) : (
        <span className="brand-mark" aria-hidden="true">
          {name.charAt(0)}
        </span>
      )}
      <div className="brand-text">
        <span className="brand-name">{name}</span>
        {detail && <span className="brand-detail">{detail}</span>}
      </div>
    </div>
  )
}

function LinkCount({ count }: { count: number | undefined }) {
  return count ? <span className="link-count"> {count}</span> : null
}
