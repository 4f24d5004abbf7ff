import assert from 'node:assert/strict'
import { loadTranslators } from '#messages/catalogue.ts'
import type { APIRequestContext, Browser, Page } from 'playwright-core'
import type { RunningSchool } from './running-school.ts'
import { listScreens, type Screen } from './screens.ts'
import { openVisit, type Visit } from './visit.ts'

export const phone = { width: 360, height: 780 }
export const desk = { width: 1440, height: 900 }

const everybody = ['visitor', 'Owner', 'Teacher', 'Guardian', 'Student'] as const

interface Looking {
  readonly school: RunningSchool
  readonly browser: Browser
  readonly locale: string
  /** What is looked at once a screen stands, on a phone; it leaves the page as it found it. */
  readonly look: (page: Page, screen: Screen) => Promise<void>
}

/** Goes to every screen and gives their number. Everything that is wrong anywhere comes in one list. */
export async function lookAtAll({ school, browser, locale, look }: Looking): Promise<number> {
  const words = Object.values(await loadTranslators()).map((t) => t('common.loading'))
  const loading = new RegExp(`^(${words.join('|')})`)
  const visits = await openVisits(school, browser, locale)
  const requests = Object.fromEntries(everybody.map((who) => [who, visits[who].context.request]))
  const screens = await listScreens(requests as Record<Screen['as'], APIRequestContext>)
  const findings: string[] = []

  async function lookAt(screen: Screen): Promise<void> {
    const { page } = visits[screen.as]
    try {
      await page.goto(screen.address)
      await settle(page, screen.isSampler ? null : loading)
      if (!screen.isSampler) await expectToBeWhole(page)
      await look(page, screen)
    } catch (error) {
      findings.push(`${screen.name} (${screen.address}, ${screen.as}): ${sayWhy(error)}`)
      await page.setViewportSize(phone)
      await page.emulateMedia({ colorScheme: 'light' })
    }
  }

  // The owner has as many screens as all others together, and one browser draws for two people at once.
  const lanes = [screens.filter((screen) => screen.as === 'Owner'), screens.filter((screen) => screen.as !== 'Owner')]
  await Promise.all(
    lanes.map(async (lane) => {
      for (const screen of lane) await lookAt(screen)
    }),
  )
  for (const who of everybody) {
    try {
      visits[who].checkConsole((complaint) =>
        screens.some(({ isMissing, address }) => isMissing && complaint.includes(address)),
      )
    } catch (error) {
      findings.push(`The console of ${who}: ${sayWhy(error)}`)
    }
  }
  await Promise.all(Object.values(visits).map((visit) => visit.close()))
  assert.equal(findings.length, 0, `${findings.length} findings\n${findings.join('\n\n')}`)
  return screens.length
}

/** A screen as tall as what is on it: bars that float at an edge cover nothing that could be scrolled from under them. */
export async function unroll(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({
    width: page.viewportSize()?.width ?? phone.width,
    height: Math.max(height + 120, phone.height),
  })
}

export async function expectToFit(page: Page): Promise<void> {
  const { content, width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth,
  }))
  assert.ok(content <= width, `The page is ${content} pixels wide where there are ${width}.`)
}

async function openVisits(
  school: RunningSchool,
  browser: Browser,
  locale: string,
): Promise<Record<Screen['as'], Visit>> {
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

/** Until what is on its way is there: nothing says that it is loading, and the faces of the letters are read. */
async function settle(page: Page, loading: RegExp | null): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  if (loading) {
    const waiting = page.getByRole('status').filter({ hasText: loading })
    while ((await waiting.count()) > 0) await waiting.first().waitFor({ state: 'detached' })
  }
  await page.evaluate(() => document.fonts.ready)
}

async function expectToBeWhole(page: Page): Promise<void> {
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1, 'A screen has one first heading.')
  assert.notEqual((await page.title()).trim(), '', 'A screen has a title.')
}

function sayWhy(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
