import { useState } from 'react'
import type { z } from 'zod'
import {
  addOutsideCalendar,
  fetchOutsideCalendar,
  listOutsideCalendars,
  removeOutsideCalendar,
  type FetchError,
  type OutsideCalendar,
} from '#contract/calendars'
import type { MessageKey } from '#messages/translator.ts'
import { useNow } from '#web/app/clock.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'

type Outside = z.output<typeof OutsideCalendar>

const reasons = {
  not_https: 'calendars.error.not_https',
  forbidden_address: 'calendars.error.forbidden_address',
  forbidden_port: 'calendars.error.forbidden_port',
  unknown_host: 'calendars.error.unknown_host',
  unreachable: 'calendars.error.unreachable',
  certificate: 'calendars.error.certificate',
  too_slow: 'calendars.error.too_slow',
  too_large: 'calendars.error.too_large',
  too_many_redirects: 'calendars.error.too_many_redirects',
  not_found: 'calendars.error.not_found',
  not_allowed: 'calendars.error.not_allowed',
  refused: 'calendars.error.refused',
  not_a_calendar: 'calendars.error.not_a_calendar',
  broken: 'calendars.error.broken',
  too_many_events: 'calendars.error.too_many_events',
} as const satisfies Record<FetchError, MessageKey>

/** A teacher's calendars elsewhere, whose busy times keep lessons away. */
export function OutsideCalendars() {
  const { t } = useI18n()
  const { calendars, clashes } = useRead(listOutsideCalendars, {})
  return (
    <Section title={t('calendars.outside.title')}>
      <Stack>
        <Text tone="soft">{t('calendars.outside.detail')}</Text>
        {clashes.length > 0 && <Clashes clashes={clashes} />}
        {calendars.length === 0 ? (
          <Text>{t('calendars.outside.none')}</Text>
        ) : (
          <List label={t('calendars.outside.title')}>
            {calendars.map((calendar) => (
              <CalendarRow key={calendar.id} calendar={calendar} />
            ))}
          </List>
        )}
        {/* A new form after each calendar, so that its fields are empty. */}
        <AddCalendar key={calendars.length} />
      </Stack>
    </Section>
  )
}

interface ClashesProps {
  clashes: readonly { lessonId: string; title: string; startsAt: Temporal.Instant; endsAt: Temporal.Instant }[]
}

function Clashes({ clashes }: ClashesProps) {
  const { t, formatDayAndTime } = useI18n()
  const { slug } = useMember()
  return (
    <Notice tone="warn" title={t('calendars.outside.clashes', { count: clashes.length })}>
      <Stack>
        <Text>{t('calendars.outside.clashes_detail')}</Text>
        {clashes.map(({ lessonId, title, startsAt }) => (
          <TextLink key={lessonId} href={paths.lesson(slug, lessonId)}>
            {`${title}, ${formatDayAndTime(startsAt)}`}
          </TextLink>
        ))}
      </Stack>
    </Notice>
  )
}

function CalendarRow({ calendar }: { calendar: Outside }) {
  const { t } = useI18n()
  const show = useToast()
  const [isAsked, setAsked] = useState(false)
  const again = useAction(fetchOutsideCalendar, { refresh: [listOutsideCalendars] })
  const remove = useAction(removeOutsideCalendar, { refresh: 'everything' })
  const { id: calendarId, name } = calendar
  return (
    <ListRow
      title={<bdi>{name}</bdi>}
      detail={<CalendarState calendar={calendar} />}
      actions={
        <Inline>
          <Button pending={again.isPending} onClick={() => again.run({ calendarId })}>
            {t('calendars.outside.again')}
          </Button>
          <Button variant="quiet" onClick={() => setAsked(true)}>
            {t('calendars.outside.remove')}
          </Button>
          <ConfirmDialog
            open={isAsked}
            onClose={() => setAsked(false)}
            title={t('calendars.outside.remove_title', { name })}
            confirmLabel={t('calendars.outside.remove')}
            cancelLabel={t('common.cancel')}
            closeLabel={t('common.close')}
            danger
            pending={remove.isPending}
            error={remove.error}
            onConfirm={() =>
              remove.run(
                { calendarId },
                { onSuccess: () => show({ message: t('calendars.outside.removed', { name }) }) },
              )
            }
          >
            <Text>{t('calendars.outside.remove_body')}</Text>
          </ConfirmDialog>
        </Inline>
      }
    />
  )
}

function CalendarState({ calendar }: { calendar: Outside }) {
  const { t, formatRelative } = useI18n()
  const now = useNow()
  const { host, error, events, lastFetchedAt, nextFetchAt } = calendar
  const said = [
    ...(error ? [t(reasons[error])] : []),
    ...(lastFetchedAt
      ? [
          t('calendars.outside.count', { count: events }),
          t('calendars.outside.read', { when: formatRelative(lastFetchedAt, now) }),
        ]
      : []),
    Temporal.Instant.compare(nextFetchAt, now) <= 0
      ? t('calendars.outside.waiting')
      : t('calendars.outside.next', { when: formatRelative(nextFetchAt, now) }),
  ]
  return (
    <>
      <bdi>{host}</bdi> · {said.join(' ')}
    </>
  )
}

function AddCalendar() {
  const { t } = useI18n()
  const add = useAction(addOutsideCalendar, { refresh: [listOutsideCalendars] })
  return (
    <Form
      error={add.error}
      label={t('calendars.outside.add')}
      onSubmit={(data) => add.run({ name: textIn(data, 'name'), address: textIn(data, 'address') })}
    >
      <FieldRow>
        <TextField
          name="name"
          label={t('calendars.outside.name')}
          hint={t('calendars.outside.name_hint')}
          maxLength={80}
          required
        />
        <TextField
          name="address"
          label={t('calendars.outside.address')}
          hint={t('calendars.outside.address_hint')}
          dir="ltr"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={2000}
          required
        />
      </FieldRow>
      <FormActions>
        <SubmitButton pending={add.isPending}>{t('calendars.outside.add')}</SubmitButton>
      </FormActions>
    </Form>
  )
}
