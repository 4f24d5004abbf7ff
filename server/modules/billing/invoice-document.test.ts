import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { readGroup } from '#messages/catalogue.ts'
import { createTranslator, locales, type Locale } from '#messages/translator.ts'
import { closePdf } from '#platform/pdf.ts'
import { countPdfPages, isArchivalPdf, readPdfCharacters } from '#testing/pdf-text.ts'
import { type InvoiceDocument, renderInvoice } from './invoice-document.ts'

after(closePdf)

const line = {
  description: 'Piano, 45 menit',
  student: 'Sofia Wijaya',
  lessonStart: Temporal.ZonedDateTime.from('2026-11-03T16:15[Asia/Jakarta]'),
  quantity: 1n,
  unitAmount: 275_000_00n,
  amount: 275_000_00n,
}

/** The invoice of a family in Bandung; `lines` and `paid` make the sums, everything else can be varied. */
function invoice({
  lines = 3,
  paid = 0n,
  ...changes
}: { lines?: number; paid?: bigint } & Partial<Omit<InvoiceDocument, 'lines'>> = {}) {
  const total = BigInt(lines) * line.amount
  const document: InvoiceDocument = {
    kind: 'invoice',
    number: '2026-0042',
    creditedNumber: null,
    issuedOn: Temporal.PlainDate.from('2026-11-20'),
    dueOn: Temporal.PlainDate.from('2026-12-04'),
    locale: 'id',
    currency: 'IDR',
    organisation: {
      name: 'Sekolah Musik Suara',
      addressLines: ['Jl. Melati 12', 'Bandung 40115'],
      phone: '+62 22 1234 5678',
      email: 'kantor@example.org',
      taxId: '01.234.567.8-901.000',
      accentHue: 195,
      accentChroma: 0.085,
      logo: null,
    },
    billTo: { name: 'Ratna Wijaya', addressLines: ['Jl. Anggrek 3', 'Bandung 40114'], taxId: null },
    lines: Array.from({ length: lines }, (_, index) => ({
      ...line,
      lessonStart: line.lessonStart.add({ weeks: index }),
    })),
    subtotal: total,
    taxes: [],
    total,
    payments: paid === 0n ? [] : [{ date: Temporal.PlainDate.from('2026-11-21'), method: 'transfer', amount: paid }],
    balance: total - paid,
    paymentInstructions: 'Transfer ke 123-456-7890',
    notes: null,
    ...changes,
  }
  return document
}

async function print(document: InvoiceDocument): Promise<Uint8Array> {
  return renderInvoice(document, createTranslator(document.locale, await readGroup('invoice', document.locale)))
}

test('an invoice is one archival page in each language, and the same bytes each time', async () => {
  for (const locale of locales) {
    const bytes = await print(invoice({ locale }))
    assert.ok(isArchivalPdf(bytes), locale)
    assert.equal(countPdfPages(bytes), 1, locale)
    assert.deepEqual(await print(invoice({ locale })), bytes)
    assert.ok(bytes.length < 100_000, `${locale}: ${bytes.length} bytes`)
  }
})

test('the four languages have the same sentences', async () => {
  const keys = async (locale: Locale) => Object.keys(await readGroup('invoice', locale))
  for (const locale of locales) assert.deepEqual(await keys(locale), await keys('en'))
})

test('a long invoice runs over pages', async () => {
  assert.equal(countPdfPages(await print(invoice({ lines: 40 }))), 3)
})

test('an Arabic invoice has Western figures and Arabic words', async () => {
  const shown = readPdfCharacters(await print(invoice({ locale: 'ar' })))
  assert.ok(Array.from('0123456789').every((figure) => shown.has(figure)))
  assert.ok(![...shown].some((character) => /[\u0660-\u0669\u06F0-\u06F9]/.test(character)))
  assert.ok([...shown].some((character) => /\p{Script=Arabic}/u.test(character)))
})

test('paid, part-paid, overpaid, free and credited invoices can all be printed', async () => {
  const states = [
    invoice({ paid: line.amount }),
    invoice({ paid: 3n * line.amount }),
    invoice({ paid: 4n * line.amount }),
    invoice({ lines: 0, subtotal: 0n }),
    invoice({ kind: 'credit-note', creditedNumber: '2026-0041', dueOn: null }),
  ]
  const printed = await Promise.all(states.map(print))
  assert.equal(new Set(printed.map((bytes) => Buffer.from(bytes).toString('base64'))).size, states.length)
})

test('texts and amounts of any length stay on the page, and markup stays text', async () => {
  const longest = invoice({ notes: `${'W'.repeat(300)} #read("/etc/passwd") ${'long name '.repeat(40)}` })
  const shown = readPdfCharacters(await print(longest))
  assert.ok(['#', '"', '/', '('].every((character) => shown.has(character)))
})

test('an included tax is shown and not added; another one is added', async () => {
  const tax = { name: 'PPN', basisPoints: 1_100, amount: 90_750_00n }
  await print(invoice({ taxes: [{ ...tax, included: true }] }))
  const total = 3n * line.amount + tax.amount
  await print(invoice({ taxes: [{ ...tax, included: false }], total, balance: total }))
})

test('a document that does not add up is refused', () => {
  const tax = { name: 'PPN', basisPoints: 1_100, amount: 1n, included: false }
  for (const wrong of [{ subtotal: 1n }, { total: 1n }, { balance: 1n }, { taxes: [tax] }]) {
    assert.throws(() => renderInvoice(invoice(wrong), () => ''), RangeError)
  }
})
