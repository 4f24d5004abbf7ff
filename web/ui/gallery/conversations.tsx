import { useCallback, useState } from 'react'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { CommandPalette, CommandSearch, type Command } from '#web/ui/command-palette.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Toast, useToast } from '#web/ui/toast.tsx'
import type { Sample } from './english.ts'
import { SampleGroup } from './sample.tsx'

export function Conversations({ text }: { text: Sample }) {
  const [open, setOpen] = useState<'dialog' | 'confirm' | 'palette' | null>(null)
  const showToast = useToast()
  const close = useCallback(() => setOpen(null), [])
  const openPalette = useCallback(() => setOpen('palette'), [])
  const search = useCallback((words: string) => findCommands(text, words), [text])

  return (
    <>
      <SampleGroup title={text.palette}>
        <div className="gallery-box">
          <CommandSearch label={text.palette} empty={text.nothing} search={search} onClose={close} />
        </div>
      </SampleGroup>
      <SampleGroup title={text.messages}>
        <Toast
          toast={{ message: text.moved, undo: { label: text.undo, run: () => undefined } }}
          closeLabel={text.close}
          onClose={close}
        />
        <Inline>
          <Button onClick={() => setOpen('dialog')}>{text.open}</Button>
          <Button variant="danger" onClick={() => setOpen('confirm')}>
            {text.dialogTitle}
          </Button>
          <Button onClick={openPalette}>{text.palette}</Button>
          <Button onClick={() => showToast({ message: text.moved, undo: { label: text.undo, run: () => undefined } })}>
            {text.move}
          </Button>
        </Inline>
        <Dialog
          open={open === 'dialog'}
          onClose={close}
          title={text.dialogTitle}
          closeLabel={text.close}
          actions={<Button onClick={close}>{text.dialogNo}</Button>}
        >
          {text.dialogText}
        </Dialog>
        <ConfirmDialog
          open={open === 'confirm'}
          onClose={close}
          title={text.dialogTitle}
          confirmLabel={text.dialogYes}
          cancelLabel={text.dialogNo}
          closeLabel={text.close}
          danger
          pending={false}
          error={null}
          onConfirm={close}
        >
          {text.dialogText}
        </ConfirmDialog>
        <CommandPalette
          open={open === 'palette'}
          onOpen={openPalette}
          onClose={close}
          label={text.palette}
          empty={text.nothing}
          search={search}
        />
      </SampleGroup>
      <SampleGroup title={text.notices}>
        <Notice tone="info">{text.info}</Notice>
        <Notice tone="success">{text.success}</Notice>
        <Notice tone="warn" action={<Button>{text.open}</Button>}>
          {text.warn}
        </Notice>
        <Notice tone="danger" title={text.danger}>
          {text.bothHeld}
        </Notice>
        <StatusLine icon="lock">{text.bothHeld}</StatusLine>
      </SampleGroup>
    </>
  )
}

function findCommands(text: Sample, words: string): Command[] {
  const nothing = () => undefined
  const commands: Command[] = [
    {
      id: 'person',
      group: text.people,
      label: text.row1,
      detail: text.student,
      mark: <Avatar name={text.row1} size="small" hue={1} />,
      onChoose: nothing,
    },
    { id: 'record', group: text.act, label: text.record, mark: <Icon name="check" />, key: 'A', onChoose: nothing },
    { id: 'book', group: text.act, label: text.book, mark: <Icon name="calendar" />, key: 'B', onChoose: nothing },
  ]
  return commands.filter((command) => command.label.toLocaleLowerCase().includes(words.toLocaleLowerCase()))
}
