import type axe from 'axe-core'
import type { AxeResults, RunOptions } from 'axe-core'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'

const noteOfPrepare = join(import.meta.dirname, '../../node_modules/.lessonry-chromium')

const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const wcag22 = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']

/** A Chromium without a window; the caller closes it. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: quietFlags })
}

/** Fails with every finding of WCAG 2.2 A and AA on the page as it is now. */
export async function auditPage(page: Page): Promise<void> {
  await audit(page, { type: 'tag', values: wcag22 })
}

/** The same for what may differ between light and dark of a page that passed `auditPage` in one of them. */
export async function auditColours(page: Page): Promise<void> {
  await audit(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] })
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Our pages have no frames, so axe runs in the page itself, put there once a page load: a sixth of the time its Playwright package takes. */
async function audit(page: Page, runOnly: RunOptions['runOnly']): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const { violations } = await page.evaluate<AxeResults, RunOptions>(
    (options) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options),
    { ...(runOnly && { runOnly }), resultTypes: ['violations'] },
  )
  if (violations.length === 0) return
  const findings = violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => {
      const reason = failureSummary?.split('\n').slice(1).join(' ').replaceAll(/\s+/g, ' ').trim()
      return `    ${target.flat().join(' ')}: ${reason ?? ''}`
    })
    return [`  ${id} (${impact ?? 'unknown'}): ${help}`, ...places].join('\n')
  })
  throw new Error(`${violations.length} accessibility findings on ${page.url()}\n${findings.join('\n')}`)
}

function findChromium(): string {
  const noted = existsSync(noteOfPrepare) ? readFileSync(noteOfPrepare, 'utf8').trim() : undefined
  const found = [process.env['CHROMIUM_PATH'], noted, '/usr/bin/chromium'].find((path) => path && existsSync(path))
  if (!found)
    throw new Error('No Chromium found. Set CHROMIUM_PATH, or run "node bin/prepare.mjs --test" to install one.')
  return found
}
