import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { APIRequestContext, Browser, Page } from 'playwright-core'
import { loadTranslators } from '#messages/catalogue.ts'
import { auditColours, auditPage, openBrowser } from '#testing/browser.ts'
import { startSchool, type RunningSchool } from './running-school.ts'
import { listScreens, type Screen } from './screens.ts'
import { openVisit, type Visit } from './visit.ts'

const phone = { width: 360, height: 780 }
const desk = { width: 1440, height: 900 }
const everybody = ['visitor', 'Owner', 'Teacher', 'Guardian', 'Student'] as const

let school: RunningSchool
let browser: Browser
let screens: Screen[]
let loading: RegExp

before(async () => {
  school = await startSchool()
  browser = await openBrowser()
  const words = Object.values(await loadTranslators()).map((t) => t('common.loading'))
  loading = new RegExp(`^(${words.join('|')})`)
  const visits = await openVisits('en-GB')
  const requests = Object.fromEntries(everybody.map((who) => [who, visits[who].context.request]))
  screens = await listScreens(requests as Record<Screen['as'], APIRequestContext>)
  await closeVisits(visits)
})

after(async () => {
  await browser?.close()
  await school?.stop()
})

test('every screen can be used by everybody, on a phone and at a desk, light and dark', async (t) => {
  await lookAtAll('en-GB', async (page) => {
    await expectToFit(page)
    await auditPage(page)
    await page.emulateMedia({ colorScheme: 'dark' })
    await auditColours(page)
    await page.setViewportSize(desk)
    await expectToFit(page)
    await auditPage(page)
    await page.emulateMedia({ colorScheme: 'light' })
    await page.setViewportSize(phone)
  })
  t.diagnostic(`${screens.length} screens: light and dark on a phone, dark at a desk`)
})

test('every screen can be used by everybody in Arabic, from right to left', async (t) => {
  await lookAtAll('ar', async (page) => {
    assert.equal(await page.locator('html').getAttribute('dir'), 'rtl')
    await expectToFit(page)
    await auditPage(page)
    await page.setViewportSize(desk)
    await expectToFit(page)
    await page.setViewportSize(phone)
  })
  t.diagnostic(`${screens.length} screens from right to left on a phone and at a desk`)
})

/** Everything that is wrong anywhere comes in one list, so that one run is enough to know. */
async function lookAtAll(locale: string, look: (page: Page) => Promise<void>): Promise<void> {
  const visits = await openVisits(locale)
  const findings: string[] = []
  for (const screen of screens) {
    const { page } = visits[screen.as]
    try {
      await page.goto(screen.address)
      await settle(page)
      await expectToBeWhole(page)
      await look(page)
    } catch (error) {
      findings.push(`${screen.name} (${screen.address}, ${screen.as}): ${sayWhy(error)}`)
    }
  }
  for (const who of everybody) {
    try {
      visits[who].checkConsole()
    } catch (error) {
      findings.push(`The console of ${who}: ${sayWhy(error)}`)
    }
  }
  await closeVisits(visits)
  assert.equal(findings.length, 0, `${findings.length} findings\n${findings.join('\n\n')}`)
}

async function openVisits(locale: string): Promise<Record<Screen['as'], Visit>> {
  const opened = await Promise.all(
    everybody.map(async (who) => {
      const visit = await openVisit(browser, school, { ...phone, locale })
      if (who !== 'visitor') {
        const answer = await visit.context.request.post('/api/demonstration/session', {
          headers: { 'idempotency-key': crypto.randomUUID() },
          data: { role: who.toLowerCase() },
        })
        assert.equal(answer.ok(), true, await answer.text())
      }
      return [who, visit] as const
    }),
  )
  return Object.fromEntries(opened) as Record<Screen['as'], Visit>
}

async function closeVisits(visits: Record<Screen['as'], Visit>): Promise<void> {
  await Promise.all(Object.values(visits).map((visit) => visit.close()))
}

/** Until what is on its way is there: nothing says that it is loading, and the faces of the letters are read. */
async function settle(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  const waiting = page.getByRole('status').filter({ hasText: loading })
  while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
}

async function expectToBeWhole(page: Page): Promise<void> {
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'A screen has one first heading.')
  assert.notEqual((await page.title()).trim(), '', 'A screen has a title.')
}

async function expectToFit(page: Page): Promise<void> {
  const { content, width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  assert.ok(content <= width, `The page is ${content} pixels wide where there are ${width}.`)
}

function sayWhy(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
