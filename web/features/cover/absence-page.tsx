import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { getTimetable } from '#contract/scheduling'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { DateField, TimeField } from '#web/ui/date-field.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { AbsenceForm } from './absence-form.tsx'
import { absenceAddress, readAbsenceSearch, spanOf, type AbsenceSearch } from './search.ts'

/** A teacher is ill: when, which lessons are hit, and what is done about each. */
export function AbsencePage() {
  const { t } = useI18n()
  const member = useMember()
  const { zone } = member.organisation
  const navigate = useNavigate()
  const search = readAbsenceSearch(useSearch({ strict: false }))
  const today = useNow().toZonedDateTimeISO(zone).toPlainDate()
  const { teachers } = useRead(getTimetable, { from: today, to: today })
  const decides = member.can('timetable.manage')
  const own = teachers.find(({ id }) => id === member.personId)?.id ?? ''
  const asked: Required<AbsenceSearch> = {
    teacher: decides ? (search.teacher ?? '') : own,
    from: search.from ?? today.toString(),
    to: search.to ?? search.from ?? today.toString(),
    since: search.since ?? '',
    until: search.until ?? '',
  }
  const teacher = teachers.find(({ id }) => id === asked.teacher)
  const span = spanOf(asked, zone)
  const go = (change: Partial<AbsenceSearch>) =>
    void navigate({ href: absenceAddress(member.slug, { ...asked, ...change }), replace: true })
  const problem = span === null ? t('cover.end_before_start') : undefined

  return (
    <Page>
      <PageHeading title={t('cover.title')} detail={t(decides ? 'cover.detail' : 'cover.detail_own')} />
      <Stack gap="large">
        <Section title={t('cover.when')} size={14}>
          <Stack>
            {decides && (
              <SelectField
                label={t('cover.teacher')}
                name="teacher"
                placeholder={t('cover.choose_teacher')}
                value={asked.teacher}
                options={teachers.map(({ id, name }) => ({ value: id, label: name }))}
                onChange={(event) => go({ teacher: event.target.value })}
              />
            )}
            <FieldRow>
              <DateField
                label={t('cover.first_day')}
                name="from"
                value={asked.from}
                onChange={({ target: { value } }) => {
                  if (value) go({ from: value, to: value > asked.to ? value : asked.to })
                }}
              />
              <DateField
                label={t('cover.last_day')}
                name="to"
                min={asked.from}
                value={asked.to}
                error={problem}
                onChange={({ target: { value } }) => {
                  if (value) go({ to: value })
                }}
              />
            </FieldRow>
            <CheckboxField
              label={t('cover.whole_days')}
              checked={asked.since === '' && asked.until === ''}
              onChange={(event) =>
                go(event.target.checked ? { since: '', until: '' } : { since: '09:00', until: '17:00' })
              }
            />
            {(asked.since !== '' || asked.until !== '') && (
              <FieldRow>
                <TimeField
                  label={t('cover.since')}
                  value={asked.since}
                  onChange={(event) => go({ since: event.target.value })}
                />
                <TimeField
                  label={t('cover.until')}
                  value={asked.until}
                  onChange={(event) => go({ until: event.target.value })}
                />
              </FieldRow>
            )}
          </Stack>
        </Section>
        {teacher && span ? (
          <Suspense fallback={<Skeleton label={t('common.loading')} rows={6} />}>
            <AbsenceForm
              key={`${teacher.id} ${span.startsAt.toString()} ${span.endsAt.toString()}`}
              teacherId={teacher.id}
              span={span}
              day={asked.from}
              decides={decides}
            />
          </Suspense>
        ) : (
          !teacher && <EmptyState title={t('cover.who')}>{t('cover.who_detail')}</EmptyState>
        )}
      </Stack>
    </Page>
  )
}
