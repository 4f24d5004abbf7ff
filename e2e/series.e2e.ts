import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { openBrowser } from '#testing/browser.ts'
import { startSchool, type RunningSchool } from './running-school.ts'
import { prepareRepeatingLesson, type RepeatingLesson } from './series-steps.ts'
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

test('the office plans twelve lessons on a phone, solves two clashes, and moves this and later ones', async () => {
  const visit = await openVisit(browser, school, { width: 390 })
  const { page, context } = visit
  await enterAs(page, 'Office')
  const lesson = await prepareRepeatingLesson(context.request, 12)
  const known = new URLSearchParams({ date: lesson.firstDay, time: lesson.time })
  await page.goto(`/kadensa/series/new?${known.toString()}`)
  await page.getByRole('heading', { level: 1, name: 'A lesson that repeats' }).waitFor()
  await page.getByLabel('Course', { exact: true }).selectOption({ label: lesson.course })
  await page.getByLabel('Teacher', { exact: true }).selectOption({ label: lesson.teacher })
  await page.getByRole('textbox', { name: 'Number of lessons' }).fill('12')
  await page.getByRole('searchbox').fill(lesson.student)
  await page
    .getByRole('button', { name: `Add ${lesson.student}` })
    .first()
    .click()
  await page.getByRole('button', { name: 'Look at the dates' }).click()

  const dates = page.getByRole('list', { name: 'Dates' })
  await page.getByText('2 dates cannot be held').waitFor()
  assert.equal(await dates.getByRole('listitem').count(), 12)
  await takeShot(page, 'series-1-clashes')
  await dates.getByRole('button', { name: /: At / }).first().click()
  await page.getByText('One date cannot be held').waitFor()
  await dates.getByRole('button', { name: /: At / }).first().click()
  await page.getByText('All 12 lessons can be held').waitFor()
  await takeShot(page, 'series-2-solved')
  await page.getByRole('button', { name: 'Plan 12 lessons' }).click()

  await seeToast(page, '12 lessons are planned')
  await page.getByRole('heading', { level: 1, name: lesson.course }).waitFor()
  await dates.getByText('3 of 12').waitFor()
  assert.equal(await dates.getByText('At another time').count(), 2)
  await takeShot(page, 'series-3-planned')

  await dates.getByRole('listitem').nth(4).getByRole('link').click()
  await page.getByRole('link', { name: 'Lesson 5 of 12' }).click()
  await page.getByRole('heading', { level: 1, name: lesson.course }).waitFor()
  await page.getByRole('link', { name: 'Change', exact: true }).click()
  await page.getByLabel('Lesson', { exact: true }).selectOption({ index: 4 })
  await page.getByLabel('This and later lessons').check()
  await page.getByLabel('Time', { exact: true }).fill(lesson.later)
  await page.getByRole('button', { name: 'Look at the dates' }).click()
  await page.getByText('All 8 lessons can be held').waitFor()
  await takeShot(page, 'series-4-change')
  await page.getByRole('button', { name: 'Change 8 lessons' }).click()
  await seeToast(page, 'The series is changed')
  await expectTimes(dates, lesson)
  await takeShot(page, 'series-5-changed')
  visit.checkConsole()
  await visit.close()
})

/** Four lessons stay, and all that follow begin an hour later, but for the one that was moved before. */
async function expectTimes(dates: Locator, { time, later }: RepeatingLesson): Promise<void> {
  await dates.getByRole('listitem').nth(4).getByText(later).first().waitFor()
  const texts = await dates.getByRole('listitem').allInnerTexts()
  assert.equal(texts.length, 12)
  const starting = (clock: string) =>
    texts.flatMap((text, i) => (text.includes(`${clock}–`) || text.includes(`${clock} –`) ? [i + 1] : []))
  assert.deepEqual(starting(time), [1, 2, 4])
  assert.ok(
    [5, 6, 7, 9, 10, 11, 12].every((number) => starting(later).includes(number)),
    texts.join('\n'),
  )
}

test('the office does the same with the keyboard alone', async () => {
  const visit = await openVisit(browser, school, { width: 1440 })
  const { page, context } = visit
  await enterAs(page, 'Office')
  const lesson = await prepareRepeatingLesson(context.request, 30)
  // As the link of the timetable's dialog leads here.
  const known = new URLSearchParams({ date: lesson.firstDay, time: lesson.time })
  await page.goto(`/kadensa/series/new?${known.toString()}`)
  const press = async (target: Locator, key = 'Enter') => {
    await tabTo(page, target)
    await page.keyboard.press(key)
  }
  const type = async (target: Locator, text: string) => {
    await tabTo(page, target)
    await page.keyboard.type(text)
  }
  await type(page.getByLabel('Course', { exact: true }), lesson.course)
  await type(page.getByLabel('Teacher', { exact: true }), lesson.teacher)
  await tabTo(page, page.getByRole('textbox', { name: 'Number of lessons' }))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('12')
  await type(page.getByRole('searchbox'), lesson.student)
  await press(page.getByRole('button', { name: `Add ${lesson.student}` }).first())
  await press(page.getByRole('button', { name: 'Look at the dates' }))
  await page.getByText('2 dates cannot be held').waitFor()
  const dates = page.getByRole('list', { name: 'Dates' })
  await press(dates.getByRole('button', { name: /: At / }).first())
  await press(dates.getByRole('button', { name: /: At / }).first())
  await press(page.getByRole('button', { name: 'Plan 12 lessons' }))
  await dates.getByText('12 of 12').waitFor()
  await takeShot(page, 'series-keys-1-planned')
  await press(page.getByRole('link', { name: 'Change', exact: true }))
  await tabTo(page, page.getByLabel('Lesson', { exact: true }))
  for (let n = 0; n < 4; n++) await page.keyboard.press('ArrowDown')
  // The first part of a time field is its hour, whichever way the browser writes it.
  await press(page.getByLabel('Time', { exact: true }), 'ArrowUp')
  await press(page.getByRole('button', { name: 'Look at the dates' }))
  await page.getByText('All 8 lessons can be held').waitFor()
  await press(page.getByRole('button', { name: 'Change 8 lessons' }))
  await seeToast(page, 'The series is changed')
  await expectTimes(dates, lesson)
  visit.checkConsole()
  await visit.close()
})

async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor({ state: 'attached' })
  for (let stops = 0; stops < 200; stops++) {
    await page.keyboard.press('Tab')
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`The Tab key does not come to ${target.toString()}.`)
}
