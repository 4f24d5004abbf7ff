import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { RunningSchool } from './running-school.ts'

export type DemonstrationRole = 'Owner' | 'Office' | 'Teacher' | 'Guardian' | 'Student'

export interface VisitOptions {
  readonly width: number
  readonly height?: number
  readonly locale?: string
  readonly colorScheme?: 'light' | 'dark'
}

/** One person at one browser: what is signed in here is signed in nowhere else. */
export interface Visit {
  readonly page: Page
  readonly context: BrowserContext
  /** Fails with whatever the browser complained about since the beginning. */
  checkConsole(isExpected?: (complaint: string) => boolean): void
  close(): Promise<void>
}

const shots = process.env['E2E_SHOTS']
const patience = 20_000

export async function openVisit(browser: Browser, school: RunningSchool, options: VisitOptions): Promise<Visit> {
  const { width, height = width < 600 ? 844 : 900, locale = 'en-GB', colorScheme = 'light' } = options
  const context = await browser.newContext({
    baseURL: school.url,
    viewport: { width, height },
    locale,
    colorScheme,
    timezoneId: 'Asia/Jakarta',
    hasTouch: width < 600,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`))
  return {
    page,
    context,
    checkConsole: (isExpected = () => false) =>
      assert.deepEqual(
        complaints.filter((complaint) => !isExpected(complaint)),
        [],
      ),
    close: () => context.close(),
  }
}

/** Signs in from the first screen, as whoever tries the demonstration does, and gives the name of that person. */
export async function enterAs(page: Page, role: DemonstrationRole): Promise<string> {
  await page.goto('/')
  const enter = page.getByRole('button', { name: `Enter as ${role}:` })
  const label = (await enter.getAttribute('aria-label')) ?? (await enter.innerText())
  await enter.click()
  await page.waitForURL(/\/kadensa\//)
  await page.getByRole('main').waitFor()
  return label.split(': ').slice(1).join(': ')
}

/** One tap on the menu of the frame, which lies at the side or at the lower edge. */
export async function goThroughMenu(page: Page, place: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Main' })
    .filter({ visible: true })
    .getByRole('link', { name: new RegExp(`^${place}`) })
    .click()
}

/** What the screen says for a moment after an act. */
export async function seeToast(page: Page, words: string | RegExp): Promise<void> {
  await page.getByRole('region', { name: 'Notifications' }).getByText(words).waitFor()
}

/** A picture of the whole page for whoever wants to look at the journey; none without E2E_SHOTS. */
export async function takeShot(page: Page, name: string): Promise<void> {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  const { width } = page.viewportSize() ?? { width: 0 }
  await page.screenshot({ path: join(shots, `${width}-${name}.png`), fullPage: true, animations: 'disabled' })
}
