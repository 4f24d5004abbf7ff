import { StrictMode } from 'react'
import { I18nProvider } from '#web/app/i18n.tsx'
import { LinkProvider } from '#web/ui/link.tsx'
import { PageLink, ServedSearchProvider } from './address.tsx'
import { BookingStatus } from './booking-status.tsx'
import { Missing } from './missing.tsx'
import type { PageData } from './page-data.ts'
import { useReaderZone } from './reader-zone.ts'
import { Site } from './site.tsx'

/** One page, the same on the server and in the browser. */
export function Page({ page }: { page: PageData }) {
  const { content } = page
  const servedZone = content.kind === 'missing' ? 'UTC' : content.organisation.zone
  const readerZone = useReaderZone(servedZone)
  // Whoever comes to a lesson in person goes by the clock of the place.
  const zone = content.kind === 'booking' && !content.isOnline ? content.booking.zone : readerZone
  return (
    <StrictMode>
      <I18nProvider locale={page.locale} zone={zone} catalogue={page.catalogue}>
        <ServedSearchProvider value={page.search}>
          <LinkProvider value={PageLink}>
            <Content content={content} now={Temporal.Instant.from(page.now)} />
          </LinkProvider>
        </ServedSearchProvider>
      </I18nProvider>
    </StrictMode>
  )
}

function Content({ content, now }: { content: PageData['content']; now: Temporal.Instant }) {
  switch (content.kind) {
    case 'site':
      return <Site site={content} now={now} />
    case 'booking':
      return <BookingStatus data={content} now={now} />
    case 'missing':
      return <Missing />
  }
}
