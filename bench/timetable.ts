// The timetable at its fullest: `node bench/timetable.ts`. Prints how fast a full week is read, a full day is drawn, scrolled and dragged.
import { performance } from 'node:perf_hooks'
import type { CDPSession, Page } from 'playwright-core'
import { openBrowser } from '#testing/browser.ts'
import { startSchool } from '../e2e/running-school.ts'
import { addFullSchool, type FullSchool } from './timetable-school.ts'

const rounds = 25
const secondsMoving = 4
const frameMs = 1000 / 60

interface TraceEvent {
  readonly name: string
  readonly cat: string
  readonly ts: number
  readonly tid: number
  /** Of the clock, and of the processor alone, in microseconds. */
  readonly dur?: number
  readonly tdur?: number
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

function share(values: readonly number[], part: number): number {
  return (
    values.toSorted((one, other) => one - other)[Math.min(Math.floor(values.length * part), values.length - 1)] ?? 0
  )
}

async function timeWeek(url: string, { slug, token, fullWeek }: FullSchool): Promise<number[]> {
  const address = `${url}/api/o/${slug}/timetable?from=${fullWeek.toString()}&to=${fullWeek.add({ days: 6 }).toString()}`
  const times: number[] = []
  for (let round = -5; round < rounds; round++) {
    const begun = performance.now()
    const answer = await fetch(address, { headers: { cookie: `lessonry_session=${token}`, 'accept-encoding': 'gzip' } })
    const bytes = (await answer.arrayBuffer()).byteLength
    if (!answer.ok || bytes < 100_000) throw new Error(`The timetable answered ${answer.status} with ${bytes} bytes.`)
    if (round >= 0) times.push(performance.now() - begun)
  }
  return times
}

/** From the last byte of the answer to the first frame with lessons on it. */
async function timeDrawing(page: Page, address: string): Promise<number[]> {
  const times: number[] = []
  for (let round = 0; round < 7; round++) {
    await page.goto('about:blank')
    await page.goto(address)
    await page.waitForFunction(() => 'drawnAt' in globalThis)
    times.push(
      await page.evaluate(() => {
        const reads = performance.getEntriesByType('resource') as PerformanceResourceTiming[]
        const read = reads.find(({ name }) => name.includes('/timetable?'))
        return (globalThis as unknown as { drawnAt: number }).drawnAt - (read?.responseEnd ?? Number.NaN)
      }),
    )
  }
  return times
}

function watchDrawing(): void {
  const observer = new MutationObserver(() => {
    if (!document.querySelector('.timetable-block')) return
    observer.disconnect()
    requestAnimationFrame(() => {
      const channel = new MessageChannel()
      channel.port1.addEventListener('message', () => Object.assign(globalThis, { drawnAt: performance.now() }))
      channel.port1.start()
      channel.port2.postMessage(null)
    })
  })
  observer.observe(document, { childList: true, subtree: true })
}

interface Frames {
  readonly drawn: number
  readonly p50: number
  readonly p95: number
  readonly late: number
  /** Processor time of the page's own thread, in each sixtieth of a second in which it did anything. */
  readonly work: readonly number[]
}

/** Traces what Chromium draws while something moves. */
async function traceFrames(wire: CDPSession, act: () => Promise<void>): Promise<Frames> {
  const events: TraceEvent[] = []
  wire.on('Tracing.dataCollected', ({ value }) => void events.push(...(value as unknown as TraceEvent[])))
  await wire.send('Tracing.start', {
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline.frame',
        'disabled-by-default-devtools.timeline',
      ],
    },
    transferMode: 'ReportEvents',
  })
  await act()
  const done = new Promise<void>((resolve) => wire.once('Tracing.tracingComplete', () => resolve()))
  await wire.send('Tracing.end')
  await done
  const drawn = events.filter(({ name }) => name === 'DrawFrame').map(({ ts }) => ts / 1000)
  const stamps = drawn.toSorted((one, other) => one - other)
  const gaps = stamps.slice(1).map((at, i) => at - stamps[i]!)
  return {
    drawn: stamps.length,
    p50: median(gaps),
    p95: share(gaps, 0.95),
    late: gaps.filter((gap) => gap > frameMs * 1.5).length,
    work: workPerFrame(events),
  }
}

// The machine may be busy with other things; what the page itself needs says whether it could keep up.
function workPerFrame(events: readonly TraceEvent[]): number[] {
  const [mainThread] = [
    ...Map.groupBy(
      events.filter(({ name }) => name === 'UpdateLayoutTree'),
      ({ tid }) => tid,
    ),
  ]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([tid]) => tid)
  const frames = new Map<number, number>()
  let spent = 0
  for (const { name, tid, tdur = 0 } of events.toSorted((one, other) => one.ts - other.ts)) {
    if (tid !== mainThread) continue
    if (name === 'RunTask') spent += tdur / 1000
    if (name !== 'FireAnimationFrame') continue
    frames.set(frames.size, spent)
    spent = 0
  }
  return [...frames.values()].slice(1)
}

async function scroll(page: Page): Promise<void> {
  await page.evaluate(
    (seconds) =>
      new Promise<void>((resolve) => {
        const frame = document.querySelector('.timetable')!
        const begun = performance.now()
        const step = (now: number) => {
          const passed = (now - begun) / 1000
          if (passed > seconds) return resolve()
          frame.scrollLeft = ((1 - Math.cos(passed * 1.5)) / 2) * (frame.scrollWidth - frame.clientWidth)
          frame.scrollTop = ((1 - Math.cos(passed * 2.3)) / 2) * (frame.scrollHeight - frame.clientHeight)
          requestAnimationFrame(step)
        }
        requestAnimationFrame(step)
      }),
    secondsMoving,
  )
}

async function drag(page: Page): Promise<void> {
  const box = await page.evaluate(() => {
    const frame = document.querySelector('.timetable')!.getBoundingClientRect()
    const boxes = [...document.querySelectorAll('.timetable-block[data-grip]')].map((block) =>
      block.getBoundingClientRect(),
    )
    const inside = boxes.find(({ x, y }) => x > frame.left + 250 && y > frame.top + 250)!
    return { x: inside.x, y: inside.y }
  })
  await page.mouse.move(box.x + 20, box.y + 8)
  await page.mouse.down()
  const begun = performance.now()
  for (let passed = 0; passed < secondsMoving; passed = (performance.now() - begun) / 1000)
    await page.mouse.move(box.x + 200 + Math.sin(passed * 3) * 260, box.y + 120 + Math.cos(passed * 2) * 140)
  await page.keyboard.press('Escape')
  await page.mouse.up()
}

function tell(what: string, { drawn, p50, p95, late, work }: Frames): void {
  console.log(
    `${what}: ${drawn} frames in ${secondsMoving} s, ${p50.toFixed(1)} ms apart, p95 ${p95.toFixed(1)} ms, ${late} later than a frame and a half`,
  )
  console.log(
    `  processor time of the page between two of them: median ${median(work).toFixed(1)} ms, p95 ${share(work, 0.95).toFixed(1)} ms, most ${Math.max(...work).toFixed(1)} ms (goal 16.7)`,
  )
}

const running = await startSchool()
const browser = await openBrowser()
try {
  const school = await addFullSchool(running.databaseUrl)
  console.log('40 teachers, 40 rooms, 2,000 lessons in a week and 2,000 on one day')
  const week = await timeWeek(running.url, school)
  console.log(
    `a week to its last byte: median ${median(week).toFixed(1)} ms, fastest ${Math.min(...week).toFixed(1)} ms of ${rounds} (goal 40)`,
  )
  const context = await browser.newContext({
    baseURL: running.url,
    viewport: { width: 1440, height: 900 },
    timezoneId: 'Asia/Jakarta',
    locale: 'en-GB',
  })
  await context.addCookies([{ name: 'lessonry_session', value: school.token, url: running.url }])
  const page = await context.newPage()
  await page.addInitScript(watchDrawing)
  const address = `/${school.slug}/timetable?date=${school.fullDay.toString()}&view=teachers&span=day`
  const drawing = await timeDrawing(page, address)
  console.log(
    `from data to drawn: median ${median(drawing).toFixed(0)} ms, fastest ${Math.min(...drawing).toFixed(0)} ms (goal 150)`,
  )
  const wire = await context.newCDPSession(page)
  tell('scrolling', await traceFrames(wire, () => scroll(page)))
  await page.evaluate(() => document.querySelector('.timetable')?.scrollTo(300, 0))
  tell('dragging', await traceFrames(wire, () => drag(page)))
} finally {
  await browser.close()
  await running.stop()
}
