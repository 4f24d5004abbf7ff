import { fileURLToPath } from 'node:url'
import { formatMoney } from '#messages/format.ts'
import { directionOf, languageTag, type Locale, type Translator } from '#messages/translator.ts'
import { minorUnitDigits } from '#platform/currencies.ts'
import { formatPlain, money } from '#platform/money.ts'
import { renderPdf } from '#platform/pdf.ts'
import { isolateTexts } from '#platform/text-direction.ts'

/**
 * Everything an invoice or a credit note shows, copied when it was issued. Every amount counts the smallest unit of
 * `currency`; on a credit note amounts are positive, too.
 */
export interface InvoiceDocument {
  kind: 'invoice' | 'credit-note'
  number: string
  /** The invoice that a credit note is about. */
  creditedNumber: string | null
  issuedOn: Temporal.PlainDate
  dueOn: Temporal.PlainDate | null
  locale: Locale
  currency: string
  organisation: InvoiceIssuer
  billTo: InvoiceParty
  lines: readonly InvoiceLine[]
  subtotal: bigint
  taxes: readonly InvoiceTax[]
  total: bigint
  payments: readonly InvoicePayment[]
  balance: bigint
  paymentInstructions: string | null
  notes: string | null
}

export interface InvoiceParty {
  name: string
  addressLines: readonly string[]
  taxId: string | null
}

export interface InvoiceIssuer extends InvoiceParty {
  phone: string | null
  email: string | null
  /** Hue and chroma of the school's colour in OKLCH, as on its pages. */
  accentHue: number
  accentChroma: number
  /** A picture in a format that the printer draws. */
  logo: Uint8Array | null
}

export interface InvoiceLine {
  description: string
  student: string | null
  /** The start of the lesson in the zone in which it was held. */
  lessonStart: Temporal.ZonedDateTime | null
  quantity: bigint
  unitAmount: bigint
  amount: bigint
}

export interface InvoiceTax {
  name: string
  /** 1900 is 19 %. */
  basisPoints: number
  amount: bigint
  /** Already inside the prices, so that it is shown but not added. */
  included: boolean
}

export interface InvoicePayment {
  date: Temporal.PlainDate
  method: string
  amount: bigint
}

const template = fileURLToPath(new URL('./invoice.typ', import.meta.url))

/** The invoice as PDF; the same document gives the same bytes, so a hash of them can be kept. */
export function renderInvoice(document: InvoiceDocument, translate: Translator): Promise<Uint8Array> {
  checkSums(document)
  return renderPdf({
    template,
    data: isolateTexts(layOut(document, translate), directionOf(document.locale)),
    lang: document.locale,
    title: translate('invoice.file_title', {
      document: translate(titleKey(document)),
      number: document.number,
      organisation: document.organisation.name,
    }),
    date: document.issuedOn,
    ...(document.organisation.logo && { pictures: { logo: document.organisation.logo } }),
  })
}

/** A document that does not add up is a bug of whoever made it, and must never reach a family. */
function checkSums({ lines, subtotal, taxes, total, payments, balance }: InvoiceDocument): void {
  const added = taxes.filter((tax) => !tax.included)
  if (subtotal !== sum(lines)) throw new RangeError('The lines do not add up to the subtotal')
  if (total !== subtotal + sum(added)) throw new RangeError('Subtotal and taxes do not add up to the total')
  if (balance !== total - sum(payments)) throw new RangeError('Total and payments do not add up to the balance')
}

function sum(parts: readonly { amount: bigint }[]): bigint {
  return parts.reduce((running, part) => running + part.amount, 0n)
}

function titleKey({ kind }: InvoiceDocument): 'invoice.invoice' | 'invoice.credit_note' {
  return kind === 'invoice' ? 'invoice.invoice' : 'invoice.credit_note'
}

/** Words, figures and dates as they are printed; the template only places them. */
function layOut(document: InvoiceDocument, translate: Translator) {
  const { organisation, billTo, currency, locale } = document
  const write = createWriter(document)
  const asksForMoney = document.kind === 'invoice' && document.balance > 0n
  const party = (one: InvoiceParty) => ({
    name: one.name,
    address: one.addressLines,
    taxId: one.taxId === null ? null : translate('invoice.tax_id', { taxId: one.taxId }),
  })
  const included = document.taxes.filter((tax) => tax.included)
  const added = document.taxes.filter((tax) => !tax.included)
  return {
    rtl: directionOf(locale) === 'rtl',
    accent: { hue: organisation.accentHue, chroma: organisation.accentChroma },
    organisation: {
      ...party(organisation),
      logo: organisation.logo === null ? null : 'logo',
      contacts: [organisation.phone, organisation.email].filter(isGiven),
    },
    title: translate(titleKey(document)),
    number: document.number,
    credits: document.creditedNumber && translate('invoice.credits', { number: document.creditedNumber }),
    dates: [
      {
        label: translate(document.kind === 'invoice' ? 'invoice.issued' : 'invoice.credit_issued'),
        date: write.date(document.issuedOn),
      },
      ...(document.dueOn ? [{ label: translate('invoice.due'), date: write.date(document.dueOn) }] : []),
    ],
    billTo: { label: translate('invoice.bill_to'), ...party(billTo) },
    answer: answerOf(document, translate),
    head: {
      date: translate('invoice.date'),
      description: translate('invoice.description'),
      quantity: translate('invoice.quantity'),
      price: translate('invoice.price'),
      amount: translate('invoice.amount', { currency }),
    },
    lines: document.lines.map((line) => ({
      date: line.lessonStart && write.day(line.lessonStart),
      time: line.lessonStart && write.time(line.lessonStart),
      description: line.description,
      student: line.student,
      quantity: write.number(line.quantity),
      price: write.amount(line.unitAmount),
      amount: write.amount(line.amount),
    })),
    sums: [
      ...(added.length > 0 ? [{ label: translate('invoice.subtotal'), amount: write.amount(document.subtotal) }] : []),
      ...added.map((tax) => ({
        label: translate('invoice.tax', { name: tax.name, rate: write.rate(tax.basisPoints) }),
        amount: write.amount(tax.amount),
      })),
    ],
    total: { label: translate('invoice.total'), amount: formatMoney(locale, money(document.total, currency)) },
    included: included.map((tax) => ({
      label: translate('invoice.tax_included', { name: tax.name, rate: write.rate(tax.basisPoints) }),
      amount: write.amount(tax.amount),
    })),
    payments: document.payments.map((payment) => ({
      date: write.date(payment.date),
      label: translate('invoice.payment', { method: payment.method }),
      amount: write.amount(-payment.amount),
    })),
    notes: [
      { label: translate('invoice.how_to_pay'), text: asksForMoney ? document.paymentInstructions : null },
      { label: translate('invoice.notes'), text: document.notes },
    ].filter((note) => isGiven(note.text)),
    // The template counts the pages, so it gets the sentence with marks to put the figures in.
    page: translate('invoice.page', { page: '{page}', pages: '{pages}' }),
  }
}

/** The one figure the reader looks for, said once in large type, and the stamp that goes with it. */
function answerOf(document: InvoiceDocument, translate: Translator) {
  const { kind, balance, payments, dueOn, currency, locale } = document
  const amount = formatMoney(locale, money(balance < 0n ? -balance : balance, currency))
  if (kind === 'credit-note') return { label: translate('invoice.credited'), amount, until: null, stamp: null }
  if (balance < 0n) {
    return { label: translate('invoice.overpaid'), amount, until: null, stamp: translate('invoice.paid') }
  }
  if (balance === 0n) {
    const stamp = payments.length > 0 ? translate('invoice.paid') : null
    return { label: translate('invoice.nothing_to_pay'), amount, until: null, stamp }
  }
  return {
    label: translate('invoice.to_pay'),
    amount,
    until: dueOn && translate('invoice.to_pay_by', { date: createWriter(document).longDate(dueOn) }),
    stamp: payments.length > 0 ? translate('invoice.part_paid') : null,
  }
}

/** How this document writes days, times and figures: a column of amounts has the same decimals from top to bottom. */
function createWriter(document: InvoiceDocument) {
  const { locale, currency, issuedOn } = document
  const tag = languageTag(locale)
  const digits = decimalsOf(document)
  const country = `${locale}-${currency.slice(0, 2)}-u-nu-latn`
  const figures = new Intl.NumberFormat(country, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  const whole = new Intl.NumberFormat(country)
  const percent = new Intl.NumberFormat(country, { style: 'percent', maximumFractionDigits: 2 })
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' })
    return (day: Temporal.PlainDate) => format.format(day.toZonedDateTime('UTC').epochMilliseconds)
  }
  const day = write({ day: 'numeric', month: 'short' })
  const date = write({ day: 'numeric', month: 'short', year: 'numeric' })
  return {
    amount: (amount: bigint) =>
      figures.format(formatPlain(money(amount, currency)) as Intl.StringNumericLiteral).replace('-', '\u2212'),
    number: (count: bigint) => whole.format(count),
    rate: (basisPoints: number) => percent.format(basisPoints / 10_000),
    date,
    longDate: write({ day: 'numeric', month: 'long', year: 'numeric' }),
    /** The year is said only where it is not the year of the invoice. */
    day: (start: Temporal.ZonedDateTime) => (start.year === issuedOn.year ? day : date)(start.toPlainDate()),
    time: (start: Temporal.ZonedDateTime) => start.toPlainTime().toString({ smallestUnit: 'minute' }),
  }
}

/** None where people do not write them and none of the amounts needs them, as in whole rupiahs. */
function decimalsOf({ locale, currency, lines, taxes, payments }: InvoiceDocument): number {
  const digits = minorUnitDigits(currency)
  const customary = new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions()
  const amounts = [
    ...lines.flatMap((line) => [line.unitAmount, line.amount]),
    ...[...taxes, ...payments].map((part) => part.amount),
  ]
  const areWhole = amounts.every((amount) => amount % 10n ** BigInt(digits) === 0n)
  return areWhole && (customary.maximumFractionDigits ?? digits) < digits ? 0 : digits
}

function isGiven(text: string | null): text is string {
  return text !== null && text.trim() !== ''
}
