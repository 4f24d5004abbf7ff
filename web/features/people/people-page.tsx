import { z } from 'zod'
import { listPeople, PersonKind } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading, Stack } from '#web/ui/layout.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { kinds } from './kind-names.ts'
import { PeopleTable } from './people-table.tsx'

const Search = z.object({ search: searchWord, kind: PersonKind.optional().catch(undefined) })

const tabNames = {
  student: 'people.students',
  teacher: 'people.teachers',
  guardian: 'people.guardians',
  staff: 'people.staff_members',
} as const

export function PeoplePage() {
  const { t } = useI18n()
  const { slug, can } = useMember()
  const [{ search, kind }, change] = useSearchState(Search)
  const { rows, isLoadingMore, showMore } = usePages(listPeople, { search, kind, limit: 50 })
  const address = (wanted?: PersonKind) => {
    const query = new URLSearchParams({ ...(wanted && { kind: wanted }), ...(search && { search }) })
    return query.size > 0 ? `${paths.people(slug)}?${query}` : paths.people(slug)
  }
  const add = can('people.manage') && (
    <ButtonLink
      href={kind ? `${paths.newPerson(slug)}?kind=${kind}` : paths.newPerson(slug)}
      variant="primary"
      icon="plus"
    >
      {t('people.add')}
    </ButtonLink>
  )
  return (
    <Page>
      <PageHeading title={t('shell.people')} actions={add} />
      <Stack>
        <SearchBox label={t('people.search')} value={search} onSearch={(text) => change({ search: text })} />
        <TabLinks
          label={t('people.kinds')}
          links={[
            { href: address(), label: t('people.all'), current: kind === undefined },
            ...kinds.map((each) => ({ href: address(each), label: t(tabNames[each]), current: kind === each })),
          ]}
        />
        <PeopleTable
          rows={rows}
          empty={
            search || kind ? (
              <EmptyState title={t('people.none_found')}>{t('people.none_found_detail')}</EmptyState>
            ) : (
              <EmptyState title={t('people.none')} action={add}>
                {t('people.none_detail')}
              </EmptyState>
            )
          }
        />
        <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
      </Stack>
    </Page>
  )
}
