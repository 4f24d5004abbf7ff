import type { Translator } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Link } from '#web/ui/link.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Heading } from '#web/ui/text.tsx'
import { hueOf } from '#web/ui/hue.ts'
import type { Offering } from './page-data.ts'

interface WhatStepProps {
  offerings: readonly Offering[]
  chosen: Offering | null
  /** The address names a course that is not among them. */
  isGone: boolean
  hrefFor: (offeringId: string | null) => string
}

/** So many stay easy to read in one list; more are grouped by what they teach. */
const mostInOneList = 6

export function WhatStep({ offerings, chosen, isGone, hrefFor }: WhatStepProps) {
  const { t } = useI18n()
  if (chosen) {
    return (
      <div className="offering" data-chosen>
        <OfferingFacts offering={chosen} />
        {offerings.length > 1 && (
          <TextLink weight="strong" href={hrefFor(null)}>
            {t('public.change_course')}
          </TextLink>
        )}
      </div>
    )
  }
  const gone = isGone && (
    <Notice tone="warn" title={t('public.offering_gone')}>
      {offerings.length > 0 && t('public.offering_gone_detail')}
    </Notice>
  )
  if (offerings.length === 0) {
    return (
      <>
        {gone}
        <EmptyState title={t('public.no_courses')}>{t('public.no_courses_detail')}</EmptyState>
      </>
    )
  }
  const groups =
    offerings.length > mostInOneList ? Map.groupBy(offerings, ({ subject }) => subject) : new Map([['', offerings]])
  const lists = [...groups].map(([subject, group]) => (
    <div key={subject} className="offering-group">
      {groups.size > 1 && subject && (
        <Heading level={3} size={14}>
          {subject}
        </Heading>
      )}
      <ul className="offerings" aria-label={groups.size > 1 && subject ? subject : t('public.courses')}>
        {group.map((offering) => (
          <li key={offering.id} className="offering" data-hue={offering.hue || hueOf(offering.id)}>
            <OfferingFacts offering={offering} href={hrefFor(offering.id)} />
          </li>
        ))}
      </ul>
    </div>
  ))
  return (
    <>
      {gone}
      {lists}
    </>
  )
}

function OfferingFacts({ offering, href }: { offering: Offering; href?: string }) {
  const { t, formatMoney } = useI18n()
  return (
    <>
      <div className="offering-text">
        <Heading level={3} size={href ? 16 : 20}>
          {href ? (
            <Link className="offering-link" href={href}>
              {offering.title}
            </Link>
          ) : (
            offering.title
          )}
        </Heading>
        <p className="offering-facts">{describeOffering(offering, t)}</p>
        {offering.description && href && <p className="offering-description">{offering.description}</p>}
      </div>
      {offering.price && (
        <p className="offering-price">
          <span>{formatMoney(offering.price)}</span> <small>{t('public.a_lesson')}</small>
        </p>
      )}
    </>
  )
}

/** 45 minutes, in person, beginner */
export function describeOffering(offering: Offering, t: Translator): string {
  const facts = [
    t('public.minutes', { count: offering.durationMinutes }),
    t(`public.${offering.format}`),
    offering.places > 1 ? t('public.group_of', { count: offering.places }) : t('public.one_to_one'),
  ]
  if (offering.level) facts.push(nameLevel(offering.level, t))
  return facts.join(t('public.comma'))
}

/** The three common levels in the reader's language; whatever else a school wrote stays as it is. */
function nameLevel(level: string, t: Translator): string {
  const known = (['beginner', 'intermediate', 'advanced'] as const).find((each) => each === level.trim().toLowerCase())
  return known ? t(`public.level_${known}`) : level
}
