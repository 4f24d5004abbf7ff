import { useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import type { createGroup, Group } from '#contract/groups'
import { listPeople } from '#contract/people'
import { listResources } from '#contract/resources'
import type { Input } from '#platform/contract.ts'
import { formatPlain, MoneyError, parseMoney } from '#platform/money.ts'
import { plainAmount } from '#web/app/amount-text.ts'
import { dayOrNull, numberIn, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow, Form, FormActions, SubmitButton, type FormProblem } from '#web/ui/form.tsx'
import { MoneyField } from '#web/ui/money-field.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { timesIn, WeeklyTimesField } from './weekly-times-field.tsx'

type GroupInput = Input<typeof createGroup>

interface GroupFormProps {
  group?: Group
  error: FormProblem | null
  pending: boolean
  submitLabel: string
  onSubmit: (input: GroupInput) => void
}

const usualWeeks = 12

export function GroupForm({ group, error, pending, submitLabel, onSubmit }: GroupFormProps) {
  const { t } = useI18n()
  const { organisation } = useMember()
  const [priceProblem, setPriceProblem] = useState<FormProblem | null>(null)
  const offerings = useGlance(listOfferings, {})?.offerings.filter(({ places }) => places > 1) ?? []
  const people = useGlance(listPeople, { kind: 'teacher', limit: 200 })?.rows ?? []
  const rooms = useGlance(listResources, {})?.resources.filter(({ kind }) => kind === 'room') ?? []
  const [offeringId, setOfferingId] = useState<string>(group?.offeringId ?? '')
  const offering = offerings.find(({ id }) => id === offeringId)
  const teachers = people.filter(({ id }) => !offering || offering.teacherIds.some((each) => each === id))
  const start = Temporal.Now.plainDateISO(organisation.zone).add({ days: 7 })

  function submit(data: FormData) {
    const termPrice = readPrice(textIn(data, 'termPrice'), organisation.currency)
    if (termPrice === undefined) {
      const message = t('groups.price_unreadable')
      setPriceProblem({ title: message, errors: [{ path: '/termPrice', message }] })
      return
    }
    setPriceProblem(null)
    const teacher = people.find(({ id }) => id === textIn(data, 'teacherId'))
    const room = rooms.find(({ id }) => id === textIn(data, 'roomId'))
    onSubmit({
      offeringId: offering?.id ?? group?.offeringId ?? ('' as GroupInput['offeringId']), // the server names the field
      name: textIn(data, 'name'),
      levelFrom: textIn(data, 'levelFrom'),
      levelTo: textIn(data, 'levelTo'),
      ageFrom: numberOrNull(data, 'ageFrom'),
      ageTo: numberOrNull(data, 'ageTo'),
      places: numberIn(data, 'places'),
      teacherId: teacher?.id ?? ('' as GroupInput['teacherId']),
      roomId: room?.id ?? null,
      termFrom: dayOrNull(data, 'termFrom') ?? start,
      termTo: dayOrNull(data, 'termTo') ?? start,
      times: timesIn(data),
      termPrice,
    })
  }

  return (
    <Form error={priceProblem ?? error} onSubmit={submit} label={submitLabel}>
      {!group && (
        <SelectField
          label={t('groups.course')}
          name="offeringId"
          hint={t('groups.course_hint')}
          options={offerings.map(({ id, title }) => ({ value: id, label: title }))}
          placeholder={t('groups.choose_course')}
          value={offeringId}
          onChange={(event) => setOfferingId(event.target.value)}
          required
        />
      )}
      <TextField
        label={t('groups.name')}
        name="name"
        defaultValue={group?.name}
        hint={t('groups.name_hint')}
        required
      />
      <FieldRow>
        <TextField label={t('groups.level_from')} name="levelFrom" defaultValue={group?.levelFrom} />
        <TextField label={t('groups.level_to')} name="levelTo" defaultValue={group?.levelTo} />
      </FieldRow>
      <FieldRow>
        <WholeField label={t('groups.age_from')} name="ageFrom" value={group?.ageFrom ?? ''} />
        <WholeField label={t('groups.age_to')} name="ageTo" value={group?.ageTo ?? ''} />
      </FieldRow>
      <WholeField
        label={t('groups.places')}
        name="places"
        value={group?.places ?? offering?.places ?? ''}
        key={offeringId}
      />
      <FieldRow>
        <SelectField
          label={t('groups.teacher')}
          name="teacherId"
          options={teachers.map(({ id, fullName }) => ({ value: id, label: fullName }))}
          placeholder={t('groups.choose_teacher')}
          key={`${offeringId} ${teachers.length}`}
          defaultValue={group?.teacherId ?? teachers[0]?.id}
          required
        />
        <SelectField
          label={t('groups.room')}
          name="roomId"
          options={[
            { value: '', label: t('groups.any_room') },
            ...rooms.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          key={rooms.length}
          defaultValue={group?.roomId ?? ''}
        />
      </FieldRow>
      <FieldRow>
        <DateField
          label={t('groups.term_from')}
          name="termFrom"
          defaultValue={(group?.termFrom ?? start).toString()}
          required
        />
        <DateField
          label={t('groups.term_to')}
          name="termTo"
          defaultValue={(group?.termTo ?? start.add({ weeks: usualWeeks })).toString()}
          required
        />
      </FieldRow>
      <WeeklyTimesField times={group?.times ?? []} />
      <Text tone="soft">{t('groups.times_in', { zone: group?.zone ?? organisation.zone })}</Text>
      <MoneyField
        label={t('groups.term_price')}
        name="termPrice"
        currency={organisation.currency}
        hint={t('groups.term_price_hint')}
        defaultValue={group?.termPrice ? formatPlain(group.termPrice) : ''}
      />
      <FormActions>
        <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
      </FormActions>
    </Form>
  )
}

function WholeField({ label, name, value }: { label: string; name: string; value: number | '' }) {
  return <TextField label={label} name={name} type="number" inputMode="numeric" min={0} defaultValue={value} />
}

function numberOrNull(data: FormData, name: string): number | null {
  return textIn(data, name) === '' ? null : numberIn(data, name)
}

/** Null when the field is empty, undefined when it cannot be read. */
function readPrice(text: string, currency: string): bigint | null | undefined {
  if (text === '') return null
  try {
    return parseMoney(plainAmount(text, currency), currency).amount
  } catch (error) {
    if (error instanceof MoneyError) return undefined
    throw error
  }
}
