import { useNavigate, useParams } from '@tanstack/react-router'
import { changeOffering, createOffering, listOfferings, type Offering } from '#contract/catalogue'
import { MissingScreen } from '#web/app/errors.tsx'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button } from '#web/ui/button.tsx'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { OfferingForm } from './offering-form.tsx'

export function NewOfferingPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const create = useAction(createOffering, { refresh: [listOfferings] })
  const show = (offering: Offering) => void navigate({ href: paths.offering(slug, offering.id) })
  return (
    <Page width="narrow">
      <PageHeading
        title={t('catalogue.add')}
        above={<TextLink href={paths.catalogue(slug)}>{t('shell.catalogue')}</TextLink>}
      />
      <OfferingForm
        error={create.error}
        pending={create.isPending}
        submitLabel={t('catalogue.add')}
        onSubmit={(input) => create.run(input, { onSuccess: show })}
      />
    </Page>
  )
}

export function OfferingPage() {
  const { offeringId }: { offeringId?: string } = useParams({ strict: false })
  const { offerings } = useRead(listOfferings, { all: true })
  const offering = offerings.find(({ id }) => id === offeringId)
  return offering ? <EditOffering offering={offering} /> : <MissingScreen />
}

function EditOffering({ offering }: { offering: Offering }) {
  const { t, formatDate, formatMoney } = useI18n()
  const { slug, can } = useMember()
  const show = useToast()
  const change = useAction(changeOffering, { refresh: 'everything' })
  const toggle = useAction(changeOffering, { refresh: 'everything' })
  const setActive = (isActive: boolean) =>
    toggle.run(
      { offeringId: offering.id, isActive },
      {
        onSuccess: () =>
          show({
            message: t(isActive ? 'catalogue.opened' : 'catalogue.closed', { title: offering.title }),
            undo: { label: t('common.undo'), run: () => setActive(!isActive) },
          }),
      },
    )
  return (
    <Page width="narrow">
      <PageHeading
        title={offering.title}
        above={<TextLink href={paths.catalogue(slug)}>{t('shell.catalogue')}</TextLink>}
        detail={
          offering.price &&
          offering.priceSince &&
          t('catalogue.price_since', { price: formatMoney(offering.price), date: formatDate(offering.priceSince) })
        }
        actions={
          can('catalogue.manage') && (
            <Button pending={toggle.isPending} onClick={() => setActive(!offering.isActive)}>
              {t(offering.isActive ? 'catalogue.close' : 'catalogue.open')}
            </Button>
          )
        }
      />
      {toggle.error && <Notice tone="danger" title={toggle.error.title} urgent />}
      {offering.isActive ? null : (
        <Notice tone="warn" title={t('catalogue.is_inactive')}>
          {t('catalogue.inactive_detail')}
        </Notice>
      )}
      {offering.price === null && (
        <StatusLine icon="alert" tone="warn">
          {t('catalogue.needs_price')}
        </StatusLine>
      )}
      <OfferingForm
        offering={offering}
        error={change.error}
        pending={change.isPending}
        submitLabel={t('common.save')}
        onSubmit={({ priceAmount, ...input }) =>
          change.run(
            {
              ...input,
              offeringId: offering.id,
              // The same amount again would only begin a new price for nothing.
              ...(priceAmount !== offering.price?.amount && { priceAmount }),
            },
            { onSuccess: () => show({ message: t('catalogue.saved') }) },
          )
        }
      />
    </Page>
  )
}
