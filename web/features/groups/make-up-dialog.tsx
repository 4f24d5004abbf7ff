import { useState } from 'react'
import { listMakeUps, takeMakeUp, type Group } from '#contract/groups'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'

interface MakeUpDialogProps {
  group: Group
  member: Group['members'][number]
  onClose: () => void
}

/** A missed lesson, and the lessons of other groups in which it could be made up. */
export function MakeUpDialog({ group, member, onClose }: MakeUpDialogProps) {
  const { t, formatDayAndTime } = useI18n()
  const show = useToast()
  const now = Temporal.Now.instant()
  const [missed, setMissed] = useState(
    () => (group.lessons.find(({ endsAt }) => Temporal.Instant.compare(endsAt, now) > 0) ?? group.lessons[0])?.id,
  )
  const take = useAction(takeMakeUp, { refresh: changesOfGroup })
  const lesson = group.lessons.find(({ id }) => id === missed)
  const input = {
    groupId: group.id,
    studentId: member.studentId,
    missedLessonId: lesson?.id ?? ('' as Group['lessons'][number]['id']), // never asked without one
  }
  const candidates = useGlance(listMakeUps, input, lesson !== undefined)?.lessons
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('groups.make_up_of', { name: member.name })}
      closeLabel={t('common.close')}
      size="wide"
    >
      <Stack>
        <SelectField
          label={t('groups.missed_lesson')}
          name="missedLessonId"
          value={missed ?? ''}
          options={group.lessons.map(({ id, startsAt }) => ({ value: id, label: formatDayAndTime(startsAt) }))}
          onChange={(event) => setMissed(group.lessons.find(({ id }) => id === event.target.value)?.id)}
        />
        {take.error && (
          <Notice tone="danger" urgent>
            {take.error.title}
          </Notice>
        )}
        {candidates?.length === 0 && <Text tone="soft">{t('groups.no_make_up')}</Text>}
        {candidates && candidates.length > 0 && (
          <List label={t('groups.make_up_lessons')}>
            {candidates.map((candidate) => (
              <ListRow
                key={candidate.lessonId}
                title={formatDayAndTime(candidate.startsAt)}
                detail={[
                  candidate.groupName,
                  candidate.teacherName,
                  candidate.roomName,
                  t('groups.places_left', { count: candidate.placesLeft }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                actions={
                  <Button
                    pending={take.isPending}
                    aria-label={t('groups.take_make_up_at', { time: formatDayAndTime(candidate.startsAt) })}
                    onClick={() =>
                      take.run(
                        { ...input, lessonId: candidate.lessonId },
                        {
                          onSuccess: () => {
                            show({ message: t('groups.made_up', { time: formatDayAndTime(candidate.startsAt) }) })
                            onClose()
                          },
                        },
                      )
                    }
                  >
                    {t('groups.take_make_up')}
                  </Button>
                }
              />
            ))}
          </List>
        )}
      </Stack>
    </Dialog>
  )
}
