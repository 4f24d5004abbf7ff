import { z } from 'zod'
import { BookingStatus, listBookings, type BookingRow } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Table } from '#web/ui/table.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { contactOf, nameWithAge } from './applicant.ts'
import { BookingStatusBadge } from './statuses.tsx'

const search = z.object({ status: BookingStatus.optional().catch(undefined), search: searchWord })

/** Every request, also those that were answered. */
export function RequestsPage() {
  const i18n = useI18n()
  const { t, formatDayAndTime, formatDay } = i18n
  const { slug } = useMember()
  const [state, change] = useSearchState(search)
  const { rows, showMore, isLoadingMore } = usePages(listBookings, {
    ...(state.status && { status: state.status }),
    ...(state.search && { search: state.search }),
  })
  const tab = (status: z.output<typeof BookingStatus> | undefined, label: string) => {
    const query = new URLSearchParams({ ...(status && { status }), ...(state.search && { search: state.search }) })
    const href = query.size > 0 ? `${paths.requests(slug)}?${query}` : paths.requests(slug)
    return { href, label, current: state.status === status }
  }

  return (
    <Page width="wide">
      <PageHeading title={t('booking.requests')} />
      <TabLinks
        label={t('booking.status')}
        links={[
          tab(undefined, t('booking.all')),
          ...BookingStatus.options.map((status) => tab(status, t(`booking.status_${status}`))),
        ]}
      />
      <SearchBox label={t('booking.search')} value={state.search} onSearch={(text) => change({ search: text })} />
      <Table
        caption={t('booking.requests')}
        captionHidden
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.request(slug, id)}
        columns={[
          {
            id: 'student',
            title: t('booking.student'),
            cell: (row) => nameWithAge(row, i18n),
            below: ({ offeringTitle }) => offeringTitle,
          },
          { id: 'offering', title: t('booking.course'), secondary: true, cell: (row) => row.offeringTitle },
          {
            id: 'first',
            title: t('booking.first_choice'),
            cell: ({ choices: [first] }) => (first ? formatDayAndTime(first.startsAt) : ''),
          },
          {
            id: 'second',
            title: t('booking.second_choice'),
            secondary: true,
            cell: ({ choices: [, second] }) => (second ? formatDayAndTime(second.startsAt) : ''),
          },
          { id: 'contact', title: t('booking.contact'), secondary: true, cell: (row) => contactOf(row, i18n) },
          { id: 'status', title: t('booking.status'), cell: statusCell },
          { id: 'created', title: t('booking.received'), secondary: true, cell: (row) => formatDay(row.createdAt) },
        ]}
        empty={
          state.status || state.search ? (
            <EmptyState
              title={t('booking.none_found')}
              action={<ButtonLink href={paths.requests(slug)}>{t('booking.show_all')}</ButtonLink>}
            >
              {t('booking.none_found_detail')}
            </EmptyState>
          ) : (
            <EmptyState
              title={t('booking.none')}
              action={<ButtonLink href={paths.publicPage(slug)}>{t('booking.to_public_page')}</ButtonLink>}
            >
              {t('booking.none_detail')}
            </EmptyState>
          )
        }
      />
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Page>
  )
}

function statusCell({ status }: BookingRow) {
  return <BookingStatusBadge status={status} />
}
