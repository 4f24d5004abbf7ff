import { useNavigate } from '@tanstack/react-router'
import { draftInvoice, listCharges, type Charge } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, usePages } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Table } from '#web/ui/table.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { afterMoneyMoved } from './refresh.ts'
import { sumByCurrency } from './sums.ts'

const chargesAtOnce = 200

/** Lessons that were held and stand on no invoice, by family; one act makes the draft of a family. */
export function ToBillPanel() {
  const { t } = useI18n()
  const { rows, isLoadingMore, showMore } = usePages(listCharges, { unbilled: true, limit: chargesAtOnce })
  if (rows === undefined) return <Skeleton label={t('common.loading')} rows={6} />
  if (rows.length === 0)
    return <EmptyState title={t('billing.nothing_to_bill')}>{t('billing.nothing_to_bill_detail')}</EmptyState>
  const families = Map.groupBy(rows, ({ familyId }) => familyId)
  return (
    <Stack gap="large">
      {[...families].map(([familyId, charges]) => (
        <FamilyCharges key={familyId} charges={charges} />
      ))}
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Stack>
  )
}

function FamilyCharges({ charges }: { charges: readonly Charge[] }) {
  const { t, formatMoney, formatDayAndTime, formatList } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const draft = useAction(draftInvoice, { refresh: afterMoneyMoved })
  const { familyId, familyName } = charges[0]!
  const totals = sumByCurrency(charges.map(({ price }) => price))

  function make() {
    draft.run({ familyId }, { onSuccess: (invoice) => void navigate({ href: paths.invoice(slug, invoice.id) }) })
  }

  return (
    <Section
      title={familyName}
      action={
        <Inline>
          <Text weight="strong">{formatList(totals.map(formatMoney))}</Text>
          <TextLink href={paths.family(slug, familyId)}>{t('billing.family_page')}</TextLink>
          <Button icon="receipt" pending={draft.isPending} onClick={make}>
            {t('billing.make_draft')}
          </Button>
        </Inline>
      }
    >
      {draft.error && <Notice tone="danger" title={draft.error.title} urgent />}
      <Table
        caption={t('billing.charges_of', { family: familyName })}
        captionHidden
        columns={[
          { id: 'time', title: t('billing.lesson_time'), cell: ({ startsAt }) => formatDayAndTime(startsAt) },
          { id: 'student', title: t('billing.student'), cell: ({ studentName }) => studentName },
          {
            id: 'title',
            title: t('billing.lesson'),
            secondary: true,
            cell: ({ kind, title, lessonId }) => (
              <TextLink href={paths.lesson(slug, lessonId)}>
                {kind === 'cancellation' ? t('billing.late_cancellation', { title }) : title}
              </TextLink>
            ),
          },
          { id: 'price', title: t('billing.price'), numeric: true, cell: ({ price }) => formatMoney(price) },
        ]}
        rows={charges}
        rowKey={({ id }) => id}
        empty={null}
      />
    </Section>
  )
}
