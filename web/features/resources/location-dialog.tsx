import { changeLocation, createLocation, listResources, type Location } from '#contract/resources'
import type { z } from 'zod'
import { isChecked, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface LocationDialogProps {
  open: boolean
  onClose: () => void
  /** Undefined for a new one. */
  location?: z.output<typeof Location> | undefined
}

export function LocationDialog({ open, onClose, location }: LocationDialogProps) {
  const { t } = useI18n()
  const show = useToast()
  const create = useAction(createLocation, { refresh: [listResources] })
  const change = useAction(changeLocation, { refresh: 'everything' })
  const title = t(location ? 'resources.change_location' : 'resources.add_location')
  const onSuccess = () => {
    show({ message: t('resources.saved') })
    onClose()
  }

  function submit(data: FormData) {
    const fields = {
      name: textIn(data, 'name'),
      address: textIn(data, 'address'),
      isOnline: isChecked(data, 'isOnline'),
    }
    if (location) change.run({ locationId: location.id, ...fields }, { onSuccess })
    else create.run(fields, { onSuccess })
  }

  return (
    <Dialog open={open} onClose={onClose} title={title} closeLabel={t('common.close')}>
      <Form error={create.error ?? change.error} onSubmit={submit} label={title}>
        <TextField label={t('resources.name')} name="name" defaultValue={location?.name} required />
        <TextField label={t('resources.address')} name="address" defaultValue={location?.address} />
        <CheckboxField
          label={t('resources.is_online')}
          name="isOnline"
          hint={t('resources.is_online_hint')}
          defaultChecked={location?.isOnline ?? false}
        />
        <FormActions>
          <SubmitButton pending={create.isPending || change.isPending}>{t('common.save')}</SubmitButton>
        </FormActions>
      </Form>
    </Dialog>
  )
}
