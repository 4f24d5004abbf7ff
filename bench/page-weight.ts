import { brotliCompressSync, constants } from 'node:zlib'
import { openBrowser } from '#testing/browser.ts'

/**
 * What the first screen of a public page weighs over the wire, and how it behaves on a phone of the middle range:
 *
 *   node bench/page-weight.ts http://127.0.0.1:3000/kadensa
 *
 * Needs a built, running install. The processor is slowed down four times.
 */
const limits = { kilobytes: 120, paintMilliseconds: 1000, shift: 0.05, taskMilliseconds: 100 }
const slowdown = 4

interface Behaviour {
  paint: number
  shift: number
  longestTask: number
}

const address = process.argv[2]
if (!address) throw new Error('Which page? node bench/page-weight.ts http://127.0.0.1:3000/kadensa')

const browser = await openBrowser()
try {
  const context = await browser.newContext({
    viewport: { width: 360, height: 780 },
    isMobile: true,
    hasTouch: true,
    timezoneId: 'Asia/Jakarta',
  })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  const sizes = new Map<string, number>()
  page.on('response', async (response) => {
    const kind = response.request().resourceType()
    if (!['document', 'script', 'stylesheet'].includes(kind) || response.status() !== 200) return
    const encoded = response.headers()['content-encoding']
    const length = Number(response.headers()['content-length'] ?? 0)
    sizes.set(response.url(), encoded && length > 0 ? length : weigh(await response.body()))
  })
  await page.addInitScript(() => {
    const seen = { paint: 0, shift: 0, longestTask: 0 }
    Object.assign(globalThis, { seen })
    const watch = (type: string, take: (entry: PerformanceEntry) => void) =>
      new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
    watch('largest-contentful-paint', ({ startTime }) => (seen.paint = startTime))
    watch('longtask', ({ duration }) => (seen.longestTask = Math.max(seen.longestTask, duration)))
    watch('layout-shift', (entry) => (seen.shift += (entry as PerformanceEntry & { value: number }).value))
  })
  await page.goto(address, { waitUntil: 'load' })
  await page.waitForTimeout(1000) // before what is fetched for later
  const atFirst = new Map(sizes)
  await page.waitForTimeout(3000)
  const behaviour = (await page.evaluate('seen')) as Behaviour
  report(atFirst, sizes, behaviour)
} finally {
  await browser.close()
}

function report(first: ReadonlyMap<string, number>, all: ReadonlyMap<string, number>, behaviour: Behaviour): void {
  for (const [url, size] of first) console.log(`${kilobytes(size).padStart(8)}  ${new URL(url).pathname}`)
  const weight = sum(first)
  console.log(`${kilobytes(weight).padStart(8)}  first screen (at most ${limits.kilobytes} kB)`)
  console.log(`${kilobytes(sum(all)).padStart(8)}  with what comes when the page stands`)
  const { paint, shift, longestTask } = behaviour
  console.log(`largest paint ${Math.round(paint)} ms (at most ${limits.paintMilliseconds})`)
  console.log(`layout shift ${shift.toFixed(3)} (below ${limits.shift})`)
  console.log(`longest task ${Math.round(longestTask)} ms (at most ${limits.taskMilliseconds})`)
  const isWithin =
    weight <= limits.kilobytes * 1000 &&
    paint <= limits.paintMilliseconds &&
    shift < limits.shift &&
    longestTask <= limits.taskMilliseconds
  process.exitCode = isWithin ? 0 : 1
}

/** As the server compresses what it makes anew for each request. */
function weigh(body: Buffer): number {
  return brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length
}

function sum(sizes: ReadonlyMap<string, number>): number {
  return [...sizes.values()].reduce((total, size) => total + size, 0)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}
