// What the reader's device has to carry, and how fast it is: `npm run figures`. It starts a demonstration school of its own.
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { listGroups, readGroup } from '#messages/catalogue.ts'
import { locales } from '#messages/translator.ts'
import { openBrowser } from '#testing/browser.ts'
import { startSchool, type RunningSchool } from '../e2e/running-school.ts'
import { countTapsToBook, countTapsToClose } from './taps.ts'

interface Chunk {
  readonly file: string
  readonly src?: string
  readonly isEntry?: boolean
  readonly imports?: readonly string[]
  readonly dynamicImports?: readonly string[]
  readonly css?: readonly string[]
}

interface Figure {
  readonly what: string
  readonly measured: string
  readonly goal: string
  readonly isMet: boolean
}

const built = join(import.meta.dirname, '../dist/web')
const manifest = JSON.parse(readFileSync(join(built, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>

/** Everything a chunk needs before it runs, as files. */
function filesOf(name: string, seen = new Set<string>()): Set<string> {
  const chunk = manifest[name]
  if (!chunk || seen.has(chunk.file)) return seen
  seen.add(chunk.file)
  for (const sheet of chunk.css ?? []) seen.add(sheet)
  for (const each of chunk.imports ?? []) filesOf(each, seen)
  return seen
}

function weigh(files: Iterable<string>): number {
  return [...files].reduce((sum, file) => {
    const path = join(built, existsSync(join(built, `${file}.br`)) ? `${file}.br` : file)
    return sum + readFileSync(path).length
  }, 0)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}

/** The application before its first screen, and what each screen adds to that. */
function weighApplication(): Figure[] {
  const entry = Object.keys(manifest).find((name) => name.endsWith('index.html'))
  if (!entry) throw new Error('The build has no index.html.')
  const catalogue = Object.keys(manifest).find((name) => name.endsWith('app/i18n-en.ts'))
  const shell = filesOf(entry)
  if (catalogue) filesOf(catalogue, shell)
  const shellWeight = weigh(shell) + readFileSync(join(built, 'index.html.br')).length
  const screens = Object.keys(manifest)
    .filter((name) => /features\/.+-page\.tsx$|more-page\.tsx$/.test(name))
    .map((name) => ({ name, weight: weigh([...filesOf(name)].filter((file) => !shell.has(file))) }))
    .toSorted((one, other) => other.weight - one.weight)
  const [heaviest] = screens
  if (!heaviest) throw new Error('The build has no screens.')
  for (const { name, weight } of screens) console.log(`  ${kilobytes(weight).padStart(9)}  ${name}`)
  return [
    meet('application shell before the first screen', shellWeight, 200_000, kilobytes),
    meet(`heaviest further screen (${heaviest.name}, of ${screens.length})`, heaviest.weight, 60_000, kilobytes),
  ]
}

const visits = 7

/** As a phone of the middle range sees it: a quarter of this machine's speed, a screen of 390 points, a cold cache; medians of some visits. */
async function measurePublicPage(browser: Browser, school: RunningSchool): Promise<Figure[]> {
  const all: Observed[] = []
  for (let visit = 0; visit < visits; visit++) all.push(await visitPublicPage(browser, school))
  const seen = {
    largestPaint: median(all.map(({ largestPaint }) => largestPaint)),
    longestTask: median(all.map(({ longestTask }) => longestTask)),
    shift: Math.max(...all.map(({ shift }) => shift)),
  }
  return [
    meet(
      'public page: HTML, CSS and JavaScript of its first screen',
      await weighPublicPage(school),
      120_000,
      kilobytes,
    ),
    meet('public page: largest paint, processor at a quarter', seen.largestPaint, 1000, milliseconds),
    meet('public page: longest task, processor at a quarter', seen.longestTask, 100, milliseconds),
    meet('public page: layout shift', seen.shift, 0.05, (value) => value.toFixed(3)),
  ]
}

async function visitPublicPage(browser: Browser, school: RunningSchool): Promise<Observed> {
  const context = await browser.newContext({
    baseURL: school.url,
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    timezoneId: 'Asia/Jakarta',
    locale: 'en-GB',
  })
  const page = await context.newPage()
  const wire = await context.newCDPSession(page)
  await wire.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.addInitScript(observe)
  await page.goto('/kadensa', { waitUntil: 'networkidle' })
  const seen = await readObserved(page)
  await context.close()
  return seen
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!
}

/** As a browser gets it over https, which is when browsers take Brotli: the page itself, and what it names or needs at once. */
async function weighPublicPage(school: RunningSchool): Promise<number> {
  const { length, text } = await readCompressed(`${school.url}/kadensa`)
  const named = new Set([...text.matchAll(/assets\/[\w.-]+\.(?:js|css)/g)].map(([file]) => file))
  const needed = new Set<string>(named)
  for (const [name, { file }] of Object.entries(manifest))
    if (named.has(file)) for (const each of filesOf(name)) needed.add(each)
  return length + weigh(needed)
}

async function readCompressed(address: string): Promise<{ length: number; text: string }> {
  const [answer] = (await once(get(address, { headers: { 'accept-encoding': 'br' } }), 'response')) as [IncomingMessage]
  const body = Buffer.concat(await Array.fromAsync(answer as AsyncIterable<Buffer>))
  return { length: body.length, text: brotliDecompressSync(body).toString() }
}

interface Observed {
  largestPaint: number
  longestTask: number
  shift: number
}

function observe(): void {
  const seen: Observed = { largestPaint: 0, longestTask: 0, shift: 0 }
  Object.assign(globalThis, { seen })
  // In the page it has no outer scope to stand in.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  const watch = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  watch('largest-contentful-paint', ({ startTime }) => (seen.largestPaint = startTime))
  watch('longtask', ({ duration }) => (seen.longestTask = Math.max(seen.longestTask, duration)))
  watch('layout-shift', (entry) => {
    const { value, hadRecentInput } = entry as PerformanceEntry & { value: number; hadRecentInput: boolean }
    if (!hadRecentInput) seen.shift += value
  })
}

function readObserved(page: Page): Promise<Observed> {
  return page.evaluate(() => (globalThis as unknown as { seen: Observed }).seen)
}

/** A language is complete when it has every message of English. */
async function countLanguages(): Promise<Figure> {
  const groups = await listGroups()
  const complete = await Promise.all(
    locales.map(async (locale) => {
      const pairs = await Promise.all(
        groups.map(async (group) => [await readGroup(group, 'en'), await readGroup(group, locale)] as const),
      )
      return pairs.every(([english, other]) => Object.keys(english).every((key) => other[key]))
    }),
  )
  const count = complete.filter(Boolean).length
  return { what: 'languages complete', measured: String(count), goal: '4', isMet: count >= 4 }
}

function meet(what: string, value: number, most: number, write: (value: number) => string): Figure {
  return { what, measured: write(value), goal: `at most ${write(most)}`, isMet: value <= most }
}

function milliseconds(value: number): string {
  return `${Math.round(value)} ms`
}

async function main(): Promise<void> {
  const application = weighApplication()
  const school = await startSchool()
  const browser = await openBrowser()
  try {
    const figures = [
      ...(await measurePublicPage(browser, school)),
      ...application,
      meet('taps to book a lesson as a guest, and one form', await countTapsToBook(browser, school), 6, String),
      meet('taps to close a lesson, beside its note', await countTapsToClose(browser, school), 5, String),
      await countLanguages(),
    ]
    console.log()
    for (const { what, measured, goal, isMet } of figures)
      console.log(`${isMet ? '  met' : 'MISSED'}  ${what}: ${measured} (${goal})`)
  } finally {
    await browser.close()
    await school.stop()
  }
}

await main()
