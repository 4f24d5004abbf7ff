import { useI18n } from '#web/app/i18n.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { DateField, TimeField } from '#web/ui/date-field.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { FieldRow, Form } from '#web/ui/form.tsx'
import { PhoneField } from '#web/ui/phone-field.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { dayNamed } from './hours.ts'
import type { ApplicantDraft } from './draft.ts'
import type { Organisation } from './page-data.ts'
import { fieldName, isForChild } from './request.ts'
import type { Request } from './use-request.ts'

interface WhoStepProps {
  formId: string
  organisation: Organisation
  request: Request
  onSend: () => void
}

type TextName = Exclude<keyof ApplicantDraft, 'isForChild' | 'preferredDays' | 'instrumentOwned'>

export function WhoStep({ formId, organisation, request, onSend }: WhoStepProps) {
  const { t } = useI18n()
  const { applicant, refusal } = request
  const isChild = isForChild(applicant)
  const bind = bindTo(request)

  return (
    <Form
      id={formId}
      error={refusal?.kind === 'form' ? refusal.problem : null}
      onSubmit={onSend}
      label={t('public.who')}
    >
      <Segmented
        label={t('public.for_whom')}
        wide
        options={[
          { value: 'me', label: t('public.for_me') },
          { value: 'child', label: t('public.for_child') },
        ]}
        value={isChild ? 'child' : 'me'}
        onChange={(value) =>
          request.write({ isForChild: value === 'child', ...(value === 'me' && isChild && { studentAge: '' }) })
        }
      />
      <div className="name-and-age">
        <TextField
          {...bind('studentName')}
          label={isChild ? t('public.student_name') : t('public.your_name')}
          autoComplete={isChild ? 'off' : 'name'}
        />
        <TextField
          {...bind('studentAge')}
          label={t('public.age')}
          inputMode="numeric"
          maxLength={3}
          autoComplete="off"
        />
      </div>
      {isChild ? (
        <>
          <TextField {...bind('guardianName')} label={t('public.guardian_name')} autoComplete="name" />
          <PhoneField
            {...bind('guardianWaNumber')}
            label={t('public.guardian_number')}
            hint={t('public.number_hint')}
          />
        </>
      ) : (
        <PhoneField {...bind('waNumber')} label={t('public.number')} hint={t('public.number_hint')} />
      )}
      <TextField
        {...bind('email')}
        label={t('public.email')}
        hint={t('public.email_hint')}
        type="email"
        inputMode="email"
        autoComplete="email"
        dir="ltr"
      />
      <MoreFields organisation={organisation} request={request} />
    </Form>
  )
}

/** What helps the school to answer well, and nobody has to fill in. */
function MoreFields({ organisation, request }: { organisation: Organisation; request: Request }) {
  const { t, formatWeekday } = useI18n()
  const { applicant } = request
  const bind = bindTo(request)

  function toggleDay(weekday: number, isOn: boolean) {
    const others = applicant.preferredDays.filter((day) => day !== weekday)
    request.write({ preferredDays: isOn ? [...others, weekday].toSorted((one, other) => one - other) : others })
  }

  return (
    <Disclosure label={t('public.more')}>
      <div className="form">
        <TextField {...bind('experience')} label={t('public.experience')} hint={t('public.experience_hint')} />
        <fieldset className="weekdays">
          <legend className="field-label">{t('public.preferred_days')}</legend>
          <div className="weekday-boxes">
            {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
              <CheckboxField
                key={weekday}
                label={formatWeekday(dayNamed(weekday))}
                checked={applicant.preferredDays.includes(weekday)}
                onChange={(event) => toggleDay(weekday, event.target.checked)}
              />
            ))}
          </div>
        </fieldset>
        <FieldRow>
          <TimeField {...bind('preferredFrom')} label={t('public.preferred_from')} />
          <TimeField {...bind('preferredTo')} label={t('public.preferred_to')} />
        </FieldRow>
        <DateField {...bind('startDate')} label={t('public.start_date')} />
        {organisation.preset === 'music-school' && (
          <SelectField
            label={t('public.instrument')}
            name={fieldName('instrumentOwned')}
            value={applicant.instrumentOwned}
            onChange={({ target }) =>
              request.write({ instrumentOwned: target.value === 'yes' || target.value === 'no' ? target.value : '' })
            }
            placeholder={t('public.not_said')}
            options={[
              { value: 'yes', label: t('public.yes') },
              { value: 'no', label: t('public.no') },
            ]}
          />
        )}
        <TextField {...bind('referralSource')} label={t('public.referral')} />
        <TextArea
          name={fieldName('notes')}
          label={t('public.notes')}
          value={applicant.notes}
          onChange={({ target }) => request.write({ notes: target.value })}
          maxLength={2000}
        />
      </div>
    </Disclosure>
  )
}

function bindTo(request: Request) {
  return (field: TextName) => ({
    name: fieldName(field),
    value: request.applicant[field],
    onChange: ({ target }: { target: { value: string } }) => request.write({ [field]: target.value }),
  })
}
