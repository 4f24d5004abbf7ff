import { useId, useRef, type KeyboardEvent } from 'react'
import { joinClasses } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import { Link } from './link.tsx'
import './button.css'
import './icon-button.css'
import './menu.css'

interface MenuChoice {
  label: string
  icon?: IconName
  danger?: boolean
  /** Why this cannot be done now; the choice stays in its place and says so. */
  reason?: string
}

export type MenuEntry = MenuChoice & ({ onChoose: () => void } | { href: string })

interface MenuProps {
  /** On the button, or spoken only when the button is an icon. */
  label: string
  entries: readonly MenuEntry[]
  icon?: IconName
  iconOnly?: boolean
  variant?: 'secondary' | 'quiet'
}

export function Menu({ label, entries, icon, iconOnly = false, variant = 'secondary' }: MenuProps) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)

  function choices() {
    return [...(list.current?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])]
  }

  function moveFocus(event: KeyboardEvent) {
    const all = choices()
    const position = all.indexOf(document.activeElement as HTMLElement)
    const targets: Record<string, number> = { ArrowDown: position + 1, ArrowUp: position - 1, Home: 0, End: -1 }
    const target = targets[event.key]
    if (event.key === 'Tab') list.current?.hidePopover()
    if (target !== undefined) {
      event.preventDefault()
      all.at(target % all.length)?.focus()
    } else if (event.key.length === 1) {
      const letter = event.key.toLocaleLowerCase()
      all.find((choice) => choice.textContent.toLocaleLowerCase().startsWith(letter))?.focus()
    }
  }

  return (
    <>
      <button
        type="button"
        className={joinClasses('button', iconOnly && 'icon-button')}
        data-variant={variant}
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return
          event.preventDefault()
          event.currentTarget.click()
        }}
      >
        {icon && <Icon name={icon} size={iconOnly ? 20 : 16} />}
        {!iconOnly && label}
        {!iconOnly && <Icon name="down" size={16} />}
      </button>
      <div
        ref={list}
        id={id}
        className="menu"
        role="menu"
        tabIndex={-1}
        aria-label={label}
        popover="auto"
        onKeyDown={moveFocus}
        onToggle={(event) => {
          if (event.newState === 'open') choices()[0]?.focus()
        }}
      >
        {entries.map((entry) => (
          <MenuRow key={entry.label} entry={entry} onDone={() => list.current?.hidePopover()} />
        ))}
      </div>
    </>
  )
}

function MenuRow({ entry, onDone }: { entry: MenuEntry; onDone: () => void }) {
  const content = (
    <>
      {entry.icon && <Icon name={entry.icon} size={16} />}
      <span>
        {entry.label}
        {entry.reason && <span className="menu-reason">{entry.reason}</span>}
      </span>
    </>
  )
  const look = { className: 'menu-entry', role: 'menuitem', tabIndex: -1, 'data-danger': entry.danger || undefined }

  if ('href' in entry && !entry.reason) {
    return (
      <Link {...look} href={entry.href} onClick={onDone}>
        {content}
      </Link>
    )
  }
  return (
    <button
      {...look}
      type="button"
      aria-disabled={entry.reason ? true : undefined}
      onClick={() => {
        if (entry.reason) return
        onDone()
        if ('onChoose' in entry) entry.onChoose()
      }}
    >
      {content}
    </button>
  )
}
