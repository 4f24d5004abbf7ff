import { useI18n } from '#web/app/i18n.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { startOf, type Choice } from './choices.ts'
import type { Offering, SiteData } from './page-data.ts'
import type { Request } from './use-request.ts'

interface ConfirmStepProps {
  site: SiteData
  offering: Offering | null
  request: Request
  now: Temporal.Instant
}

/** What happens when the request is sent, before it is. */
export function ConfirmStep({ site, offering, request, now }: ConfirmStepProps) {
  const { t, formatLongDay, formatTime } = useI18n()
  const { organisation, terms } = site
  const until = answerBy(terms, request.choices, now)
  const by = t('public.time_on', { day: formatLongDay(until), time: formatTime(until) })
  const isInstant = offering?.confirmation === 'instant'
  return (
    <div className="confirm">
      <ol className="next-steps">
        <li>{isInstant ? t('public.next_instant') : t('public.next_answer', { name: organisation.name, by })}</li>
        <li>{t('public.next_page')}</li>
        <li>{t('public.next_pay')}</li>
      </ol>
      <p className="consent">{t('public.consent', { name: organisation.name })}</p>
      {request.refusal?.kind === 'offline' && (
        <Notice tone="warn" urgent title={t('public.offline')}>
          {t('public.kept_here')}
        </Notice>
      )}
    </div>
  )
}

/** Until when the school has answered and the times are kept: as its terms say, but well before the first of them. */
function answerBy(terms: SiteData['terms'], choices: readonly Choice[], now: Temporal.Instant): Temporal.Instant {
  const shortest = now.add({ minutes: terms.shortestHoldMinutes })
  const limits = [
    now.add({ hours: terms.holdHours }),
    ...choices.map((choice) => startOf(choice).subtract({ minutes: terms.answerBeforeLessonMinutes })),
  ]
  const soonest = limits.toSorted((one, other) => Temporal.Instant.compare(one, other))[0] ?? shortest
  return Temporal.Instant.compare(soonest, shortest) < 0 ? shortest : soonest
}
