import { useNavigate, useParams } from '@tanstack/react-router'
import { z } from 'zod'
import {
  changePerson,
  createPerson,
  FamilyId,
  getPerson,
  PersonKind,
  type Person,
  type PersonId,
} from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { PersonForm } from './person-form.tsx'

const Search = z.object({
  familyId: FamilyId.optional().catch(undefined),
  kind: PersonKind.optional().catch(undefined),
})

export function NewPersonPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const [{ familyId, kind }] = useSearchState(Search)
  const create = useAction(createPerson, { refresh: 'everything' })
  const show = (person: Person) => void navigate({ href: paths.person(slug, person.id) })
  return (
    <Page width="narrow">
      <PageHeading title={t('people.add')} above={<TextLink href={paths.people(slug)}>{t('shell.people')}</TextLink>} />
      <PersonForm
        kind={kind}
        error={create.error}
        pending={create.isPending}
        submitLabel={t('people.add')}
        onSubmit={(input) => create.run({ ...input, familyId }, { onSuccess: show })}
      />
    </Page>
  )
}

export function EditPersonPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const params: { personId?: string } = useParams({ strict: false })
  const personId = params.personId as z.output<typeof PersonId> // part of this route's path
  const person = useRead(getPerson, { personId })
  const change = useAction(changePerson, { refresh: 'everything' })
  return (
    <Page width="narrow">
      <PageHeading
        title={t('people.edit')}
        above={<TextLink href={paths.person(slug, personId)}>{person.fullName}</TextLink>}
      />
      <PersonForm
        person={person}
        error={change.error}
        pending={change.isPending}
        submitLabel={t('common.save')}
        onSubmit={(input) =>
          change.run({ ...input, personId }, { onSuccess: () => void navigate({ href: paths.person(slug, personId) }) })
        }
      />
    </Page>
  )
}
