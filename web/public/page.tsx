import { StrictMode, useSyncExternalStore } from 'react'
import { I18nProvider } from '#web/app/i18n.tsx'
import { LinkProvider } from '#web/ui/link.tsx'
import { PageLink, ServedSearchProvider } from './address.tsx'
import { BookingStatus } from './booking-status.tsx'
import { Missing } from './missing.tsx'
import type { PageData } from './page-data.ts'
import { Site } from './site.tsx'

const noSubscription = () => () => {}

/** One page, the same on the server and in the browser. */
export function Page({ page }: { page: PageData }) {
  const { content } = page
  const servedZone = content.kind === 'missing' ? 'UTC' : content.organisation.zone
  // The server knows only the clock of the organisation; the reader's own takes over in the browser.
  const zone = useSyncExternalStore(
    noSubscription,
    () => Temporal.Now.timeZoneId(),
    () => servedZone,
  )
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
