import { useState } from 'react'
import { explainJoining, joinGroup, type Group, type Joining } from '#contract/groups'
import type { PersonRow } from '#contract/people'
import { isChecked } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { PersonPicker } from '#web/features/people/person-picker.tsx'
import { Button } from '#web/ui/button.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Sheet, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'
import { PriceLines } from './price-lines.tsx'

interface JoinDialogProps {
  open: boolean
  onClose: () => void
  onWait: () => void
  group: Group
}

export function JoinDialog({ open, onClose, onWait, group }: JoinDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog open={open} onClose={onClose} title={t('groups.add_student')} closeLabel={t('common.close')} size="wide">
      <JoinForm onClose={onClose} onWait={onWait} group={group} />
    </Dialog>
  )
}

/** Who joins and from when; then what that means and costs, before it is agreed to. */
function JoinForm({ onClose, onWait, group }: Omit<JoinDialogProps, 'open'>) {
  const { t } = useI18n()
  const show = useToast()
  const today = Temporal.Now.plainDateISO(group.zone)
  const first = Temporal.PlainDate.compare(today, group.termFrom) < 0 ? group.termFrom : today
  const [person, setPerson] = useState<PersonRow | null>(null)
  const [from, setFrom] = useState(first.toString())
  const join = useAction(joinGroup, { refresh: changesOfGroup })
  const day = from === '' ? null : Temporal.PlainDate.from(from)
  const joining = useGlance(
    explainJoining,
    {
      groupId: group.id,
      studentId: person?.id ?? ('' as PersonRow['id']), // never asked without one
      from: day ?? first,
    },
    person !== null && day !== null,
  )
  const known = person && day ? joining : undefined
  const hindered = known?.lessons.filter(({ obstacle }) => obstacle !== null) ?? []
  const isFull = known !== undefined && known.placesFree === 0

  return (
    <Form
      error={join.error}
      onSubmit={(data) => {
        if (!person || !day || !known) return
        join.run(
          {
            groupId: group.id,
            studentId: person.id,
            from: day,
            acceptedPrice: known.price,
            withoutLessonIds: hindered.map(({ lessonId }) => lessonId),
            despiteAge: isChecked(data, 'despiteAge'),
          },
          {
            onSuccess: () => {
              show({ message: t('groups.joined', { name: person.fullName }) })
              onClose()
            },
          },
        )
      }}
    >
      <PersonPicker
        label={t('groups.who_joins')}
        kind="student"
        chosen={person}
        onChoose={(chosen) => {
          setPerson(chosen)
          join.reset()
        }}
      />
      <DateField
        label={t('groups.joins_from')}
        name="from"
        value={from}
        min={today.toString()}
        onChange={(event) => setFrom(event.target.value)}
        required
      />
      {known && !known.isMember && <JoiningSheet joining={known} />}
      {known && known.age !== 'fits' && (
        <CheckboxField
          label={t('groups.despite_age')}
          name="despiteAge"
          hint={
            known.age === 'unknown'
              ? t('groups.age_unknown')
              : t(`groups.age_${known.age}`, { years: known.years ?? 0 })
          }
        />
      )}
      {isFull && !known.isMember && (
        <Notice tone="warn" action={<Button onClick={onWait}>{t('groups.add_waiting')}</Button>}>
          {t('groups.full')}
        </Notice>
      )}
      <FormActions>
        <SubmitButton
          pending={join.isPending}
          reason={
            known
              ? known.isMember
                ? t('groups.is_member', { name: known.studentName })
                : isFull
                  ? t('groups.full')
                  : known.lessonsLeft === 0
                    ? t('groups.no_lessons_from')
                    : undefined
              : t('groups.choose_student')
          }
        >
          {t('groups.agree_and_join')}
        </SubmitButton>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}

function JoiningSheet({ joining }: { joining: Joining }) {
  const { t, formatDayAndTime } = useI18n()
  const hindered = joining.lessons.filter(({ obstacle }) => obstacle !== null)
  const possible = joining.lessons.filter(({ obstacle }) => obstacle === null)
  return (
    <Sheet>
      <Stack gap="small">
        <PriceLines {...joining} />
        <Text tone="soft">{t('groups.free_places', { count: joining.placesFree })}</Text>
        {hindered.length > 0 && (
          <>
            <Text weight="strong">{t('groups.without_lessons', { count: hindered.length })}</Text>
            <List label={t('groups.without_lessons', { count: hindered.length })}>
              {hindered.map(({ lessonId, startsAt, obstacle, busyWith }) => (
                <ListRow
                  key={lessonId}
                  title={formatDayAndTime(startsAt)}
                  detail={
                    obstacle === 'lesson_full'
                      ? t('groups.lesson_full')
                      : t('groups.busy_with', { has: busyWith ? 'yes' : 'other', lesson: busyWith ?? '' })
                  }
                />
              ))}
            </List>
          </>
        )}
        {possible.length > 0 && (
          <Disclosure label={t('groups.in_lessons', { count: possible.length })}>
            <List label={t('groups.in_lessons', { count: possible.length })}>
              {possible.map(({ lessonId, startsAt }) => (
                <ListRow key={lessonId} title={formatDayAndTime(startsAt)} />
              ))}
            </List>
          </Disclosure>
        )}
      </Stack>
    </Sheet>
  )
}
