import type { Browser, BrowserContext, Page } from 'playwright-core'
import { letNextLessonPass } from '../e2e/teacher-steps.ts'
import type { RunningSchool } from '../e2e/running-school.ts'
import { enterAs } from '../e2e/visit.ts'

// A tap is what a finger did outside the text fields of the one form.
async function countTaps(page: Page): Promise<() => number> {
  let taps = 0
  await page.exposeFunction('noteTap', () => (taps += 1))
  await page.addInitScript(() => {
    addEventListener(
      'click',
      ({ detail, target }) => {
        const isField = target instanceof Element && target.closest('input[type="text"], input[type="tel"], textarea')
        if (detail > 0 && !isField) (globalThis as unknown as { noteTap: () => void }).noteTap()
      },
      true,
    )
  })
  return () => taps
}

function openPhone(browser: Browser, school: RunningSchool): Promise<BrowserContext> {
  return browser.newContext({
    baseURL: school.url,
    viewport: { width: 360, height: 780 },
    timezoneId: 'Asia/Jakarta',
    locale: 'en-GB',
  })
}

/** A grown-up for herself, two times: course, first, second, send. */
export async function countTapsToBook(browser: Browser, school: RunningSchool): Promise<number> {
  const context = await openPhone(browser, school)
  const page = await context.newPage()
  const taps = await countTaps(page)
  await page.goto('/kadensa')
  await page.getByRole('main').getByRole('listitem').getByRole('link', { name: 'Piano Dasar' }).click()
  const days = page.getByRole('list', { name: 'Free times' }).getByRole('listitem')
  const free = days.filter({ has: page.getByRole('button') })
  await free.first().getByRole('button').first().click()
  await free.nth(1).getByRole('button').first().click()
  const form = page.getByRole('form', { name: 'Who' })
  await form.getByLabel('Your name').fill('Hanum Lestari')
  await form.getByLabel('Age', { exact: true }).fill('31')
  await form.getByLabel('WhatsApp number').fill('0818 2040 6080')
  await page.getByRole('button', { name: 'Send the request' }).filter({ visible: true }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Your request has arrived' }).waitFor()
  const counted = taps()
  await context.close()
  return counted
}

/** From the first screen of the day to the closed lesson: present, close; one tap more where it was on an earlier day. */
export async function countTapsToClose(browser: Browser, school: RunningSchool): Promise<number> {
  const context = await openPhone(browser, school)
  const page = await context.newPage()
  await letNextLessonPass(school, await enterAs(page, 'Teacher'))
  const taps = await countTaps(page)
  await page.goto('/kadensa/today')
  const attendance = page.getByRole('group', { name: /^Attendance of / })
  const earlier = page.getByRole('main').getByRole('link', { name: /\d\d:\d\d, / })
  await attendance.or(earlier).first().waitFor()
  if (!(await attendance.isVisible())) await earlier.first().click()
  await attendance.getByText('Present').click()
  await page.getByLabel('Note', { exact: true }).fill('Steady, and with a good ear.')
  await page.getByRole('button', { name: /^Close lesson/ }).click()
  await page.getByRole('region', { name: 'Notifications' }).getByText('Lesson closed').waitFor()
  const counted = taps()
  await context.close()
  return counted
}
