import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { findCover, recordAbsence, type LessonAway } from '#contract/teaching'
import type { Input } from '#platform/contract.ts'
import { ApiProblem } from '#web/app/api.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { useDone } from '#web/features/scheduling/undo.ts'
import { paths } from '#web/paths.ts'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { changesOf, leave, proposedFor, type Choice } from './choices.ts'
import { LessonChoice } from './lesson-choice.tsx'
import type { Span } from './search.ts'

interface AbsenceFormProps {
  teacherId: Input<typeof findCover>['teacherId']
  span: Span
  /** The day to go to when it is done. */
  day: string
  /** The office decides about the lessons; a teacher only says that they cannot come. */
  decides: boolean
}

export function AbsenceForm({ teacherId, span, day, decides }: AbsenceFormProps) {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const done = useDone()
  const { lessons, teacherName } = useRead(findCover, { teacherId, ...span })
  const [chosen, setChosen] = useState<ReadonlyMap<string, Choice>>(new Map())
  const record = useAction(recordAbsence, { refresh: 'everything' })
  const choiceOf = (lesson: LessonAway) => (decides ? (chosen.get(lesson.id) ?? proposedFor(lesson)) : leave)
  const changes = changesOf(lessons, choiceOf)
  const refused = record.error instanceof ApiProblem ? record.error.extra['lessonId'] : undefined

  function submit(data: FormData) {
    const reason = textIn(data, 'reason')
    record.run(
      { teacherId, ...span, reason, changes },
      {
        onSuccess: (answer) => {
          done(t('cover.done', { changed: answer.changed, left: answer.left }), answer)
          void navigate({ href: decides ? `${paths.timetable(slug)}?date=${day}` : paths.today(slug) })
        },
      },
    )
  }

  return (
    <Form error={record.error} label={t('cover.title')} onSubmit={submit}>
      <Section title={t('cover.lessons', { count: lessons.length })} size={14}>
        {lessons.length === 0 ? (
          <StatusLine icon="check">{t('cover.no_lessons', { teacher: teacherName })}</StatusLine>
        ) : (
          <Stack>
            {!decides && <Notice tone="info">{t('cover.office_decides')}</Notice>}
            {lessons.map((lesson) => (
              <LessonChoice
                key={lesson.id}
                lesson={lesson}
                value={choiceOf(lesson)}
                onChoose={decides ? (choice) => setChosen(new Map([...chosen, [lesson.id, choice]])) : null}
                problem={refused === lesson.id ? t('cover.choose_again') : undefined}
              />
            ))}
          </Stack>
        )}
      </Section>
      <TextField label={t('cover.reason')} name="reason" maxLength={200} hint={t('cover.reason_hint')} />
      <FormActions>
        <SubmitButton pending={record.isPending}>{t('cover.apply', { count: changes.length })}</SubmitButton>
      </FormActions>
      {decides && changes.length > 0 && <Text tone="soft">{t('cover.told_once')}</Text>}
    </Form>
  )
}
