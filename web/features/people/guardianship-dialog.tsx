import { useState } from 'react'
import { addGuardianship, type Person, type PersonRow } from '#contract/people'
import { isChecked } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { PersonPicker } from './person-picker.tsx'

interface GuardianshipDialogProps {
  person: Person
  adding: 'guardian' | 'child' | null
  onClose: () => void
}

export function GuardianshipDialog({ person, adding, onClose }: GuardianshipDialogProps) {
  const { t } = useI18n()
  const [chosen, setChosen] = useState<PersonRow | null>(null)
  const add = useAction(addGuardianship, { refresh: 'everything' })

  function close() {
    setChosen(null)
    add.reset()
    onClose()
  }
  function submit(data: FormData) {
    if (!chosen) return
    const [guardianId, studentId] = adding === 'guardian' ? [chosen.id, person.id] : [person.id, chosen.id]
    add.run({ guardianId, studentId, isPrimaryContact: isChecked(data, 'isPrimaryContact') }, { onSuccess: close })
  }

  return (
    <Dialog
      open={adding !== null}
      onClose={close}
      title={t(adding === 'child' ? 'people.add_child' : 'people.add_guardian')}
      closeLabel={t('common.close')}
    >
      <Stack>
        <PersonPicker
          label={t('people.search')}
          kind={adding === 'child' ? 'student' : undefined}
          except={person.id}
          chosen={chosen}
          onChoose={setChosen}
        />
        <Form error={add.error} onSubmit={submit} label={t('people.add_guardian')}>
          <CheckboxField label={t('people.is_primary_contact')} name="isPrimaryContact" />
          <FormActions>
            <SubmitButton pending={add.isPending} reason={chosen ? undefined : t('people.choose_first')}>
              {chosen ? t('people.link_with', { name: chosen.fullName }) : t('people.link')}
            </SubmitButton>
          </FormActions>
        </Form>
      </Stack>
    </Dialog>
  )
}
