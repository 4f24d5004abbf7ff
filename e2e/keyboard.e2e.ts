import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser } from '#testing/browser.ts'
import { findCourseOf } from './request-steps.ts'
import { startSchool, type RunningSchool } from './running-school.ts'
import { openVisit, takeShot } from './visit.ts'

let school: RunningSchool
let browser: Browser

before(async () => {
  school = await startSchool()
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await school?.stop()
})

const student = 'Ayunda Prameswari'

test('a visitor asks for a lesson with the keyboard alone', async () => {
  const visit = await openVisit(browser, school, { width: 1440 })
  const { page } = visit
  await page.goto('/kadensa')
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: await anyCourse(page), exact: true }))
  await page.keyboard.press('Enter')

  const times = page.getByRole('list', { name: 'Free times' })
  await times.getByRole('button').first().waitFor()
  await tabTo(page, times.getByRole('button').first())
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expectFocusSeen(page)
  await page.keyboard.press('Enter')
  await times.getByRole('button', { name: /first choice$/, pressed: true }).waitFor()
  await times.getByRole('button', { name: /second choice$/, pressed: true }).waitFor()
  await takeShot(page, 'keys-1-two-times')

  const form = page.getByRole('form', { name: 'Who' })
  await tabTo(page, form.getByRole('radio', { name: 'For me' }))
  await page.keyboard.press('ArrowRight')
  await tabTo(page, form.getByLabel('Student’s name'))
  await page.keyboard.type(student)
  await tabTo(page, form.getByLabel('Age', { exact: true }))
  await page.keyboard.type('11')
  await tabTo(page, form.getByLabel('Guardian’s name'))
  await page.keyboard.type('Ratih Prameswari')
  await tabTo(page, form.getByLabel('Guardian’s WhatsApp number'))
  await page.keyboard.type('0817 3300 2211')
  await tabTo(page, page.getByRole('button', { name: 'Send the request' }).filter({ visible: true }).first())
  await takeShot(page, 'keys-2-send')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Your request has arrived' }).waitFor()
  visit.checkConsole()
  await visit.close()
})

test('the office answers it with the keyboard alone', async () => {
  const visit = await openVisit(browser, school, { width: 1440 })
  const { page } = visit
  await page.goto('/sign-in')
  await tabTo(page, page.getByLabel('E-mail address'))
  await page.keyboard.type('office@demo.lessonry.example')
  await tabTo(page, page.getByLabel('Password'))
  await page.keyboard.type('lessonry-demo')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/kadensa\//)

  await tabTo(page, page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: /^Inbox/ }))
  await page.keyboard.press('Enter')
  const task = page
    .getByRole('list', { name: 'Requests' })
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: student }) })
  await task.getByText(': free').nth(1).waitFor()
  const confirm = task.getByRole('button', { name: /^Confirm / })
  await tabTo(page, confirm.first())
  await takeShot(page, 'keys-3-inbox')
  await page.keyboard.press('Space')
  await page
    .getByRole('status')
    .filter({ hasText: `${student} is confirmed` })
    .waitFor({ state: 'attached' })
  await task.waitFor({ state: 'detached' })

  // The finder opens by its keys, finds the new student, and Enter goes there.
  await page.keyboard.press('Control+k')
  const finder = page.getByRole('dialog').getByRole('combobox')
  await finder.waitFor()
  await page.keyboard.type(student)
  await page.getByRole('option', { name: student }).first().waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: student }).waitFor()
  await takeShot(page, 'keys-4-found')
  visit.checkConsole()
  await visit.close()
})

async function anyCourse(page: Page): Promise<string> {
  const teacher = await page
    .getByRole('region', { name: 'Teachers' })
    .getByRole('heading', { level: 3 })
    .first()
    .innerText()
  return findCourseOf(school, teacher)
}

/** Presses Tab until the focus is there, and fails when any stop on the way cannot be seen. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  for (let stops = 0; stops < 150; stops += 1) {
    await page.keyboard.press('Tab')
    await expectFocusSeen(page)
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`The Tab key does not come to ${target.toString()}.`)
}

async function expectFocusSeen(page: Page): Promise<void> {
  const focus = await page.evaluate(() => {
    const focused = document.activeElement
    if (!(focused instanceof HTMLElement) || focused === document.body) return { name: 'the page', isSeen: true }
    // What fills a card draws its focus around the card: on a layer of its own, on its label, or on what holds it.
    const holders = [focused.parentElement, focused.parentElement?.parentElement, focused.closest('li, tr, label')]
    const drawn = [focused, ...holders].filter((element) => element !== null && element !== undefined)
    const isSeen = drawn.some((element) =>
      [null, '::before', '::after'].some((layer) => {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element, layer)
        const hasOutline = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1
        return hasOutline || (element === focused && boxShadow !== 'none')
      }),
    )
    return { name: focused.outerHTML.slice(0, 160), isSeen }
  })
  assert.ok(focus.isSeen, `The focus cannot be seen on ${focus.name}`)
}
