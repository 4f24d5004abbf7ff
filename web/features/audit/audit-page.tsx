import { z } from 'zod'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { textIn } from '#web/app/form-values.ts'
import { Button } from '#web/ui/button.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Inline, Page, PageHeading, Stack } from '#web/ui/layout.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { EventList } from './event-list.tsx'
import { areas, areaNames } from './areas.ts'

const day = z.iso.date().optional().catch(undefined)
const id = z.uuid().optional().catch(undefined)
const Search = z.object({
  name: searchWord,
  from: day,
  to: day,
  actorId: id,
  actorName: searchWord,
  subjectKind: searchWord,
  subjectId: id,
})

/** Who did what to what, and when; the filters stand in the address. */
export function AuditPage() {
  const { t } = useI18n()
  const [filter, change] = useSearchState(Search)
  const { name, from, to, actorId, actorName, subjectKind, subjectId } = filter
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  const clear = () =>
    change({
      name: undefined,
      from: undefined,
      to: undefined,
      actorId: undefined,
      actorName: undefined,
      subjectKind: undefined,
      subjectId: undefined,
    })

  function submit(data: FormData) {
    change({
      name: textIn(data, 'name') || undefined,
      from: textIn(data, 'from') || undefined,
      to: textIn(data, 'to') || undefined,
    })
  }

  return (
    <Page>
      <PageHeading title={t('shell.audit')} detail={t('audit.detail')} />
      <Disclosure label={t('audit.filter')} open={isFiltered}>
        <Form error={null} onSubmit={submit} label={t('audit.filter')} key={JSON.stringify(filter)}>
          <FieldRow>
            <SelectField
              label={t('audit.area')}
              name="name"
              defaultValue={name ?? ''}
              placeholder={t('audit.all_areas')}
              options={areas.map((area) => ({ value: area, label: t(areaNames[area]) }))}
            />
            <DateField label={t('audit.from')} name="from" defaultValue={from ?? ''} />
            <DateField label={t('audit.to')} name="to" defaultValue={to ?? ''} />
          </FieldRow>
          <FormActions>
            <SubmitButton pending={false}>{t('audit.show')}</SubmitButton>
            {isFiltered && <Button onClick={clear}>{t('audit.clear')}</Button>}
          </FormActions>
        </Form>
      </Disclosure>
      {(actorId ?? subjectId) && (
        <Inline>
          {actorId && <Badge tone="accent">{t('audit.only_by', { name: actorName ?? '' })}</Badge>}
          {subjectId && <Badge tone="accent">{t('audit.only_this')}</Badge>}
        </Inline>
      )}
      <Stack>
        <EventList
          filter={{
            name,
            actorId,
            subjectKind,
            subjectId,
            from: from ? Temporal.PlainDate.from(from) : undefined,
            to: to ? Temporal.PlainDate.from(to) : undefined,
          }}
          onActor={(event) => change({ actorId: event.actorId ?? undefined, actorName: event.actorName })}
        />
      </Stack>
    </Page>
  )
}
