import type { ReactNode } from 'react'
import type { z } from 'zod'
import { getSettings, setPolicy, type Policy, type PolicyTerms } from '#contract/organisations'
import { numberIn, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'

type AnyPolicy = z.output<typeof Policy>
type Kind = PolicyTerms['kind']
type TermsOf<K extends Kind> = Extract<PolicyTerms, { kind: K }>

/** The rules in force; a new version counts from the moment it is saved, and what was decided before keeps its own. */
export function PoliciesSettings() {
  const { t } = useI18n()
  const { policies } = useRead(getSettings, {})
  const booking = inForce(policies, 'booking')
  const cancellation = inForce(policies, 'cancellation')
  const moving = inForce(policies, 'moving')
  const invoicing = inForce(policies, 'invoicing')
  return (
    <Stack>
      <Text tone="soft">{t('organisations.policies_detail')}</Text>
      <PolicyForm
        title={t('organisations.policy_booking')}
        meaning={
          booking
            ? t('organisations.meaning_booking', { hours: booking.terms.holdHours })
            : t('organisations.no_policy')
        }
        policy={booking?.policy}
        readTerms={(data) => ({
          kind: 'booking',
          holdHours: numberIn(data, 'terms.holdHours'),
          offerHours: numberIn(data, 'terms.offerHours'),
        })}
      >
        <FieldRow>
          <TermField label={t('organisations.hold_hours')} name="holdHours" value={booking?.terms.holdHours ?? 48} />
          <TermField label={t('organisations.offer_hours')} name="offerHours" value={booking?.terms.offerHours ?? 24} />
        </FieldRow>
      </PolicyForm>
      <PolicyForm
        title={t('organisations.policy_cancellation')}
        meaning={
          cancellation
            ? t('organisations.meaning_cancellation', {
                hours: cancellation.terms.freeUntilHours,
                percent: cancellation.terms.latePercent,
              })
            : t('organisations.no_policy')
        }
        policy={cancellation?.policy}
        readTerms={(data) => ({
          kind: 'cancellation',
          freeUntilHours: numberIn(data, 'terms.freeUntilHours'),
          latePercent: numberIn(data, 'terms.latePercent'),
        })}
      >
        <FieldRow>
          <TermField
            label={t('organisations.free_until_hours')}
            name="freeUntilHours"
            value={cancellation?.terms.freeUntilHours ?? 24}
          />
          <TermField
            label={t('organisations.late_percent')}
            name="latePercent"
            value={cancellation?.terms.latePercent ?? 100}
          />
        </FieldRow>
      </PolicyForm>
      <PolicyForm
        title={t('organisations.policy_moving')}
        meaning={
          moving
            ? t('organisations.meaning_moving', { hours: moving.terms.freeUntilHours, times: moving.terms.mostTimes })
            : t('organisations.no_policy')
        }
        policy={moving?.policy}
        readTerms={(data) => ({
          kind: 'moving',
          freeUntilHours: numberIn(data, 'terms.freeUntilHours'),
          mostTimes: numberIn(data, 'terms.mostTimes'),
        })}
      >
        <FieldRow>
          <TermField
            label={t('organisations.move_until_hours')}
            name="freeUntilHours"
            value={moving?.terms.freeUntilHours ?? 24}
          />
          <TermField label={t('organisations.most_moves')} name="mostTimes" value={moving?.terms.mostTimes ?? 2} />
        </FieldRow>
      </PolicyForm>
      <PolicyForm
        title={t('organisations.policy_invoicing')}
        meaning={
          invoicing
            ? t('organisations.meaning_invoicing', { days: invoicing.terms.dueDays, prefix: invoicing.terms.prefix })
            : t('organisations.no_policy')
        }
        policy={invoicing?.policy}
        readTerms={(data) => ({
          kind: 'invoicing',
          dueDays: numberIn(data, 'terms.dueDays'),
          prefix: textIn(data, 'terms.prefix').toUpperCase(),
        })}
      >
        <FieldRow>
          <TermField label={t('organisations.due_days')} name="dueDays" value={invoicing?.terms.dueDays ?? 14} />
          <TextField
            label={t('organisations.prefix')}
            name="terms.prefix"
            dir="ltr"
            hint={t('organisations.prefix_hint')}
            defaultValue={invoicing?.terms.prefix ?? 'INV'}
          />
        </FieldRow>
      </PolicyForm>
    </Stack>
  )
}

interface PolicyFormProps {
  title: string
  /** The rule in force, in words. */
  meaning: string
  policy: AnyPolicy | undefined
  readTerms: (data: FormData) => PolicyTerms
  children: ReactNode
}

function PolicyForm({ title, meaning, policy, readTerms, children }: PolicyFormProps) {
  const { t, formatDate } = useI18n()
  const show = useToast()
  const save = useAction(setPolicy, { refresh: [getSettings] })
  return (
    <Section title={title} size={14}>
      <Text weight="strong">{meaning}</Text>
      {policy && (
        <Text tone="faint" size={14}>
          {t('organisations.version', { version: policy.version, date: formatDate(policy.validFrom) })}
        </Text>
      )}
      <Form
        error={save.error}
        label={title}
        onSubmit={(data) =>
          save.run({ terms: readTerms(data) }, { onSuccess: () => show({ message: t('organisations.policy_saved') }) })
        }
      >
        {children}
        <FormActions>
          <SubmitButton variant="secondary" pending={save.isPending}>
            {t('organisations.from_now')}
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}

function TermField({ label, name, value }: { label: string; name: string; value: number }) {
  return (
    <TextField label={label} name={`terms.${name}`} type="number" inputMode="numeric" min={0} defaultValue={value} />
  )
}

function inForce<K extends Kind>(policies: readonly AnyPolicy[], kind: K) {
  const policy = policies
    .filter(({ terms }) => terms.kind === kind)
    .toSorted((one, other) => other.version - one.version)[0]
  return policy && { policy, terms: policy.terms as TermsOf<K> } // of this kind, by the line above
}
