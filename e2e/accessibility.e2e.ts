import { after, before, test } from 'node:test'
import type { Browser } from 'playwright-core'
import { auditColours, auditPage, openBrowser } from '#testing/browser.ts'
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

test('every screen can be used by everybody, on a phone and at a desk, light and dark', async (t) => {
  const count = await lookAtAll({
    school,
    browser,
    locale: 'en-GB',
    async look(page) {
      await expectToFit(page)
      await unroll(page)
      await auditPage(page)
      await page.emulateMedia({ colorScheme: 'dark' })
      await auditColours(page)
      await page.setViewportSize(desk)
      await expectToFit(page)
      await unroll(page)
      await auditPage(page)
      await page.emulateMedia({ colorScheme: 'light' })
      await page.setViewportSize(phone)
    },
  })
  t.diagnostic(`${count} screens: light and dark on a phone, dark at a desk`)
})
