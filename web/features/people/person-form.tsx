import { useState } from 'react'
import type { createPerson, Person, PersonKind } from '#contract/people'
import { locales } from '#messages/translator.ts'
import type { Input } from '#platform/contract.ts'
import { allIn, dayOrNull, isChecked, textIn, textOrNull } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow, Form, FormActions, SubmitButton, type FormProblem } from '#web/ui/form.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { PhoneField } from '#web/ui/phone-field.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { languageNames } from '#web/features/session/language-names.ts'
import { useWeekdays } from './weekdays.ts'

type PersonInput = Input<typeof createPerson>

interface PersonFormProps {
  person?: Person
  /** What somebody new is to begin with. */
  kind?: PersonKind | undefined
  error: FormProblem | null
  pending: boolean
  submitLabel: string
  onSubmit: (input: PersonInput) => void
}

export function PersonForm({ person, kind, error, pending, submitLabel, onSubmit }: PersonFormProps) {
  const { t } = useI18n()
  const weekdays = useWeekdays()
  const [isStudent, setStudent] = useState(person ? person.student !== null : kind === 'student')
  const [isTeacher, setTeacher] = useState(person ? person.teacher !== null : kind === 'teacher')

  function submit(data: FormData) {
    const locale = locales.find((each) => each === textIn(data, 'locale')) ?? null
    const owned = textIn(data, 'student.instrumentOwned')
    onSubmit({
      fullName: textIn(data, 'fullName'),
      email: textOrNull(data, 'email'),
      phone: textOrNull(data, 'phone'),
      waNumber: textOrNull(data, 'waNumber'),
      address: textOrNull(data, 'address'),
      birthDate: dayOrNull(data, 'birthDate'),
      locale,
      notes: textIn(data, 'notes'),
      isStaff: isChecked(data, 'isStaff'),
      ...(person && { leftOn: dayOrNull(data, 'leftOn') }),
      ...(isStudent && {
        student: {
          experience: textIn(data, 'student.experience'),
          instrumentOwned: owned === '' ? null : owned === 'yes',
          preferredDays: allIn(data, 'student.preferredDays').map(Number),
          goals: textIn(data, 'student.goals'),
        },
      }),
      ...(isTeacher && {
        teacher: {
          specialization: textIn(data, 'teacher.specialization'),
          bio: textIn(data, 'teacher.bio'),
          isPublic: isChecked(data, 'teacher.isPublic'),
        },
      }),
    })
  }

  return (
    <Form error={error} onSubmit={submit} label={submitLabel}>
      <TextField label={t('people.name')} name="fullName" defaultValue={person?.fullName} autoComplete="off" required />
      <Stack gap="none">
        <CheckboxField
          label={t('people.is_student')}
          checked={isStudent}
          disabled={person?.student != null}
          onChange={(event) => setStudent(event.target.checked)}
        />
        <CheckboxField
          label={t('people.is_teacher')}
          checked={isTeacher}
          disabled={person?.teacher != null}
          onChange={(event) => setTeacher(event.target.checked)}
        />
        <CheckboxField
          label={t('people.is_staff')}
          name="isStaff"
          defaultChecked={person ? person.kinds.includes('staff') : kind === 'staff'}
        />
      </Stack>
      <Section title={t('people.contact')} size={14}>
        <TextField
          label={t('people.email')}
          name="email"
          type="email"
          autoComplete="off"
          dir="ltr"
          defaultValue={person?.email ?? ''}
        />
        <FieldRow>
          <PhoneField
            label={t('people.whatsapp')}
            name="waNumber"
            hint={t('people.number_hint')}
            defaultValue={person?.waNumber ?? ''}
          />
          <PhoneField label={t('people.phone')} name="phone" defaultValue={person?.phone ?? ''} />
        </FieldRow>
        <TextField label={t('people.address')} name="address" autoComplete="off" defaultValue={person?.address ?? ''} />
        <SelectField
          label={t('people.language')}
          name="locale"
          hint={t('people.language_hint')}
          placeholder={t('people.language_of_school')}
          defaultValue={person?.locale ?? ''}
          options={locales.map((each) => ({ value: each, label: languageNames[each] }))}
        />
        <DateField label={t('people.birth_date')} name="birthDate" defaultValue={person?.birthDate?.toString() ?? ''} />
      </Section>
      {isStudent && (
        <Section title={t('people.student')} size={14}>
          <TextField
            label={t('people.experience')}
            name="student.experience"
            defaultValue={person?.student?.experience}
          />
          <SelectField
            label={t('people.instrument_owned')}
            name="student.instrumentOwned"
            placeholder={t('people.not_known')}
            defaultValue={answerOf(person?.student?.instrumentOwned)}
            options={[
              { value: 'yes', label: t('people.yes') },
              { value: 'no', label: t('people.no') },
            ]}
          />
          <CheckboxGroup
            label={t('people.preferred_days')}
            name="student.preferredDays"
            inline
            defaultValues={person?.student?.preferredDays.map(String) ?? []}
            options={weekdays.map(({ weekday, long }) => ({ value: String(weekday), label: long }))}
          />
          <TextArea label={t('people.goals')} name="student.goals" defaultValue={person?.student?.goals} />
        </Section>
      )}
      {isTeacher && (
        <Section title={t('people.teacher')} size={14}>
          <TextField
            label={t('people.specialization')}
            name="teacher.specialization"
            defaultValue={person?.teacher?.specialization}
          />
          <TextArea label={t('people.bio')} name="teacher.bio" rows={5} defaultValue={person?.teacher?.bio} />
          <CheckboxField
            label={t('people.is_public')}
            name="teacher.isPublic"
            hint={t('people.is_public_hint')}
            defaultChecked={person?.teacher?.isPublic ?? true}
          />
        </Section>
      )}
      <Section title={t('people.notes')} size={14}>
        <TextArea
          label={t('people.notes')}
          name="notes"
          rows={4}
          hint={t('people.notes_hint')}
          defaultValue={person?.notes}
        />
        {person && (
          <DateField
            label={t('people.left_on')}
            name="leftOn"
            hint={t('people.left_on_hint')}
            defaultValue={person.leftOn?.toString() ?? ''}
          />
        )}
      </Section>
      <FormActions>
        <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
      </FormActions>
    </Form>
  )
}

function answerOf(value: boolean | null | undefined): string {
  if (value === null || value === undefined) return ''
  return value ? 'yes' : 'no'
}
