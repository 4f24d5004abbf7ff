import type { ReactNode } from 'react'
import { changeOrganisation, getSettings } from '#contract/organisations'
import { locales } from '#messages/translator.ts'
import type { Input } from '#platform/contract.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { languageNames } from '#web/features/session/language-names.ts'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { PhoneField } from '#web/ui/phone-field.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'

type Change = Input<typeof changeOrganisation>

interface SettingsFormProps {
  label: string
  readChange: (data: FormData) => Change
  children: ReactNode
}

/** A few fields of the school that are saved together. */
export function SettingsForm({ label, readChange, children }: SettingsFormProps) {
  const { t } = useI18n()
  const show = useToast()
  const change = useAction(changeOrganisation, { refresh: 'everything' })
  return (
    <Form
      error={change.error}
      label={label}
      onSubmit={(data) =>
        change.run(readChange(data), { onSuccess: () => show({ message: t('organisations.saved') }) })
      }
    >
      {children}
      <FormActions>
        <SubmitButton pending={change.isPending}>{t('common.save')}</SubmitButton>
      </FormActions>
    </Form>
  )
}

export function SchoolSettings() {
  const { t } = useI18n()
  const { organisation } = useMember()
  return (
    <SettingsForm
      label={t('organisations.school')}
      readChange={(data) => ({
        name: textIn(data, 'name'),
        headline: textIn(data, 'headline'),
        description: textIn(data, 'description'),
      })}
    >
      <TextField label={t('organisations.name')} name="name" defaultValue={organisation.name} required />
      <TextField
        label={t('organisations.headline')}
        name="headline"
        hint={t('organisations.headline_hint')}
        defaultValue={organisation.headline}
      />
      <TextArea
        label={t('organisations.description')}
        name="description"
        rows={5}
        hint={t('organisations.description_hint')}
        defaultValue={organisation.description}
      />
    </SettingsForm>
  )
}

export function ContactSettings() {
  const { t } = useI18n()
  const { organisation } = useMember()
  return (
    <SettingsForm
      label={t('organisations.contact')}
      readChange={(data) => ({
        address: textIn(data, 'address'),
        phone: textIn(data, 'phone'),
        email: textIn(data, 'email'),
      })}
    >
      <TextArea label={t('organisations.address')} name="address" rows={2} defaultValue={organisation.address} />
      <FieldRow>
        <PhoneField label={t('organisations.phone')} name="phone" defaultValue={organisation.phone} />
        <TextField
          label={t('organisations.email')}
          name="email"
          type="email"
          dir="ltr"
          defaultValue={organisation.email}
        />
      </FieldRow>
    </SettingsForm>
  )
}

export function MoneySettings() {
  const { t } = useI18n()
  const settings = useRead(getSettings, {})
  return (
    <SettingsForm
      label={t('organisations.money')}
      readChange={(data) => ({
        taxNumber: textIn(data, 'taxNumber'),
        paymentInstructions: textIn(data, 'paymentInstructions'),
      })}
    >
      <TextField label={t('organisations.tax_number')} name="taxNumber" dir="ltr" defaultValue={settings.taxNumber} />
      <TextArea
        label={t('organisations.payment_instructions')}
        name="paymentInstructions"
        rows={4}
        hint={t('organisations.payment_instructions_hint')}
        defaultValue={settings.paymentInstructions}
      />
    </SettingsForm>
  )
}

export function RegionSettings() {
  const { t, locale } = useI18n()
  const { organisation } = useMember()
  const currencyNames = new Intl.DisplayNames(locale, { type: 'currency' })
  const zones = [...new Set([organisation.zone, ...Intl.supportedValuesOf('timeZone')])].toSorted()
  const currencies = [...new Set([organisation.currency, ...Intl.supportedValuesOf('currency')])].toSorted()
  return (
    <SettingsForm
      label={t('organisations.region')}
      readChange={(data) => ({
        zone: textIn(data, 'zone'),
        currency: textIn(data, 'currency'),
        ...pickLocale(textIn(data, 'locale')),
      })}
    >
      <SelectField
        label={t('organisations.zone')}
        name="zone"
        hint={t('organisations.zone_hint')}
        defaultValue={organisation.zone}
        options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      />
      <SelectField
        label={t('organisations.currency')}
        name="currency"
        hint={t('organisations.currency_hint')}
        defaultValue={organisation.currency}
        options={currencies.map((code) => ({ value: code, label: `${code} · ${currencyNames.of(code) ?? code}` }))}
      />
      <SelectField
        label={t('organisations.language')}
        name="locale"
        hint={t('organisations.language_hint')}
        defaultValue={organisation.locale}
        options={locales.map((each) => ({ value: each, label: languageNames[each] }))}
      />
    </SettingsForm>
  )
}

function pickLocale(value: string): Pick<Change, 'locale'> {
  const locale = locales.find((each) => each === value)
  return locale ? { locale } : {}
}
