import { useEffect, useEffectEvent } from 'react'

/** Single keys of a screen, such as N for a new lesson; silent while somebody types, in dialogs, and with Ctrl, Alt or ⌘. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    if (document.querySelector('dialog:modal, :popover-open[role="menu"]')) return
    if (event.target instanceof Element && event.target.closest('input, select, textarea, [contenteditable]')) return
    const act = keys[event.key.toLowerCase()]
    if (!act) return
    event.preventDefault()
    act()
  })

  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
