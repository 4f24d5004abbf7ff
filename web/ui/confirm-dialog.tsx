import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { Form, SubmitButton, type FormProblem } from './form.tsx'

interface ConfirmDialogProps {
  open: boolean
  onClose: () => void
  /** The question. */
  title: string
  /** What follows from yes. Fields may stand here too; their values come with `onConfirm`. */
  children: ReactNode
  /** The act in words, never "OK". */
  confirmLabel: string
  cancelLabel: string
  closeLabel: string
  danger?: boolean
  pending: boolean
  error: FormProblem | null
  onConfirm: (data: FormData) => void
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose, title, children, confirmLabel, cancelLabel, closeLabel, pending, error, onConfirm } = props
  return (
    <Dialog open={open} onClose={onClose} title={title} closeLabel={closeLabel}>
      <Form error={error} onSubmit={onConfirm}>
        <div className="dialog-content">{children}</div>
        <div className="dialog-actions">
          <SubmitButton variant={props.danger ? 'danger' : 'primary'} pending={pending}>
            {confirmLabel}
          </SubmitButton>
          <Button onClick={onClose}>{cancelLabel}</Button>
        </div>
      </Form>
    </Dialog>
  )
}
