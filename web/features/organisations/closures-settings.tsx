import { addClosure, getOrganisation, removeClosure } from '#contract/organisations'
import { dayOrNull, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember, type Member } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { HolidaysSettings } from './holidays-settings.tsx'

type Closure = Member['organisation']['closures'][number]

/** Holidays and other days on which nothing can be booked. */
export function ClosuresSettings() {
  const { t, formatDate } = useI18n()
  const { organisation } = useMember()
  const show = useToast()
  const add = useAction(addClosure, { refresh: [getOrganisation] })
  const remove = useAction(removeClosure, { refresh: [getOrganisation] })
  const days = ({ fromDate, toDate }: Closure) =>
    fromDate.equals(toDate) ? formatDate(fromDate) : `${formatDate(fromDate)} – ${formatDate(toDate)}`

  function takeBack(closure: Closure) {
    const { name, fromDate, toDate } = closure
    remove.run(
      { closureId: closure.id },
      {
        onSuccess: () =>
          show({
            message: t('organisations.closure_removed', { name }),
            undo: { label: t('common.undo'), run: () => add.run({ name, fromDate, toDate }) },
          }),
      },
    )
  }
  function submit(data: FormData) {
    const fromDate = dayOrNull(data, 'fromDate')
    const toDate = dayOrNull(data, 'toDate') ?? fromDate
    // A day that is missing goes out as it is; the server says so at its field.
    add.run({ name: textIn(data, 'name'), fromDate: fromDate!, toDate: toDate! })
  }

  return (
    <Stack>
      {organisation.closures.length === 0 && <Text tone="soft">{t('organisations.no_closures')}</Text>}
      {remove.error && <Notice tone="danger" title={remove.error.title} urgent />}
      {organisation.closures.length > 0 && (
        <List label={t('organisations.closures')}>
          {organisation.closures.map((closure) => (
            <ListRow
              key={closure.id}
              title={closure.name}
              detail={days(closure)}
              actions={
                <Button
                  variant="quiet"
                  icon="trash"
                  aria-label={t('organisations.remove_closure', { name: closure.name })}
                  onClick={() => takeBack(closure)}
                >
                  {t('organisations.remove')}
                </Button>
              }
            />
          ))}
        </List>
      )}
      <Form
        key={organisation.closures.length}
        error={add.error}
        onSubmit={submit}
        label={t('organisations.add_closure')}
      >
        <FieldRow>
          <TextField label={t('organisations.closure_name')} name="name" required />
          <DateField label={t('organisations.first_day')} name="fromDate" required />
          <DateField label={t('organisations.last_day')} name="toDate" />
        </FieldRow>
        <FormActions>
          <SubmitButton variant="secondary" pending={add.isPending}>
            {t('organisations.add_closure')}
          </SubmitButton>
        </FormActions>
      </Form>
      <Disclosure label={t('organisations.holidays')}>
        <HolidaysSettings />
      </Disclosure>
    </Stack>
  )
}
