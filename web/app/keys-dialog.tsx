import { useState } from 'react'
import type { MessageKey } from '#messages/translator.ts'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Key } from '#web/ui/key.tsx'
import { useI18n } from './i18n.tsx'
import { useKeys } from './keys.ts'

const keys: readonly { keys: readonly string[]; does: MessageKey }[] = [
  { keys: ['Ctrl K', '⌘ K'], does: 'shell.key_find' },
  { keys: ['?'], does: 'shell.key_keys' },
  { keys: ['↑', '↓', '←', '→'], does: 'shell.key_move' },
  { keys: ['T', 'D', 'W', 'O', 'L', 'J', 'K', 'N'], does: 'shell.key_timetable' },
  { keys: ['M'], does: 'shell.key_lift' },
  { keys: ['Shift ↑', 'Shift ↓'], does: 'shell.key_end' },
  { keys: ['Space'], does: 'shell.key_choose' },
  { keys: ['Delete'], does: 'shell.key_cancel' },
  { keys: ['Enter'], does: 'shell.key_open' },
  { keys: ['Esc'], does: 'shell.key_close' },
]

/** What can be done without a mouse, shown on `?`. */
export function KeysDialog() {
  const { t } = useI18n()
  const [isOpen, setOpen] = useState(false)
  useKeys({ '?': () => setOpen(true) })
  return (
    <Dialog open={isOpen} onClose={() => setOpen(false)} title={t('shell.keys')} closeLabel={t('common.close')}>
      <DefinitionList
        lines={keys.map((line) => ({
          term: t(line.does),
          value: (
            <bdi>
              {line.keys.map((key) => (
                <Key key={key}>{key}</Key>
              ))}
            </bdi>
          ),
        }))}
      />
    </Dialog>
  )
}
