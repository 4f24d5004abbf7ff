import type { Note } from '#contract/teaching'
import type { z } from 'zod'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Quote } from '#web/ui/text.tsx'

interface NewerNoteProps {
  saved: z.output<typeof Note>
  onKeepMine: () => void
  onTakeTheirs: () => void
}

/** Somebody else wrote meanwhile: their words beside one's own, and one decides. */
export function NewerNote({ saved, onKeepMine, onTakeTheirs }: NewerNoteProps) {
  const { t, formatDayAndTime } = useI18n()
  return (
    <Notice
      tone="warn"
      title={t('teaching.newer_note', { name: saved.writtenByName, time: formatDayAndTime(saved.writtenAt) })}
      urgent
    >
      <Stack gap="small">
        {saved.sharedText && <Quote>{saved.sharedText}</Quote>}
        {saved.homework && <span>{t('teaching.homework_was', { homework: saved.homework })}</span>}
        <Inline>
          <Button onClick={onKeepMine}>{t('teaching.keep_mine')}</Button>
          <Button onClick={onTakeTheirs}>{t('teaching.take_theirs')}</Button>
        </Inline>
      </Stack>
    </Notice>
  )
}
