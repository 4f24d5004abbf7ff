import { locales } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { logoAddress } from '#web/app/public-pictures.ts'
import { Cover, CoverFacts } from '#web/ui/cover.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { hrefWith, useSearch } from './address.tsx'
import { closureOn } from './days.ts'
import type { Organisation } from './page-data.ts'
import { formatMinute } from './hours.ts'

export const languageNames = { en: 'English', fr: 'Français', id: 'Bahasa Indonesia', ar: 'العربية' } as const

interface SchoolCoverProps {
  organisation: Organisation
  title: string
  now: Temporal.Instant
  sections?: readonly { href: string; label: string }[]
  /** Where the name leads; nowhere on the page itself. */
  homeHref?: string
}

export function SchoolCover({ organisation, title, now, sections = [], homeHref }: SchoolCoverProps) {
  const { t } = useI18n()
  const isHome = homeHref === undefined
  return (
    <Cover
      title={title}
      edge={organisation.preset === 'music-school' ? 'keys' : 'plain'}
      top={
        <>
          <SchoolName organisation={organisation} href={homeHref ?? '#content'} />
          {sections.length > 0 && (
            <nav className="site-links" aria-label={t('public.sections')}>
              {sections.map(({ href, label }) => (
                <a key={href} href={href}>
                  {label}
                </a>
              ))}
            </nav>
          )}
          <LanguageMenu />
        </>
      }
    >
      {isHome && organisation.description && <p className="site-description">{organisation.description}</p>}
      {isHome && (
        <CoverFacts>
          {organisation.address && <StatusLine icon="place">{organisation.address}</StatusLine>}
          <OpenToday organisation={organisation} now={now} />
          {organisation.phone && (
            <StatusLine icon="phone">
              <a className="site-plain-link" href={`tel:${organisation.phone.replaceAll(/[^\d+]/g, '')}`} dir="ltr">
                {organisation.phone}
              </a>
            </StatusLine>
          )}
        </CoverFacts>
      )}
    </Cover>
  )
}

function SchoolName({ organisation, href }: { organisation: Organisation; href: string }) {
  const logo = logoAddress(organisation)
  return (
    <a className="site-name" href={href}>
      {logo ? (
        <img className="site-mark" src={logo} alt="" />
      ) : (
        <span className="site-mark" aria-hidden="true">
          {Array.from(organisation.name)[0]}
        </span>
      )}
      {organisation.name}
    </a>
  )
}

function LanguageMenu() {
  const { locale } = useI18n()
  const search = useSearch()
  return (
    <Menu
      label={languageNames[locale]}
      icon="language"
      variant="quiet"
      entries={locales.map((lang) => ({ label: languageNames[lang], href: hrefWith(search, { lang }) }))}
    />
  )
}

function OpenToday({ organisation, now }: { organisation: Organisation; now: Temporal.Instant }) {
  const { t } = useI18n()
  if (organisation.openingHours.length === 0) return null
  const here = now.toZonedDateTimeISO(organisation.zone)
  const minute = here.hour * 60 + here.minute
  const isClosed = closureOn(here.toPlainDate(), organisation.closures) !== null
  const next = organisation.openingHours.find(
    ({ weekday, toMinute }) => weekday === here.dayOfWeek && toMinute > minute && !isClosed,
  )
  if (!next) return <StatusLine icon="clock">{t('public.closed_now')}</StatusLine>
  return (
    <StatusLine icon="clock">
      {next.fromMinute > minute
        ? t('public.open_from', { time: formatMinute(next.fromMinute) })
        : t('public.open_until', { time: formatMinute(next.toMinute) })}
    </StatusLine>
  )
}
