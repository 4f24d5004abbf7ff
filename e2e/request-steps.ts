import assert from 'node:assert/strict'
import type { Locator, Page } from 'playwright-core'
import { Client } from 'pg'
import type { RunningSchool } from './running-school.ts'
import { takeShot } from './visit.ts'

/** A course for one student at a time that this teacher gives. */
export async function findCourseOf(school: RunningSchool, teacher: string): Promise<string> {
  const client = new Client({ connectionString: school.databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ title: string }>(
      `select offering.title from catalogue.offering
       join catalogue.offering_teacher on offering_teacher.org_id = offering.org_id and offering_teacher.offering_id = offering.id
       join people.person on person.org_id = offering.org_id and person.id = offering_teacher.teacher_id
       where person.full_name = $1 and offering.places = 1 and offering.is_active
       order by offering.duration_minutes, offering.title limit 1`,
      [teacher],
    )
    assert.ok(rows[0], `${teacher} gives no course for one student.`)
    return rows[0].title
  } finally {
    await client.end()
  }
}

export function freeTimes(page: Page, label = 'Free times'): Locator {
  return page.getByRole('list', { name: label })
}

/** Opens the times that a day keeps folded, until every free one is in sight. */
export async function unfoldDays(page: Page): Promise<void> {
  await freeTimes(page).waitFor()
  await freeTimes(page).getByRole('img', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  const more = freeTimes(page).getByRole('button', { name: /^\d+ more/ })
  while ((await more.count()) > 0) await more.first().click()
}

/** Two free times on two days, further ahead where a week has only one such day. */
export async function findTwoTimes(page: Page): Promise<readonly [first: string, second: string]> {
  await freeTimes(page).getByRole('button').first().waitFor()
  for (let week = 0; week < 4; week += 1) {
    const days = [...Map.groupBy(await namesOfTimes(page), (name) => name.split(',')[0]).values()]
    const [first, second] = [days[0]?.at(-1), days[1]?.[0]]
    if (first && second) return [first, second]
    const before = page.url()
    await page.getByRole('link', { name: 'Later days' }).click()
    await page.waitForURL((url) => url.href !== before)
    await freeTimes(page).getByRole('img', { name: 'Loading' }).first().waitFor({ state: 'detached' })
  }
  throw new Error('Four weeks have no two days with a free time.')
}

/** What a screen reader says of each free time: its day and its time. */
async function namesOfTimes(page: Page): Promise<string[]> {
  const spoken = await freeTimes(page).ariaSnapshot()
  return [...spoken.matchAll(/button "([^"]+, \d\d:\d\d)"/g)].flatMap(([, name]) => name ?? [])
}

export interface Wish {
  readonly course: string
  readonly teacher: string
  readonly student: string
  readonly guardian: string
  readonly number: string
  readonly email: string
}

export interface SentRequest extends Wish {
  /** Where the free times of this course and teacher stand. */
  readonly address: string
  readonly first: string
  readonly second: string
}

/** A visitor finds a course, two times, and says who it is for. */
export async function askForLesson(page: Page, wish: Wish): Promise<SentRequest> {
  await page.goto('/kadensa')
  await page.getByRole('heading', { level: 1, name: 'Learn an instrument in Yogyakarta' }).waitFor()
  await page.getByRole('region', { name: 'Teachers' }).getByRole('heading', { name: wish.teacher }).waitFor()
  await page.getByText('a lesson').first().waitFor()
  await takeShot(page, '01-public-page')

  await page.getByRole('link', { name: wish.course, exact: true }).click()
  await page.getByRole('radio', { name: new RegExp(`^${wish.teacher}`) }).check()
  const [first, second] = await findTwoTimes(page)
  const address = page.url()
  await freeTimes(page).getByRole('button', { name: first, exact: true }).click()
  await freeTimes(page).getByRole('button', { name: second, exact: true }).click()
  await expectPressed(page, `${first}, first choice`)
  await expectPressed(page, `${second}, second choice`)
  await takeShot(page, '02-two-times')

  const form = page.getByRole('form', { name: 'Who' })
  await form.getByText('For a child', { exact: true }).click()
  await form.getByLabel('Student’s name').fill(wish.student)
  await form.getByLabel('Age', { exact: true }).fill('9')
  await form.getByLabel('Guardian’s name').fill(wish.guardian)
  await form.getByLabel('Guardian’s WhatsApp number').fill(wish.number)
  await form.getByLabel('E-mail').fill(wish.email)
  await form.getByText('Tell the school more (optional)').click()
  await form.getByLabel('Experience so far').fill('Half a year of lessons')
  await form.getByLabel('Tue', { exact: true }).check()
  await form.getByLabel('Sat', { exact: true }).check()
  await form.getByLabel('Is there an instrument at home?').selectOption('Yes')
  await form.getByLabel('How did you hear of us?').fill('A friend at school')
  await takeShot(page, '03-who')
  await page.getByRole('button', { name: 'Send the request' }).filter({ visible: true }).first().click()

  await page.getByRole('heading', { level: 1, name: 'Your request has arrived' }).waitFor()
  const next = page.getByRole('region', { name: 'What happens next' })
  await next.getByText(/^Kadensa Music answers by .+ \d\d:\d\d\. Until then your times are kept\.$/).waitFor()
  await takeShot(page, '04-request-arrived')
  return { ...wish, address, first, second }
}

/** Somebody else looks at the same course, teacher and days. */
export async function seeBothTimesGone(page: Page, request: SentRequest): Promise<void> {
  await page.goto(request.address)
  await unfoldDays(page)
  for (const time of [request.first, request.second]) {
    assert.equal(await freeTimes(page).getByRole('button', { name: time, exact: true }).count(), 0, time)
  }
  await takeShot(page, '05-times-gone')
}

export async function seeFirstTimeFree(page: Page, request: SentRequest): Promise<void> {
  await page.reload()
  await unfoldDays(page)
  await freeTimes(page).getByRole('button', { name: request.first, exact: true }).waitFor()
  assert.equal(await freeTimes(page).getByRole('button', { name: request.second, exact: true }).count(), 0)
  await takeShot(page, '09-first-time-free-again')
}

async function expectPressed(page: Page, name: string): Promise<void> {
  await freeTimes(page).getByRole('button', { name, exact: true, pressed: true }).waitFor()
}
