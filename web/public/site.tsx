import { useI18n } from '#web/app/i18n.tsx'
import { SkipLink } from '#web/ui/skip-link.tsx'
import { BookingSteps } from './booking-steps.tsx'
import type { SiteData } from './page-data.ts'
import { SchoolCover } from './school-cover.tsx'
import { SchoolFooter, TeachersPart, VisitPart } from './school-parts.tsx'
import './public.css'

interface SiteProps {
  site: SiteData
  now: Temporal.Instant
}

/** The public page of an organisation: who we are, and booking a lesson. */
export function Site({ site, now }: SiteProps) {
  const { t } = useI18n()
  const { organisation, offerings, teachers } = site
  const shown = teachers.filter(({ id }) => offerings.some(({ teacherIds }) => teacherIds.includes(id)))
  return (
    <>
      <SkipLink label={t('common.skip_to_content')} />
      <SchoolCover
        organisation={organisation}
        title={organisation.headline || organisation.name}
        now={now}
        sections={[
          { href: '#courses', label: t('public.courses') },
          ...(shown.length > 0 ? [{ href: '#teachers', label: t('public.teachers') }] : []),
          { href: '#visit', label: t('public.visit') },
        ]}
      />
      <main id="content" className="site">
        <noscript>
          <p className="site-note">{t('public.no_script', { name: organisation.name })}</p>
        </noscript>
        <BookingSteps site={site} now={now} />
        {shown.length > 0 && <TeachersPart organisation={organisation} teachers={shown} offerings={offerings} />}
        <VisitPart organisation={organisation} now={now} />
      </main>
      <SchoolFooter organisation={organisation} />
    </>
  )
}
