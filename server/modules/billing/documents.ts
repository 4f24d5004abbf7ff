import { createHash } from 'node:crypto'
import type { Ctx } from '#platform/context.ts'
import type { Input, Locale } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import type { Event } from '#platform/events.ts'
import { readFileContent } from '#platform/files.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { FileAnswer } from '#platform/serve.ts'
import { translatorFor } from '#platform/texts.ts'
import { warnOf } from './config.ts'
import type * as contract from './contract.ts'
import { stillDraft } from './errors.ts'
import { renderInvoice, type InvoiceDocument } from './invoice-document.ts'
import { listLines, visibleInvoices } from './invoices.ts'
import { total } from './money-rules.ts'
import { Parties } from './parties.ts'

/** The invoice as it was issued: money that came later is on the page of the invoice, never on the document. */
export async function downloadInvoice(
  ctx: Ctx,
  { invoiceId, locale }: Input<typeof contract.downloadInvoice>,
): Promise<FileAnswer> {
  const document = await readDocument(ctx, invoiceId, locale)
  const bytes = await print(document.content)
  if (document.content.locale === document.ownLocale) await compare(ctx, invoiceId, bytes)
  return new FileAnswer(bytes, `${document.content.number}.pdf`)
}

/** Keeps the fingerprint of the document as it is first made. */
export async function keepFingerprint(ctx: Ctx, event: Event): Promise<void> {
  const invoiceId = idOf('invoice').parse(event.subjectId)
  const { content } = await readDocument(ctx, invoiceId, undefined)
  await ctx.db
    .insertInto('billing.document')
    .values({ orgId: ctx.orgId, invoiceId, sha256: fingerprint(await print(content)), madeAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['orgId', 'invoiceId']).doNothing())
    .execute()
}

async function compare(ctx: Ctx, invoiceId: Id<'invoice'>, bytes: Uint8Array): Promise<void> {
  const kept = await ctx.db
    .selectFrom('billing.document')
    .select('sha256')
    .where('orgId', '=', ctx.orgId)
    .where('invoiceId', '=', invoiceId)
    .executeTakeFirst()
  if (!kept || kept.sha256 === fingerprint(bytes)) return
  warnOf('an invoice is printed differently than at first', { invoiceId, organisation: ctx.orgId })
}

async function readDocument(ctx: Ctx, invoiceId: Id<'invoice'>, locale: Locale | undefined) {
  const invoice = await visibleInvoices(ctx)
    .leftJoin('platform.file as logo', (join) =>
      join.onRef('logo.orgId', '=', 'invoice.orgId').onRef('logo.id', '=', 'invoice.logoId'),
    )
    .select(['invoice.number', 'invoice.issuedOn', 'invoice.dueOn', 'invoice.currency', 'invoice.total'])
    .select(['invoice.locale', 'invoice.parties', 'logo.sha256 as logoHash'])
    .where('invoice.id', '=', invoiceId)
    .executeTakeFirst()
  if (!invoice) throw notFound()
  const { number, issuedOn } = invoice
  if (number === null || issuedOn === null) throw stillDraft()
  const parties = Parties.decode(invoice.parties as never) // written by issueInvoice, and checked here
  const lines = await listLines(ctx, invoiceId)
  const content: InvoiceDocument = {
    kind: 'invoice',
    number,
    creditedNumber: null,
    issuedOn,
    dueOn: invoice.dueOn,
    locale: locale ?? invoice.locale,
    currency: invoice.currency,
    organisation: { ...parties.organisation, logo: await readLogo(ctx, invoice.logoHash) },
    billTo: parties.billTo,
    lines: lines.map(({ studentName, happenedAt, quantity, ...line }) => ({
      ...line,
      student: studentName || null,
      lessonStart: happenedAt?.toZonedDateTimeISO(parties.zone) ?? null,
      quantity: BigInt(quantity),
    })),
    subtotal: invoice.total,
    taxes: [],
    total: invoice.total,
    payments: parties.prepaid.map(({ receivedOn, method, amount }) => ({
      date: receivedOn,
      method: methodName(locale ?? invoice.locale, method),
      amount,
    })),
    balance: invoice.total - total(parties.prepaid),
    paymentInstructions: parties.paymentInstructions,
    notes: null,
  }
  return { content, ownLocale: invoice.locale }
}

// An install whose folder of files was lost still prints its invoices.
async function readLogo(ctx: Ctx, sha256: string | null): Promise<Uint8Array | null> {
  if (sha256 === null) return null
  const bytes = await readFileContent({ orgId: ctx.orgId, sha256 })
  if (bytes === null) warnOf('the file of a logo is missing', { sha256, organisation: ctx.orgId })
  return bytes
}

function methodName(locale: Locale, method: 'cash' | 'transfer'): string {
  const t = translatorFor(locale)
  return method === 'cash' ? t('invoice.method_cash') : t('invoice.method_transfer')
}

function print(content: InvoiceDocument): Promise<Uint8Array> {
  return renderInvoice(content, translatorFor(content.locale))
}

function fingerprint(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
