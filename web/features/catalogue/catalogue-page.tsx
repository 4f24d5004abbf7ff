import { listOfferings, type Offering } from '#contract/catalogue'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { HueMark } from '#web/ui/hue-mark.tsx'
import { Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { Table } from '#web/ui/table.tsx'
import { Text } from '#web/ui/text.tsx'

/** What can be booked; what no longer can stands apart. */
export function CataloguePage() {
  const { t } = useI18n()
  const { slug, can } = useMember()
  const { offerings } = useRead(listOfferings, { all: true })
  const active = offerings.filter((offering) => offering.isActive)
  const inactive = offerings.filter((offering) => !offering.isActive)
  const add = can('catalogue.manage') && (
    <ButtonLink href={paths.newOffering(slug)} variant="primary" icon="plus">
      {t('catalogue.add')}
    </ButtonLink>
  )
  return (
    <Page>
      <PageHeading title={t('shell.catalogue')} actions={add} />
      <Offerings
        caption={t('shell.catalogue')}
        offerings={active}
        empty={
          <EmptyState title={t('catalogue.none')} action={add}>
            {t('catalogue.none_detail')}
          </EmptyState>
        }
      />
      {inactive.length > 0 && (
        <Section title={t('catalogue.inactive')} count={inactive.length}>
          <Text tone="soft">{t('catalogue.inactive_detail')}</Text>
          <Offerings caption={t('catalogue.inactive')} offerings={inactive} empty={null} />
        </Section>
      )}
    </Page>
  )
}

interface OfferingsProps {
  caption: string
  offerings: readonly Offering[]
  empty: React.ReactNode
}

function Offerings({ caption, offerings, empty }: OfferingsProps) {
  const { t, formatMoney, formatNumber } = useI18n()
  const { slug } = useMember()
  return (
    <Table
      caption={caption}
      captionHidden
      rows={offerings}
      rowKey={(offering) => offering.id}
      rowHref={(offering) => paths.offering(slug, offering.id)}
      empty={empty}
      columns={[
        {
          id: 'title',
          title: t('catalogue.title'),
          cell: (offering) => (
            <>
              <HueMark hue={offering.hue} /> <bdi>{offering.title}</bdi>
            </>
          ),
        },
        { id: 'level', title: t('catalogue.level'), cell: (offering) => offering.level, secondary: true },
        {
          id: 'duration',
          title: t('catalogue.duration'),
          cell: (offering) => t('catalogue.minutes', { count: offering.durationMinutes }),
          numeric: true,
        },
        {
          id: 'places',
          title: t('catalogue.places'),
          cell: (offering) => formatNumber(offering.places),
          numeric: true,
          secondary: true,
        },
        {
          id: 'teachers',
          title: t('catalogue.teachers'),
          cell: (offering) => formatNumber(offering.teacherIds.length),
          numeric: true,
          secondary: true,
        },
        {
          id: 'price',
          title: t('catalogue.price'),
          cell: (offering) => (offering.price ? formatMoney(offering.price) : t('catalogue.no_price')),
          numeric: true,
        },
      ]}
    />
  )
}
