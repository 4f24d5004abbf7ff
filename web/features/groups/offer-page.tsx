import { useLoaderData, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { answerOfferByLink, type OfferByLink } from '#contract/groups'
import { getOrganisation } from '#contract/organisations'
import { I18nProvider, useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { EntryFrame } from '#web/features/session/entry-frame.tsx'
import { paths } from '#web/paths.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { PageHeading, Sheet, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { SummaryLine } from '#web/ui/summary-card.tsx'
import { PriceLines } from './price-lines.tsx'
import { useWeeklyTimes } from './weekly-times.ts'

/** A place that is kept for one family: shown to whoever holds the link, accepted or declined by a button. */
export function OfferPage() {
  const { t, locale } = useI18n()
  const { organisation: slug = '' }: { organisation?: string } = useParams({ strict: false })
  const loaded: OfferByLink | null = useLoaderData({ strict: false })
  if (!loaded)
    return (
      <EntryFrame>
        <PageHeading title={t('groups.link_unknown')} />
        <EmptyState
          title={t('groups.link_unknown_why')}
          action={<ButtonLink href={paths.publicPage(slug)}>{t('groups.to_school')}</ButtonLink>}
        >
          {t('groups.link_unknown_detail')}
        </EmptyState>
      </EntryFrame>
    )
  return (
    <I18nProvider locale={locale} zone={loaded.zone}>
      <Offer loaded={loaded} slug={slug} />
    </I18nProvider>
  )
}

function Offer({ loaded, slug }: { loaded: OfferByLink; slug: string }) {
  const { t, formatDayAndTime, formatDate } = useI18n()
  const { token = '' }: { token?: string } = useParams({ strict: false })
  const organisation = useRead(getOrganisation, {})
  const [offer, setOffer] = useState(loaded)
  const answer = useAction(answerOfferByLink, { refresh: [] })
  const describeTimes = useWeeklyTimes()
  const { status } = offer
  const isOver = answer.error?.code === 'groups.offer_over' || answer.error?.code === 'groups.offer_answered'
  const give = (accept: boolean) => answer.run({ token, accept }, { onSuccess: setOffer })

  return (
    <EntryFrame brand={organisation.name}>
      <PageHeading
        title={t('groups.offer_title', { group: offer.groupName })}
        detail={t('groups.offer_for', { student: offer.studentName })}
      />
      {status !== 'open' && (
        <Notice tone={status === 'accepted' ? 'success' : 'warn'}>
          {t(`groups.offer_${status}`, { student: offer.studentName })}
        </Notice>
      )}
      {answer.error && (
        <Notice tone="danger" urgent>
          {answer.error.title}
        </Notice>
      )}
      {(status === 'open' || status === 'accepted') && (
        <Sheet>
          <div>
            <SummaryLine
              title={describeTimes(offer.times)}
              detail={[offer.offeringTitle, offer.teacherName, offer.roomName].filter(Boolean).join(' · ')}
            />
            <SummaryLine
              title={t('groups.from_to', { from: formatDate(offer.fromOn), to: formatDate(offer.termTo) })}
            />
          </div>
          <PriceLines {...offer} />
          <Disclosure label={t('groups.in_lessons', { count: offer.lessons.length })}>
            <List label={t('groups.in_lessons', { count: offer.lessons.length })}>
              {offer.lessons.map(({ startsAt }) => (
                <ListRow key={startsAt.toString()} title={formatDayAndTime(startsAt)} />
              ))}
            </List>
          </Disclosure>
        </Sheet>
      )}
      {status === 'open' && !isOver && (
        <Stack gap="small">
          <StatusLine icon="clock">{t('groups.answer_until', { time: formatDayAndTime(offer.expiresAt) })}</StatusLine>
          <Button variant="primary" size="large" wide pending={answer.isPending} onClick={() => give(true)}>
            {t('groups.accept')}
          </Button>
          <Button size="large" wide pending={answer.isPending} onClick={() => give(false)}>
            {t('groups.decline')}
          </Button>
        </Stack>
      )}
      <StatusLine icon="any">{t('groups.times_in', { zone: offer.zone })}</StatusLine>
      <ButtonLink href={paths.publicPage(slug)}>{t('groups.to_school')}</ButtonLink>
    </EntryFrame>
  )
}
