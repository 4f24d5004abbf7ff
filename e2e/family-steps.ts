import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { IssuedInvoice } from './office-steps.ts'
import type { SentRequest } from './request-steps.ts'
import { note } from './teacher-steps.ts'
import { goThroughMenu, takeShot } from './visit.ts'

const password = 'tujuh gitar di jendela'

export async function joinAsGuardian(page: Page, request: SentRequest, link: string): Promise<void> {
  await page.goto(link)
  await page.getByRole('heading', { level: 1, name: 'Join Kadensa Music' }).waitFor()
  assert.equal(await page.getByLabel('E-mail address').inputValue(), request.email)
  await page.getByLabel('New password').fill(password)
  await takeShot(page, '16-invitation')
  await page.getByRole('button', { name: 'Accept the invitation' }).click()
  await page.waitForURL(/\/kadensa\/home/)
}

/** The confirmed lesson stands there, and nothing of any other family does. */
export async function lookAtHome(page: Page, request: SentRequest): Promise<void> {
  const next = page.getByRole('region', { name: 'Next lesson' })
  await next.getByText(request.second.split(', ')[1] ?? '', { exact: true }).waitFor()
  await next.getByText(request.teacher).first().waitFor()
  await takeShot(page, '17-home')
  await goThroughMenu(page, 'Calendar')
  await page.getByRole('group', { name: 'View' }).waitFor()
  await page.getByText(request.course).first().waitFor()
  await takeShot(page, '18-calendar')
  await seeNobodyElse(page, request)
}

// What the screens leave out is asked for by its address, as somebody curious would.
async function seeNobodyElse(page: Page, { student }: SentRequest): Promise<void> {
  const ask = async (path: string) => {
    const answer = await page.request.get(`/api/o/kadensa/${path}`)
    return { status: answer.status(), body: (await answer.json()) as unknown }
  }
  const today = Temporal.Now.plainDateISO('Asia/Jakarta')
  const mine = (await ask('my/students')).body as { students: { fullName: string }[] }
  assert.deepEqual(
    mine.students.map(({ fullName }) => fullName),
    [student],
  )
  const ahead = (await ask(`my/lessons?from=${today.toString()}&to=${today.add({ days: 40 }).toString()}`)).body as {
    lessons: { studentNames: string[] }[]
  }
  assert.deepEqual(
    ahead.lessons.map(({ studentNames }) => studentNames),
    [[student]],
  )
  for (const path of ['people', 'bookings', 'invoices', 'mails', 'events', 'members', 'settings']) {
    assert.equal((await ask(path)).status, 403, path)
  }
}

/** The lesson with its note, the invoice and both payments, as the family sees them. */
export async function lookAtRecordAndMoney(page: Page, request: SentRequest, invoice: IssuedInvoice): Promise<void> {
  await goThroughMenu(page, 'Lessons')
  await page.getByText(note.shared).first().waitFor()
  await page.getByText(note.homework).first().waitFor()
  assert.equal(await page.getByText(note.secret).count(), 0)
  await takeShot(page, '26-record')
  await goThroughMenu(page, 'Payments')
  await page.getByRole('link', { name: invoice.number }).first().waitFor()
  await takeShot(page, '27-payments')
  await page.getByRole('link', { name: invoice.number }).first().click()
  await page.getByRole('heading', { level: 1, name: invoice.number }).waitFor()
  await page.getByText(request.student).first().waitFor()
  assert.equal(await page.getByRole('list', { name: 'Payments' }).getByRole('listitem').count(), 2)
  await takeShot(page, '28-family-invoice')
}
