// The options of a combobox are chosen by the keys of its input; no native element does that with marks and groups.
/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events */
import { useEffect, useId, useRef, useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { Key } from './key.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './command-palette.css'

export interface Command {
  id: string
  /** Commands of one group stand together under its name. */
  group: string
  label: string
  detail?: string
  mark?: ReactNode
  key?: string
  onChoose: () => void
}

interface CommandPaletteProps {
  open: boolean
  onOpen: () => void
  onClose: () => void
  label: string
  /** Said when nothing was found. */
  empty: string
  /** Called with each change of the text; the signal says when its answer is no longer wanted. */
  search: (text: string, signal: AbortSignal) => readonly Command[] | Promise<readonly Command[]>
}

/** Find or do: opens with Ctrl+K or ⌘K from anywhere. */
export function CommandPalette({ open, onOpen, onClose, label, empty, search }: CommandPaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)

  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal()
    if (!open && dialog.current?.open) dialog.current.close()
  }, [open])

  useEffect(() => {
    function listen(event: KeyboardEvent) {
      if (event.defaultPrevented || event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      onOpen()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [onOpen])

  return (
    <dialog ref={dialog} className="command-palette" aria-label={label} closedby="any" onClose={onClose}>
      {open && <CommandSearch label={label} empty={empty} search={search} onClose={onClose} />}
    </dialog>
  )
}

type CommandSearchProps = Pick<CommandPaletteProps, 'label' | 'empty' | 'search' | 'onClose'>

export function CommandSearch({ label, empty, search, onClose }: CommandSearchProps) {
  const id = useId()
  const [text, setText] = useState('')
  const [commands, setCommands] = useState<readonly Command[]>([])
  const [position, setPosition] = useState(0)
  const current = commands[position]

  useEffect(() => {
    const controller = new AbortController()
    async function find() {
      const found = await search(text, controller.signal)
      if (controller.signal.aborted) return
      setCommands(found)
      setPosition(0)
    }
    find().catch((error: unknown) => {
      // The next letter ends the search for the one before.
      if (!controller.signal.aborted) throw error
    })
    return () => controller.abort()
  }, [text, search])

  function choose(command: Command | undefined) {
    if (!command) return
    onClose()
    command.onChoose()
  }

  return (
    <>
      <div className="command-input">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          autoComplete="off"
          spellCheck={false}
          aria-label={label}
          placeholder={label}
          aria-expanded={commands.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={current && `${id}-${current.id}`}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
            if (step !== undefined && commands.length > 0) {
              event.preventDefault()
              setPosition((position + step + commands.length) % commands.length)
            }
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(current)
          }}
        />
      </div>
      <div className="command-list" role="listbox" id={`${id}-list`} aria-label={label}>
        {groupsOf(commands).map(([group, members]) => (
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div className="command-group" id={`${id}-${group}`}>
              {group}
            </div>
            {members.map((command) => (
              <div
                key={command.id}
                id={`${id}-${command.id}`}
                className="command"
                role="option"
                aria-selected={command === current}
                tabIndex={-1}
                ref={command === current ? scrollIntoView : undefined}
                onPointerMove={() => setPosition(commands.indexOf(command))}
                onClick={() => choose(command)}
              >
                {command.mark}
                <span className="command-label">{command.label}</span>
                {command.detail && <span className="command-detail">{command.detail}</span>}
                {command.key && <Key>{command.key}</Key>}
              </div>
            ))}
          </div>
        ))}
      </div>
      <output>
        {text && commands.length === 0 ? (
          <span className="command-empty">{empty}</span>
        ) : (
          <VisuallyHidden>{commands.length > 0 && String(commands.length)}</VisuallyHidden>
        )}
      </output>
    </>
  )
}

function groupsOf(commands: readonly Command[]): [string, Command[]][] {
  return [...Map.groupBy(commands, (command) => command.group)]
}

function scrollIntoView(element: HTMLElement | null) {
  element?.scrollIntoView({ block: 'nearest' })
}
