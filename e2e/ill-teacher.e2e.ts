import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { APIRequestContext, Browser } from 'playwright-core'
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

interface Lesson {
  readonly id: string
  readonly teacherId: string
  readonly startsAt: string
  readonly status: string
  readonly placesTaken: number
}

const zone = 'Asia/Jakarta'
const base = '/api/o/kadensa'

test('a teacher with five lessons falls ill: proposals, one act, taken back and done again, every family told once', async () => {
  const visit = await openVisit(browser, school, { width: 1440 })
  const { page, context } = visit
  await enterAs(page, 'Owner')
  const { teacherId, day, count } = await findFullDay(context.request)
  const told = await listChangeMails(context.request)
  assert.deepEqual(told, [])

  await page.goto(`/kadensa/people/${teacherId}`)
  await page.getByRole('link', { name: 'Absence…' }).click()
  await page.getByLabel('First day').fill(day.from)
  await page.getByLabel('Last day').fill(day.to)
  await page.getByRole('heading', { name: `${count} lessons are hit` }).waitFor()
  const choices = page.getByRole('combobox', { name: /^What happens for/ })
  assert.equal(await choices.count(), count)
  await choices.nth(0).selectOption({ label: 'Cancelled and owed as a make-up' })
  await choices.nth(1).selectOption({ label: 'Online, at the same time' })
  await page.getByLabel('Note for the office').fill('Flu')
  await takeShot(page, 'ill-1-proposals')

  const apply = page.getByRole('button', { name: `Record it and change ${count} lessons` })
  await apply.click()
  await seeToast(page, `${count} lessons are taken care of.`)
  await page.getByRole('button', { name: 'Undo' }).click()
  await seeToast(page, 'Taken back. Nobody was told.')
  await takeShot(page, 'ill-2-undone')

  await page.goBack()
  await choices.nth(0).waitFor()
  const began = performance.now()
  await apply.click()
  await seeToast(page, `${count} lessons are taken care of.`)
  const mails = await waitForMails(context.request)
  assert.equal(new Set(mails).size, mails.length, 'nobody has two')
  assert.ok(performance.now() - began < 20_000, 'within twenty seconds, of which ten are there to take it back')
  visit.checkConsole()
  await visit.close()
})

/** A teacher and days in a row with exactly five lessons of somebody ahead. */
async function findFullDay(request: APIRequestContext) {
  const today = Temporal.Now.plainDateISO(zone)
  const range = `from=${today.add({ days: 1 }).toString()}&to=${today.add({ days: 21 }).toString()}`
  const answer = await request.get(`${base}/timetable?${range}`)
  const { lessons } = (await answer.json()) as { lessons: Lesson[] }
  const ahead = lessons.filter(({ status, placesTaken }) => status === 'planned' && placesTaken > 0)
  for (const [teacherId, its] of Map.groupBy(ahead, (lesson) => lesson.teacherId)) {
    const days = its.map(({ startsAt }) =>
      Temporal.Instant.from(startsAt).toZonedDateTimeISO(zone).toPlainDate().toString(),
    )
    for (const from of new Set(days)) {
      for (const to of new Set(days)) {
        const all = lessons.filter((lesson) => {
          const day = Temporal.Instant.from(lesson.startsAt).toZonedDateTimeISO(zone).toPlainDate().toString()
          return lesson.teacherId === teacherId && lesson.status === 'planned' && day >= from && day <= to
        })
        if (all.length === 5 && all.every(({ placesTaken }) => placesTaken > 0))
          return { teacherId, day: { from, to }, count: 5 }
      }
    }
  }
  throw new Error('No teacher of the demonstration has five lessons in a row of days.')
}

/** Who was told of changed lessons. */
async function listChangeMails(request: APIRequestContext): Promise<string[]> {
  const answer = await request.get(`${base}/mails?limit=200`)
  const { rows } = (await answer.json()) as { rows: { subject: string; recipient: string }[] }
  return rows.filter(({ subject }) => isOfAbsence.test(subject)).map(({ recipient }) => recipient)
}

const isOfAbsence = /A change to a lesson|Changes to \d+ lessons|Perubahan pada \d+ pelajaran|cours change|تغيير في/

async function waitForMails(request: APIRequestContext): Promise<string[]> {
  for (let tries = 0; tries < 60; tries++) {
    const mails = await listChangeMails(request)
    if (mails.length > 0) return mails
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  throw new Error('No family was told.')
}
