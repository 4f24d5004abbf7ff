import { z } from 'zod'
import { listGroups, type GroupRow } from '#contract/groups'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { HueMark } from '#web/ui/hue-mark.tsx'
import { Page, PageHeading, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { useWeeklyTimes } from './weekly-times.ts'

const Search = z.object({ search: searchWord, over: z.literal('yes').optional().catch(undefined) })

export function GroupsPage() {
  const { t } = useI18n()
  const { slug, can } = useMember()
  const [{ search, over }, change] = useSearchState(Search)
  const { rows, isLoadingMore, showMore } = usePages(listGroups, { search, over, limit: 50 })
  const add = can('timetable.manage') && (
    <ButtonLink href={paths.newGroup(slug)} variant="primary" icon="plus">
      {t('groups.add')}
    </ButtonLink>
  )
  return (
    <Page>
      <PageHeading title={t('shell.groups')} actions={add} />
      <Stack>
        <SearchBox label={t('groups.search')} value={search} onSearch={(text) => change({ search: text })} />
        <TabLinks
          label={t('groups.terms')}
          links={[
            { href: paths.groups(slug), label: t('groups.running'), current: over === undefined },
            { href: `${paths.groups(slug)}?over=yes`, label: t('groups.over'), current: over === 'yes' },
          ]}
        />
        {rows === undefined && <Skeleton label={t('common.loading')} rows={4} />}
        {rows?.length === 0 && (search || over) && (
          <EmptyState title={t('groups.none_found')}>{t('groups.none_found_detail')}</EmptyState>
        )}
        {rows?.length === 0 && !search && !over && (
          <EmptyState title={t('groups.none')} action={add}>
            {t('groups.none_detail')}
          </EmptyState>
        )}
        {rows && rows.length > 0 && (
          <List label={t('shell.groups')}>
            {rows.map((group) => (
              <GroupLine key={group.id} group={group} />
            ))}
          </List>
        )}
        <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
      </Stack>
    </Page>
  )
}

function GroupLine({ group }: { group: GroupRow }) {
  const { t } = useI18n()
  const { slug } = useMember()
  const describeTimes = useWeeklyTimes()
  const { places, placesTaken, waiting, placesOffered } = group
  const facts = [group.offeringTitle, describeTimes(group.times), group.teacherName, group.roomName]
  return (
    <ListRow
      mark={<HueMark hue={group.hue} />}
      title={group.name}
      detail={facts.filter(Boolean).join(' · ')}
      end={
        <>
          {waiting + placesOffered > 0 && (
            <Badge tone="warn">{t('groups.waiting_count', { count: waiting + placesOffered })}</Badge>
          )}
          <Badge>{t('groups.places_taken', { taken: placesTaken, places })}</Badge>
        </>
      }
      href={paths.group(slug, group.id)}
    />
  )
}
