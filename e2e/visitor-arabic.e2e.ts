import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { loadTranslators } from '#messages/catalogue.ts'
import { openBrowser } from '#testing/browser.ts'
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

test('a visitor asks for a lesson in Arabic on a phone, from right to left', async () => {
  const { ar: t } = await loadTranslators()
  const visit = await openVisit(browser, school, { width: 390, locale: 'ar' })
  const { page } = visit
  await page.goto('/kadensa')
  await expectArabic(page)
  await takeShot(page, 'ar-1-public-page')

  await page.getByRole('list').filter({ hasText: 'Piano' }).getByRole('link').first().click()
  const times = page.getByRole('list', { name: t('public.free_times') })
  const days = times.getByRole('listitem').filter({ has: page.getByRole('button') })
  await days.nth(1).waitFor()
  await days.nth(0).getByRole('button').first().click()
  await days.nth(1).getByRole('button').first().click()
  await expectTwoChoices(times)
  await expectTimesReadLeftToRight(times)
  await takeShot(page, 'ar-2-two-times')

  const form = page.getByRole('form', { name: t('public.who') })
  await form.getByText(t('public.for_child'), { exact: true }).click()
  await form.getByLabel(t('public.student_name')).fill('ليلى')
  await form.getByLabel(t('public.age'), { exact: true }).fill('8')
  await form.getByLabel(t('public.guardian_name'), { exact: true }).fill('سلمى حداد')
  const number = form.getByLabel(t('public.guardian_number'))
  await number.fill('0815 7700 4432')
  assert.equal(await number.evaluate((field) => getComputedStyle(field).direction), 'ltr')
  await takeShot(page, 'ar-3-who')
  await page
    .getByRole('button', { name: t('public.send') })
    .filter({ visible: true })
    .first()
    .click()

  await page.getByRole('region', { name: t('public.next') }).waitFor()
  await expectArabic(page)
  await takeShot(page, 'ar-4-request-arrived')
  visit.checkConsole()
  await visit.close()
})

/** The page is a mirror, says so, and every sentence of ours on it is Arabic; what the school wrote stays as it is. */
async function expectArabic(page: Page): Promise<void> {
  const root = page.locator('html')
  assert.equal(await root.getAttribute('dir'), 'rtl')
  assert.equal(await root.getAttribute('lang'), 'ar')
  for (const heading of await page.getByRole('heading', { level: 2 }).allTextContents()) {
    assert.match(heading, /\p{Script=Arabic}|^Piano|^Teori|^Vokal|^Gitar|^Drum|^Biola|^Ansambel/u)
  }
  const { scroll, width } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  assert.ok(scroll <= width, `The page is ${scroll} wide on a screen of ${width}.`)
}

async function expectTwoChoices(times: Locator): Promise<void> {
  await times.getByRole('button', { pressed: true }).nth(1).waitFor()
  assert.equal(await times.getByRole('button', { pressed: true }).count(), 2)
}

/** "16:15" never becomes "15:16": its hours are drawn to the left of its minutes. */
async function expectTimesReadLeftToRight(times: Locator): Promise<void> {
  const order = await times
    .getByRole('button')
    .first()
    .evaluate((button) => {
      const walker = document.createTreeWalker(button, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.textContent ?? ''
        const colon = text.indexOf(':')
        if (colon < 1) continue
        const edgeOf = (index: number) => {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + 1)
          return range.getBoundingClientRect().left
        }
        return [edgeOf(colon - 1), edgeOf(colon), edgeOf(colon + 1)]
      }
      return []
    })
  assert.equal(order.length, 3, 'A free time is shown.')
  assert.deepEqual(
    order,
    order.toSorted((one, other) => one - other),
  )
}
