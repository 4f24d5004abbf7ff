import { useId, useRef, type ReactNode } from 'react'
import './tooltip.css'

interface TooltipProps {
  text: string
  /** Receives the id for `aria-describedby` of the one control inside. */
  children: (describedBy: string) => ReactNode
}

/** A sentence about one control, shown on hover and focus; Escape takes it away without moving anything. */
export function Tooltip({ text, children }: TooltipProps) {
  const id = useId()
  const anchor = useRef<HTMLSpanElement>(null)
  const bubble = useRef<HTMLSpanElement>(null)

  function show() {
    const control = anchor.current?.firstElementChild
    if (control instanceof HTMLElement) bubble.current?.showPopover({ source: control })
  }

  function hide() {
    bubble.current?.hidePopover()
  }

  return (
    <span
      className="tooltip"
      role="none"
      ref={anchor}
      onPointerEnter={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && bubble.current?.matches(':popover-open')) {
          event.stopPropagation()
          hide()
        }
      }}
    >
      {children(id)}
      <span className="tooltip-text" ref={bubble} id={id} role="tooltip" popover="manual">
        {text}
      </span>
    </span>
  )
}
