import type { z } from 'zod'
import { listResources, ResourceKind, type createResource, type Resource } from '#contract/resources'
import type { Input } from '#platform/contract.ts'
import { isChecked, textIn, wordsIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Form, FormActions, SubmitButton, type FormProblem } from '#web/ui/form.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { PapersField, papersIn } from './papers-field.tsx'

interface RoomFormProps {
  resource?: z.output<typeof Resource>
  error: FormProblem | null
  pending: boolean
  submitLabel: string
  onSubmit: (input: Input<typeof createResource>) => void
}

export function RoomForm({ resource, error, pending, submitLabel, onSubmit }: RoomFormProps) {
  const { t } = useI18n()
  const { locations } = useRead(listResources, {})

  function submit(data: FormData) {
    const capacity = textIn(data, 'capacity')
    const location = locations.find(({ id }) => id === textIn(data, 'locationId'))
    onSubmit({
      kind: ResourceKind.options.find((kind) => kind === textIn(data, 'kind')) ?? 'room',
      ...(location && { locationId: location.id }),
      name: textIn(data, 'name'),
      description: textIn(data, 'description'),
      capacity: capacity === '' ? null : Number(capacity),
      features: wordsIn(data, 'features'),
      papers: papersIn(data),
      isActive: isChecked(data, 'isActive'),
    })
  }

  return (
    <Form error={error} onSubmit={submit} label={submitLabel}>
      <TextField label={t('resources.name')} name="name" defaultValue={resource?.name} required />
      {!resource && (
        <SelectField
          label={t('resources.kind')}
          name="kind"
          options={ResourceKind.options.map((kind) => ({ value: kind, label: t(`resources.kind_${kind}`) }))}
        />
      )}
      {locations.length > 1 && (
        <SelectField
          label={t('resources.location')}
          name="locationId"
          defaultValue={resource?.locationId}
          options={locations.map((location) => ({ value: location.id, label: location.name }))}
        />
      )}
      <TextField
        label={t('resources.features')}
        name="features"
        hint={t('resources.features_hint')}
        defaultValue={resource?.features.join(', ')}
      />
      <TextField
        label={t('resources.capacity')}
        name="capacity"
        type="number"
        inputMode="numeric"
        min={1}
        hint={t('resources.capacity_hint')}
        defaultValue={resource?.capacity ?? ''}
      />
      <TextArea label={t('resources.description')} name="description" defaultValue={resource?.description} />
      <PapersField papers={resource?.papers ?? []} />
      <CheckboxField
        label={t('resources.in_use')}
        name="isActive"
        hint={t('resources.in_use_hint')}
        defaultChecked={resource?.isActive ?? true}
      />
      <FormActions>
        <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
      </FormActions>
    </Form>
  )
}
