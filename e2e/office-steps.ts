import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { readPdfCharacters } from '#testing/pdf-text.ts'
import type { SentRequest } from './request-steps.ts'
import { goThroughMenu, seeToast, takeShot } from './visit.ts'

export interface IssuedInvoice {
  readonly number: string
  readonly total: string
}

/** "Tuesday 24 November, 12:30" as lists write it, which is "Tue 24 Nov, 12:30". */
export function shortly(time: string): RegExp {
  const [, weekday = '', day = '', month = '', clock = ''] = /^(\w{3})\w* (\d+) (\w{3})\w*, (.+)$/.exec(time) ?? []
  assert.ok(clock, `"${time}" is no day and time.`)
  return new RegExp(String.raw`${weekday}\w* ${day} ${month}\w*,? ${clock}`)
}

/** The request stands in the inbox, both times possible; the second is confirmed. */
export async function confirmSecondChoice(page: Page, request: SentRequest): Promise<void> {
  await goThroughMenu(page, 'Inbox')
  const task = taskOf(page, request)
  const choices = task.getByRole('list', { name: 'Times asked for' }).getByRole('listitem')
  assert.equal(await choices.filter({ hasText: shortly(request.first) }).count(), 1)
  for (const time of [request.first, request.second]) {
    await choices
      .filter({ hasText: shortly(time) })
      .filter({ hasText: ': free' })
      .waitFor()
  }
  await task.getByText('Both times are held until').waitFor()
  await takeShot(page, '06-inbox')
  await task.getByRole('link', { name: request.student }).click()
  await page.getByRole('heading', { level: 1, name: request.student }).waitFor()
  for (const told of ['Half a year of lessons', 'A friend at school', request.guardian, request.email]) {
    await page.getByText(told).first().waitFor()
  }
  await takeShot(page, '07-request')
  await page.goBack()
  await choices
    .filter({ hasText: shortly(request.second) })
    .getByRole('button', { name: /^Confirm / })
    .click()
  await seeToast(page, `${request.student} is confirmed:`)
  await takeShot(page, '08-confirmed')
}

/** The lesson stands on the day of the second choice, with its student, teacher and room. */
export async function seeOnTimetable(page: Page, request: SentRequest): Promise<void> {
  await page.goto('/kadensa/requests')
  await page.getByRole('link', { name: request.student }).first().click()
  await page.getByRole('link', { name: 'To the lesson' }).click()
  await page.getByRole('heading', { level: 1, name: request.course }).waitFor()
  await page.getByRole('link', { name: request.student }).waitFor()
  await page.getByRole('link', { name: request.teacher }).waitFor()
  const room = await page.getByRole('definition').nth(1).innerText()
  assert.notEqual(room, 'No room')
  await takeShot(page, '10-lesson')
  await page.getByRole('main').getByRole('link', { name: 'Timetable' }).click()
  await page.getByRole('button', { name: 'Today' }).waitFor()
  await page.getByRole('link', { name: request.student }).waitFor()
  await takeShot(page, '11-timetable-of-rooms')
  const teachers = page.getByText('Teachers', { exact: true })
  if (await teachers.isVisible()) {
    await teachers.click()
    await page.waitForURL(/view=teachers/)
    await page.getByRole('link', { name: request.student }).waitFor()
    await takeShot(page, '12-timetable-of-teachers')
  }
}

/** The mail about the request is kept in the outbox, and so is the invitation, whose link only its reader has. */
export async function readInvitation(page: Page, request: SentRequest): Promise<string> {
  await page.goto('/kadensa/people')
  await page.getByRole('searchbox').first().fill(request.guardian)
  await page.getByRole('link', { name: request.guardian }).first().click()
  await page.getByRole('heading', { level: 1, name: request.guardian }).waitFor()
  await page.getByRole('link', { name: request.student }).first().waitFor()
  await takeShot(page, '13-guardian')

  await page.goto('/kadensa/outbox')
  await page.getByRole('searchbox').fill(request.email)
  const mails = page.getByRole('row').filter({ hasText: new RegExp(`${request.guardian}|${request.student}`) })
  await mails.getByRole('link', { name: /^Your request / }).waitFor()
  await mails.getByRole('link', { name: /^Confirmed: / }).waitFor()
  await takeShot(page, '14-outbox')
  await mails.getByRole('link', { name: 'Your login at Kadensa Music' }).first().click()
  const mail = page.getByRole('dialog', { name: 'Mail' })
  await mail.getByText('Accept the invitation').waitFor()
  await takeShot(page, '15-invitation-mail')
  const [link] = /https?:\/\/\S+\/invitations\/[\w-]+/.exec(await mail.innerText()) ?? []
  assert.ok(link, 'The mail has no link to accept the invitation.')
  return link
}

/** Draft, issue, four documents, a part of the money, then the rest. */
export async function billFamily(page: Page, request: SentRequest): Promise<IssuedInvoice> {
  await goThroughMenu(page, 'Money')
  const family = page.getByRole('region').filter({
    has: page.getByRole('region', { name: new RegExp(`of .* not billed`) }).filter({ hasText: request.student }),
  })
  await family.last().getByRole('button', { name: 'Draft an invoice' }).waitFor()
  await takeShot(page, '19-to-bill')
  await family.last().getByRole('button', { name: 'Draft an invoice' }).click()
  await page.getByRole('heading', { level: 1, name: 'Draft' }).waitFor()
  await page.getByText(request.student).first().waitFor()
  await takeShot(page, '20-draft')
  await page.getByRole('button', { name: 'Issue' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Issue' }).click()
  await seeToast(page, /issued\. Its mail is in the outbox/)
  const number = await page.getByRole('heading', { level: 1, name: /\d/ }).innerText()
  await takeShot(page, '21-issued')
  await readDocuments(page)

  const total = await amountOf(page, 'Total')
  const whole = Number(total.replaceAll(/\D/g, ''))
  await pay(page, String(Math.floor(whole / 2)))
  await page.getByText('Part paid').waitFor()
  assert.notEqual(await amountOf(page, 'Left to pay'), total)
  await takeShot(page, '22-part-paid')
  await pay(page)
  await page.getByText('Part paid').waitFor({ state: 'detached' })
  assert.match(await amountOf(page, 'Left to pay'), /^\D*0$/)
  await takeShot(page, '23-paid')
  return { number, total }
}

const acts = [
  'Booking requested',
  'Booking confirmed',
  'Person invited',
  'Invitation accepted',
  'Attendance marked',
  'Lesson note written',
  'Invoice drafted',
  'Invoice issued',
  'Payment recorded',
]

/** Everything that was done stands in the history, with the name of whoever did it. */
export async function readAudit(page: Page, names: readonly string[]): Promise<void> {
  await page.goto('/kadensa/audit')
  const history = page.getByRole('list', { name: 'History' })
  await history.getByRole('listitem').first().waitFor()
  for (const words of [...acts, ...names])
    await history
      .getByText(new RegExp(`^${words}`))
      .first()
      .waitFor()
  await takeShot(page, '29-history')
}

function taskOf(page: Page, { student }: SentRequest): Locator {
  return page
    .getByRole('list', { name: 'Requests' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: student }) })
}

async function pay(page: Page, amount?: string): Promise<void> {
  await page.getByRole('button', { name: 'Record a payment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record a payment' })
  if (amount) await dialog.getByLabel('Amount').fill(amount)
  await dialog.getByRole('button', { name: 'Record a payment' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

async function amountOf(page: Page, term: string): Promise<string> {
  const text = await page.getByRole('main').innerText()
  const [, amount] = new RegExp(String.raw`^${term}\s+(.+)$`, 'm').exec(text) ?? []
  assert.ok(amount, `The page says no ${term}.`)
  return amount.trim()
}

async function readDocuments(page: Page): Promise<void> {
  const links = page.getByRole('link', { name: /^PDF, / })
  const bodies = new Set<string>()
  const languages: string[] = []
  for (const link of await links.all()) {
    const address = await link.getAttribute('href')
    assert.ok(address)
    const answer = await page.request.get(address)
    const body = await answer.body()
    assert.equal(answer.status(), 200)
    assert.equal(answer.headers()['content-type'], 'application/pdf')
    assert.equal(body.subarray(0, 5).toString('latin1'), '%PDF-')
    bodies.add([...readPdfCharacters(body)].toSorted().join(''))
    languages.push((await link.getAttribute('hreflang')) ?? '')
  }
  assert.deepEqual(languages.toSorted(), ['ar', 'en', 'fr', 'id'])
  assert.equal(bodies.size, 4, 'The four documents are written with the letters of four languages.')
  assert.ok([...bodies].some((letters) => /\p{Script=Arabic}/u.test(letters)))
}
