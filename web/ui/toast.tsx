import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
  type ReactNode,
} from 'react'
import { Button } from './button.tsx'
import { IconButton } from './icon-button.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './toast.css'

export interface ToastMessage {
  message: string
  /** An act that can be taken back while the toast stands. */
  undo?: { label: string; run: () => void }
}

interface ShownToast extends ToastMessage {
  id: number
}

const ShowToast = createContext<(toast: ToastMessage) => void>(() => {
  throw new Error('useToast needs a ToastProvider above it')
})

export function useToast(): (toast: ToastMessage) => void {
  return useContext(ShowToast)
}

interface ToastProviderProps {
  label: string
  closeLabel: string
  children: ReactNode
}

const secondsShown = 8

export function ToastProvider({ label, closeLabel, children }: ToastProviderProps) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([])
  const region = useRef<HTMLElement>(null)
  const lastId = useRef(0)

  const show = useCallback((toast: ToastMessage) => {
    lastId.current += 1
    const shown = { ...toast, id: lastId.current }
    setToasts((before) => [...before.slice(-2), shown])
  }, [])

  const close = useCallback((id: number) => setToasts((before) => before.filter((toast) => toast.id !== id)), [])

  // Shown anew for each toast, so that it lies above a dialog that was opened since.
  useEffect(() => {
    region.current?.hidePopover()
    if (toasts.length > 0) region.current?.showPopover()
  }, [toasts])

  return (
    <ShowToast value={show}>
      {children}
      {/* The shown toasts come and go with their popover; a region that is read out has to be there before its text. */}
      <VisuallyHidden>
        <output>{toasts.at(-1)?.message}</output>
      </VisuallyHidden>
      <section ref={region} className="toasts" popover="manual" aria-label={label}>
        {toasts.map((toast) => (
          <Toast key={toast.id} toast={toast} closeLabel={closeLabel} onClose={() => close(toast.id)} />
        ))}
      </section>
    </ShowToast>
  )
}

interface ToastProps {
  toast: ToastMessage
  closeLabel: string
  onClose: () => void
}

/** The time stands still while a pointer or the focus is on it. */
export function Toast({ toast, closeLabel, onClose }: ToastProps) {
  const [held, setHeld] = useState(false)
  const closeLater = useEffectEvent(onClose)

  useEffect(() => {
    if (held) return undefined
    const timer = setTimeout(() => closeLater(), secondsShown * 1000)
    return () => clearTimeout(timer)
  }, [held])

  return (
    <div
      className="toast"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <p>{toast.message}</p>
      {toast.undo && (
        <Button
          variant="quiet"
          onClick={() => {
            toast.undo?.run()
            onClose()
          }}
        >
          {toast.undo.label}
        </Button>
      )}
      <IconButton icon="close" label={closeLabel} onClick={onClose} />
    </div>
  )
}
