import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { auditPage, openBrowser } from '#testing/browser.ts'
import { desk, expectToFit, lookAtAll, phone, unroll } from './every-screen.ts'
import { startSchool, type RunningSchool } from './running-school.ts'

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

test('every screen can be used by everybody in Arabic, from right to left', async (t) => {
  const count = await lookAtAll({
    school,
    browser,
    locale: 'ar',
    async look(page, { isSampler }) {
      if (!isSampler) assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
      await expectToFit(page)
      await unroll(page)
      await auditPage(page)
      await page.setViewportSize(desk)
      await expectToFit(page)
      await page.setViewportSize(phone)
    },
  })
  t.diagnostic(`${count} screens from right to left on a phone and at a desk`)
})
