import { checkTerm, planTerm, type Group, type PlannedDate } from '#contract/groups'
import { allIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { describeReason } from '#web/features/scheduling/reasons.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'

interface TermDialogProps {
  open: boolean
  onClose: () => void
  group: Group
}

export function TermDialog({ open, onClose, group }: TermDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog open={open} onClose={onClose} title={t('groups.plan_term')} closeLabel={t('common.close')} size="wide">
      <TermForm onClose={onClose} group={group} />
    </Dialog>
  )
}

/** Every date of the term, each checked: the free ones are chosen, what stands in the way of the others is said. */
function TermForm({ onClose, group }: Omit<TermDialogProps, 'open'>) {
  const { t, formatDayAndTime } = useI18n()
  const show = useToast()
  const plan = useAction(planTerm, { refresh: changesOfGroup })
  const dates = useGlance(checkTerm, { groupId: group.id })?.dates
  if (!dates) return <Skeleton label={t('common.loading')} rows={6} />
  const free = dates.filter(({ state }) => state === 'free')
  const clashes = dates.filter(({ state }) => state === 'clash')
  const done = dates.filter(({ state }) => state === 'planned' || state === 'past')
  return (
    <Form
      error={plan.error}
      onSubmit={(data) => {
        const chosen = new Set(allIn(data, 'starts'))
        const starts = free.map(({ startsAt }) => startsAt).filter((startsAt) => chosen.has(startsAt.toString()))
        plan.run(
          { groupId: group.id, starts },
          {
            onSuccess: () => {
              show({ message: t('groups.planned', { count: starts.length }) })
              onClose()
            },
          },
        )
      }}
    >
      <Stack>
        <Text tone="soft">{t('groups.plan_detail', { zone: group.zone })}</Text>
        {clashes.length > 0 && (
          <Stack gap="small">
            <Text weight="strong">{t('groups.clashes', { count: clashes.length })}</Text>
            <List label={t('groups.clashes', { count: clashes.length })}>
              {clashes.map((date) => (
                <ClashRow key={date.startsAt.toString()} date={date} />
              ))}
            </List>
          </Stack>
        )}
        {free.length > 0 && (
          <CheckboxGroup
            label={t('groups.free_dates', { count: free.length })}
            name="starts"
            options={free.map(({ startsAt, busyMembers, clockChange }) => ({
              value: startsAt.toString(),
              label: formatDayAndTime(startsAt),
              hint: [
                clockChange && t(`groups.clock_${clockChange}`),
                busyMembers.length > 0 && t('groups.without_members', { names: busyMembers.join(', ') }),
              ]
                .filter(Boolean)
                .join(' '),
            }))}
            defaultValues={free.map(({ startsAt }) => startsAt.toString())}
          />
        )}
        {done.length > 0 && (
          <Disclosure label={t('groups.done_dates', { count: done.length })}>
            <List label={t('groups.done_dates', { count: done.length })}>
              {done.map(({ startsAt, state }) => (
                <ListRow
                  key={startsAt.toString()}
                  title={formatDayAndTime(startsAt)}
                  detail={state === 'past' ? t('groups.date_past') : t('groups.date_planned')}
                />
              ))}
            </List>
          </Disclosure>
        )}
      </Stack>
      <FormActions>
        <SubmitButton pending={plan.isPending} reason={free.length === 0 ? t('groups.no_free_dates') : undefined}>
          {t('groups.plan_chosen')}
        </SubmitButton>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}

function ClashRow({ date }: { date: PlannedDate }) {
  const i18n = useI18n()
  return (
    <ListRow
      title={i18n.formatDayAndTime(date.startsAt)}
      detail={[...new Set(date.reasons.map((reason) => describeReason(i18n, reason)))].join('; ')}
    />
  )
}
