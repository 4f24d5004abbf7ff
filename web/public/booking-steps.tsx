import { useEffect, useId, useRef } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { Step } from '#web/ui/step-heading.tsx'
import { hrefWith, showPart, useAddress, useSearch } from './address.tsx'
import { ConfirmStep } from './confirm-step.tsx'
import type { SiteData } from './page-data.ts'
import { RequestBar, RequestCard, type SummaryProps } from './request-summary.tsx'
import { findGaps } from './request.ts'
import { useRequest } from './use-request.ts'
import { WhatStep } from './what-step.tsx'
import { WhenStep } from './when-step.tsx'
import { WhoStep } from './who-step.tsx'
import './booking.css'

interface BookingStepsProps {
  site: SiteData
  now: Temporal.Instant
}

/** What, when, who, confirm: four steps on one page, with what was chosen always in sight. */
export function BookingSteps({ site, now }: BookingStepsProps) {
  const { t } = useI18n()
  const address = useAddress()
  const search = useSearch()
  const formId = useId()
  const request = useRequest(site.organisation.slug, now)
  const when = useRef<HTMLDivElement>(null)

  const offering = site.offerings.find(({ id }) => id === address.offering) ?? null
  const isTimed = request.choices.length > 0
  const isNamed = findGaps(request.applicant, t).length === 0
  const { refusal } = request

  useEffect(() => {
    if (refusal?.kind === 'taken') when.current?.scrollIntoView({ block: 'start' })
    if (refusal?.kind === 'offline') document.querySelector('#confirm')?.scrollIntoView({ block: 'end' })
  }, [refusal])

  function goOn() {
    if (!offering) return showPart('#courses')
    if (isTimed) return void request.showGaps()
    when.current?.scrollIntoView({ block: 'start' })
    when.current?.querySelector<HTMLElement>('.time-choice')?.focus({ preventScroll: true })
  }

  const stateOf = (step: 1 | 2 | 3 | 4) => {
    const done = [offering !== null, offering !== null && isTimed, offering !== null && isTimed && isNamed]
    const state = done[step - 1] ? 'done' : done.slice(0, step - 1).every(Boolean) ? 'current' : 'coming'
    return { step, state, stateLabel: t(`public.step_${state}`) } as const
  }

  const summary: SummaryProps = {
    site,
    offering,
    request,
    now,
    formId,
    isReady: isTimed && isNamed,
    onContinue: goOn,
  }

  return (
    <div className="booking">
      <div className="booking-main">
        <div id="courses" className="booking-step" tabIndex={-1}>
          <Step {...stateOf(1)} title={t('public.what')}>
            <WhatStep
              offerings={site.offerings}
              chosen={offering}
              isGone={address.offering !== null && offering === null}
              hrefFor={(id) => hrefWith(search, { offering: id, teacher: null, week: null }, id ? 'when' : 'courses')}
            />
          </Step>
        </div>
        <div id="when" ref={when} className="booking-step" tabIndex={-1}>
          <Step {...stateOf(2)} title={t('public.when')}>
            {offering ? (
              <WhenStep site={site} offering={offering} request={request} now={now} />
            ) : (
              <p className="step-hint">{t('public.when_hint')}</p>
            )}
          </Step>
        </div>
        <div id="who" className="booking-step" tabIndex={-1}>
          <Step {...stateOf(3)} title={t('public.who')}>
            {offering ? (
              <WhoStep
                formId={formId}
                organisation={site.organisation}
                request={request}
                onSend={() => (isTimed ? void request.send(offering.id) : goOn())}
              />
            ) : (
              <p className="step-hint">{t('public.who_hint')}</p>
            )}
          </Step>
        </div>
        <div id="confirm" className="booking-step booking-last" tabIndex={-1}>
          <Step {...stateOf(4)} title={t('public.confirm')}>
            <ConfirmStep site={site} offering={offering} request={request} now={now} />
          </Step>
        </div>
      </div>
      <aside className="booking-side" aria-label={t('public.your_request')}>
        <RequestCard {...summary} />
      </aside>
      {offering && <RequestBar {...summary} />}
    </div>
  )
}
