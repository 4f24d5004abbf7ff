import { percentage } from '#platform/money.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { SubmitButton } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { StickyBar, SummaryCard, SummaryLine } from '#web/ui/summary-card.tsx'
import { Rank } from '#web/ui/time-choice.tsx'
import { startOf } from './choices.ts'
import type { Offering, SiteData } from './page-data.ts'
import type { Request } from './use-request.ts'

export interface SummaryProps {
  site: SiteData
  offering: Offering | null
  request: Request
  now: Temporal.Instant
  formId: string
  /** Everything is there: the button sends. */
  isReady: boolean
  onContinue: () => void
}

/** Beside the steps, where there is room. */
export function RequestCard(props: SummaryProps) {
  const { t, formatMoney } = useI18n()
  const { site, offering, request } = props
  const { organisation } = site
  return (
    <SummaryCard
      title={t('public.your_request')}
      detail={offering ? offering.title : t('public.nothing_chosen')}
      action={<SummaryAction {...props} />}
      note={<CancelNote {...props} />}
    >
      <div className="summary-choices">
        <WishLine rank={1} site={site} request={request} />
        <WishLine rank={2} site={site} request={request} />
      </div>
      {offering?.price && (
        <p className="summary-total">
          <span>{t('public.to_pay_later')}</span>
          <strong>{formatMoney(offering.price)}</strong>
        </p>
      )}
      {organisation.phone && (
        <p className="summary-ask">
          <Icon name="phone" size={16} />
          <a href={`tel:${organisation.phone.replaceAll(/[^\d+]/g, '')}`}>{t('public.ask')}</a>
        </p>
      )}
    </SummaryCard>
  )
}

/** At the lower edge of a phone. */
export function RequestBar(props: SummaryProps) {
  const { t, formatMoney } = useI18n()
  const { site, offering, request } = props
  return (
    <StickyBar
      action={
        <div className="bar-action">
          {offering?.price && <strong>{formatMoney(offering.price)}</strong>}
          <SummaryAction {...props} />
        </div>
      }
    >
      {request.choices.length > 0 ? (
        <>
          <WishLine rank={1} site={site} request={request} />
          <WishLine rank={2} site={site} request={request} />
        </>
      ) : (
        <p className="bar-hint">{offering ? offering.title : t('public.nothing_chosen')}</p>
      )}
    </StickyBar>
  )
}

function SummaryAction({ offering, request, formId, isReady, onContinue }: SummaryProps) {
  const { t } = useI18n()
  if (!offering || !isReady) {
    return (
      <Button variant="primary" size="large" wide onClick={onContinue}>
        {t('public.continue')}
      </Button>
    )
  }
  return (
    <SubmitButton form={formId} size="large" wide pending={request.isSending}>
      {offering.confirmation === 'instant' ? t('public.book') : t('public.send')}
    </SubmitButton>
  )
}

/** Free cancelling is promised only while every chosen time is far enough away for it. */
function CancelNote({ site, offering, request, now }: SummaryProps) {
  const { t, formatMoney } = useI18n()
  const { freeUntilHours: hours, latePercent } = site.terms
  const lastFree = now.add({ hours })
  const isLate = request.choices.some((choice) => Temporal.Instant.compare(startOf(choice), lastFree) < 0)
  if (latePercent === 0) return t('public.cancel_free')
  if (!isLate) return t('public.cancel_note', { hours })
  if (!offering?.price) return null
  const cost = percentage(offering.price, BigInt(latePercent) * 100n)
  return t('public.cancel_late', { hours, cost: formatMoney(cost) })
}

function WishLine({ rank, site, request }: { rank: 1 | 2; site: SiteData; request: Request }) {
  const { t, formatDayAndTime } = useI18n()
  const choice = request.choices[rank - 1]
  const teacher = site.teachers.find(({ id }) => id === choice?.teacherId)
  const place = rank === 1 ? t('public.first_choice') : t('public.second_choice')
  return (
    <SummaryLine
      mark={<Rank choice={rank} />}
      title={
        choice ? (
          formatDayAndTime(startOf(choice))
        ) : (
          <span className="wish-open">{rank === 1 ? t('public.choose_time') : t('public.choose_second')}</span>
        )
      }
      detail={choice && teacher ? t('public.with_teacher', { choice: place, name: teacher.fullName }) : place}
    />
  )
}
