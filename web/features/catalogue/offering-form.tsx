import { useState } from 'react'
import type { createOffering, Offering } from '#contract/catalogue'
import { listPeople } from '#contract/people'
import { listResources } from '#contract/resources'
import type { Input } from '#platform/contract.ts'
import { formatPlain, MoneyError, parseMoney } from '#platform/money.ts'
import { plainAmount } from '#web/app/amount-text.ts'
import { allIn, numberIn, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { FieldRow, Form, FormActions, SubmitButton, type FormProblem } from '#web/ui/form.tsx'
import { Section } from '#web/ui/layout.tsx'
import { MoneyField } from '#web/ui/money-field.tsx'
import { RadioGroup } from '#web/ui/radio-group.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { NeedsField, needsIn } from './needs-field.tsx'

type OfferingInput = Input<typeof createOffering>

interface OfferingFormProps {
  offering?: Offering
  error: FormProblem | null
  pending: boolean
  submitLabel: string
  onSubmit: (input: OfferingInput) => void
}

export function OfferingForm({ offering, error, pending, submitLabel, onSubmit }: OfferingFormProps) {
  const { t } = useI18n()
  const { organisation } = useMember()
  const [priceProblem, setPriceProblem] = useState<FormProblem | null>(null)
  const teachers = useGlance(listPeople, { kind: 'teacher', limit: 200 })
  const resources = useGlance(listResources, {})
  const features = [...new Set(resources?.resources.flatMap((resource) => resource.features))].toSorted()

  function submit(data: FormData) {
    const priceAmount = readPrice(textIn(data, 'priceAmount'), organisation.currency)
    if (priceAmount === null) {
      const message = t('catalogue.price_unreadable')
      setPriceProblem({ title: t('catalogue.look_again'), errors: [{ path: '/priceAmount', message }] })
      return
    }
    setPriceProblem(null)
    const chosen = allIn(data, 'teacherIds')
    onSubmit({
      title: textIn(data, 'title'),
      description: textIn(data, 'description'),
      subject: textIn(data, 'subject'),
      level: textIn(data, 'level'),
      format: textIn(data, 'format') === 'online' ? 'online' : 'in_person',
      durationMinutes: numberIn(data, 'durationMinutes'),
      places: numberIn(data, 'places'),
      confirmation: textIn(data, 'confirmation') === 'instant' ? 'instant' : 'office',
      needs: needsIn(data),
      gridMinutes: numberIn(data, 'gridMinutes'),
      bufferBeforeMinutes: numberIn(data, 'bufferBeforeMinutes'),
      bufferAfterMinutes: numberIn(data, 'bufferAfterMinutes'),
      noticeMinutes: numberIn(data, 'noticeHours') * 60,
      furthestDays: numberIn(data, 'furthestDays'),
      priceAmount,
      teacherIds: teachers?.rows.map(({ id }) => id).filter((id) => chosen.includes(id)) ?? offering?.teacherIds ?? [],
    })
  }

  return (
    <Form error={priceProblem ?? error} onSubmit={submit} label={submitLabel}>
      <TextField
        label={t('catalogue.title')}
        name="title"
        defaultValue={offering?.title}
        hint={t('catalogue.title_hint')}
        required
      />
      <FieldRow>
        <TextField label={t('catalogue.subject')} name="subject" defaultValue={offering?.subject} />
        <TextField label={t('catalogue.level')} name="level" defaultValue={offering?.level} />
      </FieldRow>
      <TextArea
        label={t('catalogue.description')}
        name="description"
        rows={5}
        hint={t('catalogue.description_hint')}
        defaultValue={offering?.description}
      />
      <FieldRow>
        <MoneyField
          label={t('catalogue.price_of_lesson')}
          name="priceAmount"
          currency={organisation.currency}
          hint={offering?.price ? t('catalogue.price_hint') : undefined}
          defaultValue={offering?.price ? formatPlain(offering.price) : ''}
          required
        />
        <WholeField
          label={t('catalogue.duration_minutes')}
          name="durationMinutes"
          value={offering?.durationMinutes ?? 45}
        />
      </FieldRow>
      <WholeField
        label={t('catalogue.places')}
        name="places"
        value={offering?.places ?? 1}
        hint={t('catalogue.places_hint')}
      />
      <RadioGroup
        label={t('catalogue.format')}
        name="format"
        defaultValue={offering?.format ?? 'in_person'}
        options={[
          { value: 'in_person', label: t('catalogue.in_person') },
          { value: 'online', label: t('catalogue.online') },
        ]}
      />
      <RadioGroup
        label={t('catalogue.confirmation')}
        name="confirmation"
        defaultValue={offering?.confirmation ?? 'office'}
        options={[
          { value: 'office', label: t('catalogue.by_office'), hint: t('catalogue.by_office_hint') },
          { value: 'instant', label: t('catalogue.instant'), hint: t('catalogue.instant_hint') },
        ]}
      />
      <Section title={t('catalogue.teachers')} size={14}>
        {teachers === undefined && <Skeleton label={t('common.loading')} rows={2} />}
        {teachers?.rows.length === 0 && <Text tone="soft">{t('catalogue.no_teachers')}</Text>}
        {teachers && teachers.rows.length > 0 && (
          <CheckboxGroup
            label={t('catalogue.teachers_hint')}
            name="teacherIds"
            inline
            defaultValues={offering?.teacherIds ?? []}
            options={teachers.rows.map((person) => ({ value: person.id, label: person.fullName }))}
          />
        )}
      </Section>
      <Section title={t('catalogue.needs')} size={14}>
        <NeedsField needs={offering?.needs ?? [{ kind: 'room', features: [] }]} knownFeatures={features} />
      </Section>
      <Section title={t('catalogue.times')} size={14}>
        <FieldRow>
          <WholeField label={t('catalogue.grid')} name="gridMinutes" value={offering?.gridMinutes ?? 15} />
          <WholeField
            label={t('catalogue.notice')}
            name="noticeHours"
            value={Math.round((offering?.noticeMinutes ?? 1440) / 60)}
          />
        </FieldRow>
        <FieldRow>
          <WholeField
            label={t('catalogue.before')}
            name="bufferBeforeMinutes"
            value={offering?.bufferBeforeMinutes ?? 0}
          />
          <WholeField
            label={t('catalogue.after')}
            name="bufferAfterMinutes"
            value={offering?.bufferAfterMinutes ?? 0}
          />
        </FieldRow>
        <WholeField label={t('catalogue.furthest')} name="furthestDays" value={offering?.furthestDays ?? 90} />
      </Section>
      <FormActions>
        <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
      </FormActions>
    </Form>
  )
}

interface WholeFieldProps {
  label: string
  name: string
  value: number
  hint?: string
}

function WholeField({ label, name, value, hint }: WholeFieldProps) {
  return (
    <TextField
      label={label}
      name={name}
      type="number"
      inputMode="numeric"
      min={0}
      step={1}
      defaultValue={value}
      hint={hint}
    />
  )
}

// Spaces between thousands are how people write; any other mark could mean two things.
function readPrice(text: string, currency: string): bigint | null {
  try {
    return parseMoney(plainAmount(text, currency), currency).amount
  } catch (error) {
    if (error instanceof MoneyError) return null
    throw error
  }
}
