import { useState } from 'react'
import { getTeachingLimits, setTeachingLimits, type TeachingLimits } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Section } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'

type LimitName = keyof TeachingLimits

/** Two that are read together stand beside each other. */
const rows: readonly (readonly LimitName[])[] = [
  ['noticeMinutes', 'furthestDays'],
  ['bufferBeforeMinutes', 'bufferAfterMinutes'],
  ['longestRunMinutes', 'breakMinutes'],
  ['mostLessons', 'travelMinutes'],
  ['gridMinutes'],
]

const names = rows.flat()

/** What may be asked of a teacher: an empty field leaves it to what the school says. */
export function TeachingLimitsForm({ teacherId }: { teacherId: Id<'person'> }) {
  const { own } = useRead(getTeachingLimits, { teacherId })
  return <LimitsForm key={JSON.stringify(own)} teacherId={teacherId} />
}

function LimitsForm({ teacherId }: { teacherId: Id<'person'> }) {
  const { t } = useI18n()
  const toast = useToast()
  const { standard, own } = useRead(getTeachingLimits, { teacherId })
  const save = useAction(setTeachingLimits, { refresh: [getTeachingLimits] })
  const [values, setValues] = useState<Readonly<Record<LimitName, string>>>(() => textsOf(own))

  function submit() {
    save.run(
      { teacherId, limits: limitsOf(values) },
      { onSuccess: () => toast({ message: t('teaching.limits_saved') }) },
    )
  }

  return (
    <Section title={t('teaching.limits')}>
      <Text size={14} tone="soft">
        {t('teaching.limits_detail')}
      </Text>
      <Form error={save.error} onSubmit={submit} label={t('teaching.limits')}>
        {rows.map((row) => (
          <FieldRow key={row.join()}>
            {row.map((name) => (
              <TextField
                key={name}
                label={t(`teaching.limit_${name}`)}
                name={`limits.${name}`}
                type="number"
                inputMode="numeric"
                min={0}
                value={values[name]}
                placeholder={standard[name] === null ? '' : String(standard[name])}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            ))}
          </FieldRow>
        ))}
        <FormActions>
          <SubmitButton pending={save.isPending}>{t('teaching.save_limits')}</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}

function textsOf(limits: TeachingLimits | null): Record<LimitName, string> {
  return Object.fromEntries(names.map((name) => [name, limits?.[name] == null ? '' : String(limits[name])])) as Record<
    LimitName,
    string
  > // of all names
}

function limitsOf(values: Readonly<Record<LimitName, string>>): TeachingLimits {
  return Object.fromEntries(
    names.map((name) => [name, values[name] === '' ? null : Number(values[name])]),
  ) as unknown as TeachingLimits // of all names; the server says what is out of reach
}
