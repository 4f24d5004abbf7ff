import type { DayStudent } from '#contract/teaching'
import type { z } from 'zod'
import { useI18n } from '#web/app/i18n.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Quote, Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import type { Draft, DraftNote } from './draft.ts'
import type { DraftBox } from './draft-box.ts'
import { NewerNote } from './newer-note.tsx'

type Student = z.output<typeof DayStudent>

/** What was said last time, then what is said now; every letter is kept on this device. */
export function NoteFields({ student, draft, box }: { student: Student; draft: Draft; box: DraftBox }) {
  const { t, formatDate, formatDayAndTime } = useI18n()
  const { lastNote, note: saved } = student
  const note: DraftNote = draft.note ?? {
    sharedText: saved?.sharedText ?? '',
    privateText: saved?.privateText ?? '',
    homework: saved?.homework ?? '',
    basedOn: saved?.writtenAt.toString() ?? null,
  }
  const write = (change: Partial<DraftNote>) => box.write(draft, { ...note, ...change })
  const isConflict = draft.noteProblem?.code === 'teaching.note_changed'
  const where = draft.note
    ? t(draft.isClosed ? 'teaching.note_waits' : 'teaching.note_on_device')
    : saved
      ? t('teaching.note_saved', { time: formatDayAndTime(saved.writtenAt) })
      : t('teaching.note_hint')

  return (
    <Stack>
      {lastNote && (
        <Stack gap="small">
          <Text size={14} weight="strong">
            {t('teaching.last_time', { day: formatDate(lastNote.lessonAt) })}
          </Text>
          {lastNote.sharedText && <Quote>{lastNote.sharedText}</Quote>}
          {lastNote.homework && (
            <StatusLine icon="book">{t('teaching.homework_was', { homework: lastNote.homework })}</StatusLine>
          )}
          {lastNote.privateText && <StatusLine icon="lock">{lastNote.privateText}</StatusLine>}
        </Stack>
      )}
      {isConflict && saved && (
        <NewerNote
          saved={saved}
          onKeepMine={() => {
            box.write(draft, { ...note, basedOn: saved.writtenAt.toString() })
            box.close([draft])
          }}
          onTakeTheirs={() => box.dropNote(draft)}
        />
      )}
      {draft.noteProblem && !isConflict && (
        <StatusLine icon="alert" tone="danger" live>
          {draft.noteProblem.title}
        </StatusLine>
      )}
      <TextArea
        label={t('teaching.note')}
        rows={4}
        maxLength={5000}
        dir="auto"
        hint={where}
        value={note.sharedText}
        onChange={(event) => write({ sharedText: event.target.value })}
      />
      <TextField
        label={t('teaching.homework')}
        maxLength={2000}
        dir="auto"
        value={note.homework}
        onChange={(event) => write({ homework: event.target.value })}
      />
      <Disclosure label={t('teaching.private_note')} open={note.privateText !== ''}>
        <TextArea
          label={t('teaching.private_note')}
          rows={2}
          maxLength={5000}
          dir="auto"
          hint={t('teaching.private_note_hint')}
          value={note.privateText}
          onChange={(event) => write({ privateText: event.target.value })}
        />
      </Disclosure>
    </Stack>
  )
}
