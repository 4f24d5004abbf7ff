import { z } from 'zod'
import { createFormatters } from '#messages/format.ts'
import { notify, sendLetter } from '#notifications'
import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import { amount, plainDate } from '#platform/contract.ts'
import type { Event } from '#platform/events.ts'
import { idOf } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { listPayers } from './payers.ts'

const InvoiceIssued = z.object({
  number: z.string(),
  familyId: idOf('family'),
  total: amount,
  currency: z.string(),
  dueOn: plainDate,
  prepaid: amount,
})

/** Tells whoever pays that an invoice is there, by mail and inside. */
export async function tellOfInvoice(ctx: Ctx, event: Event): Promise<void> {
  const invoice = InvoiceIssued.decode(event.payload as never) // written by issueInvoice, and checked here
  const organisation = await getOrganisation(ctx)
  const path = `/payments/${event.subjectId}`
  for (const payer of await listPayers(ctx, invoice.familyId)) {
    const locale = payer.locale ?? organisation.locale
    const t = translatorFor(locale)
    const { formatMoney, formatDate } = createFormatters(locale, organisation.zone)
    const inWords = (sum: bigint) => formatMoney({ amount: sum, currency: invoice.currency })
    const { number } = invoice
    const sum = inWords(invoice.total)
    const left = invoice.total - invoice.prepaid
    await notify(ctx, {
      uniqueKey: `${event.id} ${payer.id}`,
      personId: payer.id,
      kind: 'billing.invoice_issued',
      arguments: { number, amount: sum },
      path,
    })
    if (payer.email === null) continue
    const toPay =
      left === 0n
        ? t('mail.invoice.paid')
        : invoice.prepaid > 0n
          ? t('mail.invoice.part_paid', {
              prepaid: inWords(invoice.prepaid),
              left: inWords(left),
              date: formatDate(invoice.dueOn),
            })
          : t('mail.invoice.to_pay', { date: formatDate(invoice.dueOn) })
    await sendLetter(ctx, {
      uniqueKey: `invoice:${event.subjectId}:${payer.id}`,
      recipient: payer.email,
      recipientName: payer.name,
      locale,
      subject: t('mail.invoice.subject', { number, organisation: organisation.name }),
      paragraphs: [
        t('mail.invoice.greeting', { name: payer.name }),
        t('mail.invoice.body', { number, amount: sum, organisation: organisation.name }),
        toPay,
        ...(left > 0n && organisation.paymentInstructions ? [organisation.paymentInstructions] : []),
      ],
      action: { label: t('mail.invoice.action'), path },
    })
  }
}

const PaymentRecorded = z.object({
  familyId: idOf('family'),
  amount,
  currency: z.string(),
  receivedOn: plainDate,
  invoices: z.array(z.object({ invoiceId: idOf('invoice'), amount })),
})

/** Thanks whoever pays, and says what stays as balance. */
export async function tellOfPayment(ctx: Ctx, event: Event): Promise<void> {
  const payment = PaymentRecorded.decode(event.payload as never) // written by recordPayment, and checked here
  const organisation = await getOrganisation(ctx)
  const left = payment.invoices.reduce((rest, part) => rest - part.amount, payment.amount)
  const path = '/payments'
  for (const payer of await listPayers(ctx, payment.familyId)) {
    const locale = payer.locale ?? organisation.locale
    const t = translatorFor(locale)
    const { formatMoney, formatDate } = createFormatters(locale, organisation.zone)
    const inWords = (sum: bigint) => formatMoney({ amount: sum, currency: payment.currency })
    const sum = inWords(payment.amount)
    await notify(ctx, {
      uniqueKey: `${event.id} ${payer.id}`,
      personId: payer.id,
      kind: 'billing.payment_recorded',
      arguments: { amount: sum },
      path,
    })
    if (payer.email === null) continue
    await sendLetter(ctx, {
      uniqueKey: `payment:${event.subjectId}:${payer.id}`,
      recipient: payer.email,
      recipientName: payer.name,
      locale,
      subject: t('mail.payment.subject', { amount: sum, organisation: organisation.name }),
      paragraphs: [
        t('mail.payment.greeting', { name: payer.name }),
        t('mail.payment.body', { amount: sum, date: formatDate(payment.receivedOn) }),
        ...(left > 0n ? [t('mail.payment.left', { left: inWords(left) })] : []),
      ],
      action: { label: t('mail.payment.action'), path },
    })
  }
}
