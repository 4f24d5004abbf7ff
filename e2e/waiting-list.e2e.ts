import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '#testing/browser.ts'
import { addFullGroup, type FullGroup } from './group-steps.ts'
import { startSchool, type RunningSchool } from './running-school.ts'
import { enterAs, openVisit, seeToast, takeShot, type Visit } from './visit.ts'

let school: RunningSchool
let browser: Browser
let visits: Visit[] = []

before(async () => {
  school = await startSchool()
  browser = await openBrowser()
})

afterEach(async () => {
  for (const [index, visit] of visits.entries()) {
    await takeShot(visit.page, `99-waiting-end-${index + 1}`)
    await visit.close()
  }
  visits = []
})

after(async () => {
  await browser?.close()
  await school?.stop()
})

test('a freed place of a full group is offered to the family that waits, and accepted by the link on a phone', async () => {
  const open = async (width: number) => {
    const visit = await openVisit(browser, school, { width })
    visits.push(visit)
    return visit.page
  }
  const [office, family] = [await open(1440), await open(360)]
  await enterAs(office, 'Owner')
  const group = await addFullGroup(office.request)
  await putOnList(office, group)
  await leave(office, group)
  const link = await readLink(office, group)
  await accept(family, link, group)
  await seeFullAgain(office, group)
  for (const visit of visits) visit.checkConsole()
})

async function putOnList(page: Page, group: FullGroup): Promise<void> {
  await page.goto('/kadensa/groups')
  await page.getByRole('link', { name: group.name }).click()
  await page.getByText('1 of 1 place taken').first().waitFor()
  await page.getByRole('main').getByRole('button', { name: 'Add to the waiting list' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('searchbox').fill(group.waiting)
  await dialog.getByRole('radio', { name: group.waiting }).check()
  await dialog.getByRole('button', { name: 'Add to the waiting list' }).click()
  await seeToast(page, `${group.waiting} is on the waiting list.`)
  await page.getByRole('list', { name: 'Waiting list' }).getByText('Number 1').waitFor()
  await takeShot(page, '50-waiting-list')
}

async function leave(page: Page, group: FullGroup): Promise<void> {
  await page.getByRole('button', { name: `More for ${group.member}` }).click()
  await page.getByRole('menuitem', { name: 'Leaves the group' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Moves away')
  await dialog.getByRole('button', { name: 'Set the day of leaving' }).click()
  await seeToast(page, `${group.member} leaves the group.`)
  await page.getByRole('list', { name: 'Waiting list' }).getByText('Place offered').waitFor()
  await takeShot(page, '51-place-offered')
}

/** The mail that went to the family, as the office finds it in the outbox. */
async function readLink(page: Page, group: FullGroup): Promise<string> {
  await page.goto(`/kadensa/outbox?search=${encodeURIComponent(group.email)}`)
  const mail = page.getByRole('link', { name: `A place in ${group.name} for ${group.waiting}` })
  const button = page.getByRole('button', { name: `A place in ${group.name} for ${group.waiting}` })
  await mail.or(button).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/\/offers\//).waitFor()
  const link = /https?:\/\/\S+\/offers\/[\w-]+/.exec(await dialog.innerText())?.[0]
  assert.ok(link, 'The mail has no link.')
  return link
}

async function accept(page: Page, link: string, group: FullGroup): Promise<void> {
  await page.goto(link)
  await page.getByRole('heading', { level: 1, name: `A place in ${group.name}` }).waitFor()
  await page.getByText(`For ${group.waiting}`).waitFor()
  await page.getByText(/^Price for the rest of the term/).waitFor()
  await takeShot(page, '52-offer')
  await page.getByRole('button', { name: 'Take the place' }).click()
  await page.getByText('The place is yours.').waitFor()
  await page.reload()
  await page.getByText('The place is yours.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Take the place' }).count(), 0)
  await takeShot(page, '53-accepted')
}

async function seeFullAgain(page: Page, group: FullGroup): Promise<void> {
  await page.goto(`/kadensa/groups/${group.id}`)
  await page.getByText('1 of 1 place taken').first().waitFor()
  await page.getByRole('list', { name: 'Students' }).getByRole('link', { name: group.waiting }).waitFor()
  await page.getByText('Nobody waits.').waitFor()
  await takeShot(page, '54-full-again')
}
