import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { endGuardianship, getPerson } from '#contract/people'
import { newId } from '#platform/ids.ts'
import type { Event } from '#platform/events.ts'
import { inSystem } from '#platform/jobs.ts'
import { closePdf } from '#platform/pdf.ts'
import { countPdfPages } from '#testing/pdf-text.ts'
import { world } from '#testing/world.ts'
import { billTom, findLedgerErrors, holdLesson, insertDraft } from './billing.test-data.ts'
import {
  discardDraft,
  downloadInvoice,
  draftInvoice,
  getFamilyAccount,
  getInvoice,
  getMoneySummary,
  getMyAccount,
  issueInvoice,
  listCharges,
  listInvoices,
} from './contract.ts'
import { tellOfInvoice } from './telling.ts'

after(closePdf)

test('what lessons cost becomes a draft, and the draft an invoice with number, due day and lines', async () => {
  const school = await world()
  const { as, dewi, maria, families } = school
  await holdLesson(school, school.tom)
  await holdLesson(school, school.tom, { days: 7 })
  const { rows: charges } = await as(dewi)(listCharges, { unbilled: true })
  assert.deepEqual(
    charges.map(({ title, studentName, price }) => [title, studentName, price.amount]),
    [
      ['Piano', 'Tom Santoso', 18_500_000n],
      ['Piano', 'Tom Santoso', 18_500_000n],
    ],
  )
  const draft = await as(dewi)(draftInvoice, { familyId: families.marias })
  assert.equal(draft.state, 'draft')
  assert.equal(draft.number, null)
  assert.deepEqual(draft.can, { issue: true, discard: true, recordPayment: false })
  assert.equal((await as(dewi)(listCharges, { unbilled: true })).rows.length, 0)

  const invoice = await as(dewi)(issueInvoice, { invoiceId: draft.id })
  assert.equal(invoice.number, 'INV-2026-0001')
  assert.equal(invoice.issuedOn?.toString(), '2026-11-24')
  assert.equal(invoice.dueOn?.toString(), '2026-12-08')
  assert.deepEqual(invoice.total, { amount: 37_000_000n, currency: 'IDR' })
  assert.equal(invoice.state, 'open')
  assert.deepEqual(
    invoice.lines.map(({ description, studentName, happenedAt }) => [description, studentName, happenedAt?.toString()]),
    [
      ['Piano', 'Tom Santoso', '2026-11-17T04:00:00Z'],
      ['Piano', 'Tom Santoso', '2026-11-24T04:00:00Z'],
    ],
  )
  assert.deepEqual((await as(maria)(getInvoice, { invoiceId: draft.id })).can, {
    issue: false,
    discard: false,
    recordPayment: false,
  })
  assert.deepEqual(await findLedgerErrors(school), [])
})

test('a draft can be thrown away and its lessons billed again; an issued invoice cannot', async () => {
  const school = await world()
  const { as, refused, dewi, families } = school
  await holdLesson(school, school.tom)
  const first = await as(dewi)(draftInvoice, { familyId: families.marias })
  await as(dewi)(discardDraft, { invoiceId: first.id })
  assert.equal((await refused(dewi)(getInvoice, { invoiceId: first.id })).status, 404)
  const second = await as(dewi)(draftInvoice, { familyId: families.marias })
  await as(dewi)(issueInvoice, { invoiceId: second.id })
  for (const endpoint of [discardDraft, issueInvoice]) {
    const { status, body } = await refused(dewi)(endpoint, { invoiceId: second.id })
    assert.deepEqual([status, body.code], [409, 'billing.already_issued'])
  }
  assert.equal((await refused(dewi)(draftInvoice, { familyId: families.marias })).body.code, 'billing.nothing_to_bill')
})

test('the database itself keeps an issued invoice as it is', async () => {
  const school = await world()
  const { access, organisation } = school
  const invoice = await billTom(school)
  const client = await access.pool.connect()
  try {
    await client.query(`begin; set local role lessonry_app; set local app.org_id = '${organisation.id}'`)
    const changed = await client.query('update billing.invoice set total = 1 where org_id = $1', [organisation.id])
    const gone = await client.query('delete from billing.invoice where org_id = $1', [organisation.id])
    assert.deepEqual([changed.rowCount, gone.rowCount], [0, 0])
    await client.query('rollback')
  } finally {
    client.release()
  }
  assert.equal((await school.as(school.dewi)(getInvoice, { invoiceId: invoice.id })).total.amount, 18_500_000n)
})

test('20 people who issue at once, some of them in vain, leave no gap in the numbers', async () => {
  const school = await world()
  const { as, send, dewi, families, organisation } = school
  const draft = (amount: bigint) => insertDraft(school, { familyId: families.marias, amount, currency: 'IDR' })
  const drafts = await Promise.all(Array.from({ length: 14 }, (_, index) => draft(BigInt(index + 1))))
  const empty = await Promise.all(Array.from({ length: 6 }, () => draft(1n)))
  // An amount that the ledger cannot hold fails after its number was taken.
  await school.access.owner
    .updateTable('billing.invoiceLine')
    .set({ unitAmount: 2n ** 63n - 1n, amount: 2n ** 63n - 1n })
    .where('orgId', '=', organisation.id)
    .where('invoiceId', 'in', empty)
    .execute()
  const path = (id: string) => `/api/o/${organisation.slug}/invoices/${id}/issue`
  const answers = await Promise.all(
    drafts
      .flatMap((id, index) => [id, ...(empty[index] ? [empty[index]] : [])])
      .map((id) => send(dewi, 'POST', path(id), {})),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length >= 14, true)
  const { rows } = await as(dewi)(listInvoices, { limit: 100 })
  const numbers = rows.flatMap(({ number }) => (number ? [number] : [])).toSorted()
  assert.deepEqual(
    numbers,
    numbers.map((_, index) => `INV-2026-${String(index + 1).padStart(4, '0')}`),
  )
  assert.ok(
    answers.some(({ status }) => status === 500),
    'nothing failed',
  )
  assert.deepEqual(await findLedgerErrors(school), [])
})

test('two drafts at once never bill the same lesson', async () => {
  const school = await world()
  const { send, dewi, families, organisation, as } = school
  await holdLesson(school, school.tom)
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      send(dewi, 'POST', `/api/o/${organisation.slug}/invoices`, { familyId: families.marias }),
    ),
  )
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409, 409, 409, 409, 409],
  )
  assert.equal((await as(dewi)(listInvoices, {})).rows.length, 1)
})

test('the list finds invoices in each state, by family and by number, page by page', async () => {
  const school = await world()
  const { as, dewi, families, setNow, now } = school
  const due = Temporal.PlainDate.from('2026-11-20')
  const facts = { familyId: families.marias, currency: 'IDR', dueOn: due }
  await insertDraft(school, { ...facts, amount: 5n })
  const open = await insertDraft(school, { ...facts, amount: 7n })
  const paid = await insertDraft(school, { ...facts, amount: 0n, familyId: families.anas })
  for (const invoiceId of [open, paid]) await as(dewi)(issueInvoice, { invoiceId })
  const states = async (state: 'draft' | 'open' | 'paid' | 'overdue' | 'part_paid') =>
    (await as(dewi)(listInvoices, { state })).rows.map((row) => row.state)
  assert.deepEqual(await states('draft'), ['draft'])
  assert.deepEqual(await states('open'), ['open'])
  assert.deepEqual(await states('paid'), ['paid'])
  assert.deepEqual(await states('part_paid'), [])
  assert.deepEqual(await states('overdue'), [])
  const today = now()
  setNow(today.add({ hours: 24 * 5 }))
  assert.deepEqual(await states('overdue'), ['overdue'])
  assert.deepEqual(await states('open'), [])
  assert.equal((await as(dewi)(getMoneySummary, {})).overdue.amount, 7n)
  assert.equal((await as(dewi)(listInvoices, { familyId: families.anas })).rows.length, 1)
  assert.equal((await as(dewi)(listInvoices, { search: '-0002' })).rows[0]?.id, paid)
  assert.equal((await as(dewi)(listInvoices, { search: '%' })).rows.length, 0)
  const first = await as(dewi)(listInvoices, { limit: 2 })
  const second = await as(dewi)(listInvoices, { limit: 2, cursor: first.next! })
  assert.equal(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size, 3)
  assert.equal(second.next, null)
})

test('who pays sees the invoices of the own family; everybody else the same 404 as for one that does not exist', async () => {
  const school = await world()
  const { as, refused, maria, ana, rina, dewi } = school
  const other = await world()
  const invoice = await billTom(school)
  const draft = await insertDraft(school, { familyId: school.families.marias, amount: 5n, currency: 'IDR' })
  assert.equal((await as(maria)(getInvoice, { invoiceId: invoice.id })).number, 'INV-2026-0001')
  const nowhere = (await refused(ana)(getInvoice, { invoiceId: newId('invoice') })).body
  for (const [who, invoiceId] of [
    [ana, invoice.id],
    [rina, invoice.id],
    [maria, draft],
  ] as const) {
    for (const endpoint of [getInvoice, downloadInvoice]) {
      const { status, body } = await refused(who)(endpoint, { invoiceId })
      assert.deepEqual([status, body], [404, nowhere])
    }
  }
  assert.equal((await other.refused(other.dewi)(getInvoice, { invoiceId: invoice.id })).status, 404)
  assert.equal((await other.refused(other.dewi)(issueInvoice, { invoiceId: draft })).status, 404)
  assert.equal((await refused(null)(getInvoice, { invoiceId: invoice.id })).status, 401)

  const mine = await as(maria)(getMyAccount, {})
  assert.deepEqual(
    mine.account?.invoices.map(({ id }) => id),
    [invoice.id],
  )
  assert.equal((await as(ana)(getMyAccount, {})).account?.invoices.length, 0)
  assert.equal((await as(rina)(getMyAccount, {})).account, null)

  const tom = await as(dewi)(getPerson, { personId: school.tom.id })
  await as(dewi)(endGuardianship, { guardianshipId: tom.guardians[0]!.id })
  assert.equal((await refused(maria)(getInvoice, { invoiceId: invoice.id })).status, 404)
  assert.equal((await as(maria)(getMyAccount, {})).account, null)
})

test('teachers and families are not let into the books', async () => {
  const { refused, rina, maria, families } = await world()
  const invoiceId = newId('invoice')
  for (const who of [rina, maria]) {
    const answers = await Promise.all([
      refused(who)(listInvoices, {}),
      refused(who)(listCharges, {}),
      refused(who)(draftInvoice, { familyId: families.marias }),
      refused(who)(issueInvoice, { invoiceId }),
      refused(who)(discardDraft, { invoiceId }),
      refused(who)(getFamilyAccount, { familyId: families.marias }),
      refused(who)(getMoneySummary, {}),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 403),
    )
  }
})

test('the PDF is the same each time, in the language asked for, and drafts have none', async () => {
  const school = await world({ currency: 'TND' })
  const { as, refused, dewi, maria, access, settle } = school
  const invoice = await billTom(school)
  await settle()
  const first = await as(maria)(downloadInvoice, { invoiceId: invoice.id })
  assert.equal(countPdfPages(first), 1)
  assert.deepEqual(await as(dewi)(downloadInvoice, { invoiceId: invoice.id }), first)
  const kept = await access.owner
    .selectFrom('billing.document')
    .select('sha256')
    .where('invoiceId', '=', invoice.id)
    .executeTakeFirstOrThrow()
  const digest = await crypto.subtle.digest('SHA-256', new Uint8Array(first))
  assert.equal(kept.sha256, new Uint8Array(digest).toHex())
  assert.notDeepEqual(await as(maria)(downloadInvoice, { invoiceId: invoice.id, locale: 'ar' }), first)
  const draft = await insertDraft(school, { familyId: school.families.marias, amount: 5n, currency: 'TND' })
  assert.equal((await refused(dewi)(downloadInvoice, { invoiceId: draft })).body.code, 'billing.still_draft')
})

test('who pays gets one mail with a link of this install, however often the event is handled', async () => {
  const school = await world()
  const { access, settle, organisation, maria } = school
  const invoice = await billTom(school)
  await settle()
  const event = await access.owner
    .selectFrom('platform.event')
    .select(['id', 'name', 'subjectKind', 'subjectId', 'payload'])
    .where('orgId', '=', organisation.id)
    .where('name', '=', 'billing.invoice_issued')
    .executeTakeFirstOrThrow()
  await inSystem(access, organisation.id, 'test', (ctx) => tellOfInvoice(ctx, event as Event))
  const mails = await access.owner
    .selectFrom('platform.mail')
    .selectAll()
    .where('orgId', '=', organisation.id)
    .where('uniqueKey', 'like', 'invoice:%')
    .execute()
  assert.deepEqual(
    mails.map(({ recipient }) => recipient),
    [maria.email],
  )
  assert.match(mails[0]!.bodyText, new RegExp(`https?://[^/]+/${organisation.slug}/payments/${invoice.id}`))
  assert.match(mails[0]!.subject, /INV-2026-0001/)
})
