import { useState } from 'react'
import { addToWaitingList, type Group } from '#contract/groups'
import type { PersonRow } from '#contract/people'
import { isChecked } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { PersonPicker } from '#web/features/people/person-picker.tsx'
import { Button } from '#web/ui/button.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'

interface WaitDialogProps {
  open: boolean
  onClose: () => void
  group: Group
}

export function WaitDialog({ open, onClose, group }: WaitDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog open={open} onClose={onClose} title={t('groups.add_waiting')} closeLabel={t('common.close')}>
      <WaitForm onClose={onClose} group={group} />
    </Dialog>
  )
}

function WaitForm({ onClose, group }: Omit<WaitDialogProps, 'open'>) {
  const { t } = useI18n()
  const show = useToast()
  const [person, setPerson] = useState<PersonRow | null>(null)
  const add = useAction(addToWaitingList, { refresh: changesOfGroup })
  return (
    <Form
      error={add.error}
      onSubmit={(data) => {
        if (!person) return
        add.run(
          { groupId: group.id, studentId: person.id, despiteAge: isChecked(data, 'despiteAge') },
          {
            onSuccess: () => {
              show({ message: t('groups.waits_now', { name: person.fullName }) })
              onClose()
            },
          },
        )
      }}
    >
      <Text tone="soft">{t('groups.wait_detail')}</Text>
      <PersonPicker label={t('groups.who_waits')} kind="student" chosen={person} onChoose={setPerson} />
      {add.error?.code === 'groups.age_does_not_fit' && (
        <CheckboxField label={t('groups.despite_age')} name="despiteAge" />
      )}
      <FormActions>
        <SubmitButton pending={add.isPending} reason={person ? undefined : t('groups.choose_student')}>
          {t('groups.add_waiting')}
        </SubmitButton>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}
