import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser } from '#testing/browser.ts'
import { startSchool, type RunningSchool } from './running-school.ts'
import { enterAs, openVisit, seeToast, takeShot } from './visit.ts'

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

test('a teacher paints hours with the mouse and with the keyboard', async () => {
  const visit = await openVisit(browser, school, { width: 1440 })
  const { page } = visit
  await enterAs(page, 'Teacher')
  await page.goto('/kadensa/availability')
  const week = page.getByRole('grid', { name: 'Weekly hours' })
  await page.getByRole('button', { name: 'Whole week' }).click()
  await page.getByRole('menuitem', { name: 'Close the whole week' }).click()

  await page.getByText('Online', { exact: true }).click()
  await dragOver(
    page,
    week.getByRole('gridcell', { name: 'Monday 09:00' }),
    week.getByRole('gridcell', { name: 'Monday 10:30' }),
  )
  await week.getByRole('gridcell', { name: /^Monday 10:30 Online/, selected: true }).waitFor()
  await week.getByRole('gridcell', { name: /^Tuesday 09:00/, selected: false }).focus()
  await page.keyboard.press('Space')
  for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key)
  await takeShot(page, 'hours-painted')
  await page.getByRole('button', { name: 'Save hours' }).click()
  await seeToast(page, 'Hours saved')

  await page.reload()
  const days = page.getByRole('list', { name: 'Hours by day' })
  await days
    .getByText(/^09:00 to 1[01]:\d\d \(Online\)\.$/)
    .first()
    .waitFor()
  const painted = await week.getByRole('gridcell', { name: /^(Monday|Tuesday) .* Online$/, selected: true }).count()
  assert.ok(painted >= 6, `${painted} steps are open`)
  visit.checkConsole()
  await visit.close()
})

test('a lesson that is dragged onto another says why it cannot be there, and goes back', async () => {
  const visit = await openVisit(browser, school, { width: 1440 })
  const { page } = visit
  await enterAs(page, 'Office')
  const { moved, taken } = await findNeighbours(page)
  await page.goto(`/kadensa/timetable?date=${moved.day}&view=rooms&span=day`)
  const [from, onto] = [page.locator(`[data-block="${moved.id}"]`), page.locator(`[data-block="${taken.id}"]`)]
  await from.waitFor()
  await page.locator('.timetable').evaluate((frame, id) => {
    const block = frame.querySelector<HTMLElement>(`[data-block="${id}"]`)
    frame.scrollTop = (block?.offsetTop ?? 0) - frame.clientHeight / 2
    block?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, moved.id)
  const [start, end] = [await boxOf(from), await boxOf(onto)]
  await page.mouse.move(start.x + 20, start.y + 8)
  await page.mouse.down()
  await page.mouse.move(start.x + 24, start.y + 20, { steps: 3 })
  await page.mouse.move(end.x + 20, end.y + 10, { steps: 6 })
  const reason = page.locator('.timetable-note').getByText(/(is taken|is teaching) then/)
  await reason.first().waitFor()
  await page.mouse.up()
  await takeShot(page, 'clash-dropped')
  await page.getByText('Nearest times that work:').waitFor()
  await page.keyboard.press('Escape')
  await reason.first().waitFor({ state: 'detached' })
  assert.equal(await startOf(page, moved.id), moved.startsAt, 'nothing was moved')
  visit.checkConsole()
  await visit.close()
})

test('what one person moves comes to the other’s screen by itself', async () => {
  const [mine, theirs] = [
    await openVisit(browser, school, { width: 1440 }),
    await openVisit(browser, school, { width: 1440 }),
  ]
  await enterAs(mine.page, 'Office')
  await enterAs(theirs.page, 'Owner')
  const { moved } = await findNeighbours(mine.page)
  await mine.page.goto(`/kadensa/timetable?date=${moved.day}&view=teachers&span=day`)
  const block = mine.page.locator(`[data-block="${moved.id}"]`)
  await block.waitFor()
  const words = await block.innerText()
  const free = await nearestOf(theirs.page, moved)
  const answer = await theirs.page.request.post(`/api/o/kadensa/lessons/${moved.id}/move`, {
    data: { startsAt: free.startsAt, teacherId: free.teacherIds[0] },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  assert.ok(answer.ok(), await answer.text())
  await mine.page.waitForFunction(
    ({ id, text }) => document.querySelector<HTMLElement>(`[data-block="${id}"]`)?.innerText !== text,
    { id: moved.id, text: words },
    { polling: 20 },
  )
  await mine.close()
  await theirs.close()
})

test('a month on a phone: the days, then one of them', async () => {
  const visit = await openVisit(browser, school, { width: 360 })
  const { page } = visit
  await enterAs(page, 'Office')
  const { moved } = await findNeighbours(page)
  await page.goto(`/kadensa/timetable?span=month&date=${moved.day}`)
  const day = Temporal.PlainDate.from(moved.day)
  const name = new RegExp(`${day.day} ${day.toLocaleString('en-GB', { month: 'long' })}, \\d+ lessons?`)
  await page.getByRole('table').getByRole('link', { name }).first().tap()
  await page
    .getByRole('list', { name: /^Lessons of/ })
    .getByRole('link')
    .first()
    .waitFor()
  const aside = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  assert.equal(aside, 0, 'nothing hangs over the edge')
  await takeShot(page, 'month-phone')
  await page.getByRole('button', { name: 'Later' }).tap()
  await page
    .getByRole('heading', { level: 1 })
    .filter({ hasText: monthAfter(day) })
    .waitFor()
  visit.checkConsole()
  await visit.close()
})

interface KnownLesson {
  readonly id: string
  readonly roomId: string | null
  readonly teacherId: string
  readonly offeringId: string
  readonly startsAt: string
  readonly placesTaken: number
  readonly day: string
}

async function listComing(page: Page): Promise<KnownLesson[]> {
  const today = Temporal.Now.plainDateISO('Asia/Jakarta')
  const answer = await page.request.get(
    `/api/o/kadensa/timetable?from=${today.add({ days: 1 }).toString()}&to=${today.add({ days: 28 }).toString()}`,
  )
  const { lessons } = (await answer.json()) as { lessons: KnownLesson[] }
  return lessons
    .filter(({ placesTaken }) => placesTaken > 0)
    .map((lesson) => ({
      ...lesson,
      day: Temporal.Instant.from(lesson.startsAt).toZonedDateTimeISO('Asia/Jakarta').toPlainDate().toString(),
    }))
}

/** Two lessons of one room that follow each other soon, so that one can be dragged onto the other without scrolling. */
async function findNeighbours(page: Page): Promise<{ moved: KnownLesson; taken: KnownLesson }> {
  const coming = (await listComing(page)).filter(({ roomId }) => roomId !== null)
  const pairs = coming.flatMap((moved) =>
    coming
      .filter(({ id, roomId, day }) => id !== moved.id && roomId === moved.roomId && day === moved.day)
      .map((taken) => ({ moved, taken, apart: Math.abs(Date.parse(moved.startsAt) - Date.parse(taken.startsAt)) })),
  )
  const [nearest] = pairs.toSorted((one, other) => one.apart - other.apart)
  if (!nearest) throw new Error('No room has two lessons on one day.')
  return nearest
}

async function nearestOf(page: Page, { offeringId, teacherId, startsAt }: KnownLesson) {
  const query = new URLSearchParams({ offeringId, teacherId, startsAt })
  const answer = await page.request.get(`/api/o/kadensa/slots/explanation?${query}`)
  const { nearest } = (await answer.json()) as {
    nearest: { startsAt: string; teacherIds: string[]; lessonId: string | null }[]
  }
  const free = nearest.find(({ lessonId }) => lessonId === null)
  if (!free) throw new Error('No time is free near that lesson.')
  return free
}

async function startOf(page: Page, id: string): Promise<string> {
  const answer = await page.request.get(`/api/o/kadensa/lessons/${id}`)
  return ((await answer.json()) as { startsAt: string }).startsAt
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (!box) throw new Error('The block is not on the screen.')
  return box
}

async function dragOver(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.scrollIntoViewIfNeeded()
  const [start, end] = [await boxOf(from), await boxOf(to)]
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 4 })
  await page.mouse.up()
}

function monthAfter(day: Temporal.PlainDate): string {
  return day.add({ months: 1 }).toLocaleString('en-GB', { month: 'long', year: 'numeric' })
}
