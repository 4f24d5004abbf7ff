import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import type { APIRequestContext } from 'playwright-core'

export interface FullGroup {
  readonly id: string
  readonly name: string
  readonly member: string
  readonly waiting: string
  readonly waitingId: string
  /** Where the one who waits is written to. */
  readonly email: string
}

type Answer = Record<string, unknown>

/** A group with one place, which is taken, and a student beside it who would like to have it. */
export async function addFullGroup(request: APIRequestContext): Promise<FullGroup> {
  const ask = asking(request)
  const offerings = rowsOf(await ask('GET', 'offerings'), 'offerings')
  const offering = offerings.find((row) => Number(row['places']) > 1 && (row['teacherIds'] as string[]).length > 0)
  assert.ok(offering, 'The demonstration has no course for groups.')
  const termFrom = Temporal.Now.plainDateISO('Asia/Jakarta').add({ days: 40 })
  const name = 'Wednesday ensemble'
  const group = await ask('POST', 'groups', {
    offeringId: offering['id'],
    name,
    places: 1,
    teacherId: (offering['teacherIds'] as string[])[0],
    termFrom: termFrom.toString(),
    termTo: termFrom.add({ days: 20 }).toString(),
    times: [1, 2, 3, 4, 5, 6].flatMap((weekday) => [10, 15].map((hour) => ({ weekday, fromMinute: hour * 60 }))),
    termPrice: '90000000',
  })
  const id = String(group['id'])
  const dates = rowsOf(await ask('GET', `groups/${id}/term`), 'dates').filter((date) => date['state'] === 'free')
  assert.ok(dates.length >= 3, 'No three dates of the term are free.')
  const starts = dates.slice(0, 3).map((date) => date['startsAt'])
  await ask('POST', `groups/${id}/lessons`, { starts })
  const member = await addStudent(ask, 'Sekar Pratiwi', 'sekar@pratiwi.example')
  const waitingId = await addStudent(ask, 'Arga Wibisono', 'arga@wibisono.example')
  const acceptedPrice = { amount: '90000000', currency: 'IDR' }
  await ask('POST', `groups/${id}/members`, { studentId: member, from: termFrom.toString(), acceptedPrice })
  return { id, name, waitingId, member: 'Sekar Pratiwi', waiting: 'Arga Wibisono', email: 'arga@wibisono.example' }
}

/** The one who waits is offered a second place, and the mail about it has this address. */
export async function offerPlace(request: APIRequestContext, group: FullGroup): Promise<string> {
  const ask = asking(request)
  await ask('POST', `groups/${group.id}/waiting`, { studentId: group.waitingId })
  await ask('PATCH', `groups/${group.id}`, { places: 2 })
  for (let looks = 0; looks < 60; looks++) {
    const [mail] = rowsOf(await ask('GET', `mails?search=${encodeURIComponent(group.email)}&limit=1`), 'rows')
    const bodyText = mail ? String((await ask('GET', `mails/${String(mail['id'])}`))['bodyText']) : ''
    const [, token] = /\/offers\/([\w-]+)/.exec(bodyText) ?? []
    if (token) return `/kadensa/offers/${token}`
    await wait(250)
  }
  throw new Error('No mail offers the place.')
}

async function addStudent(ask: Ask, fullName: string, email: string): Promise<string> {
  return String((await ask('POST', 'people', { fullName, email, student: {} }))['id'])
}

type Ask = (method: 'GET' | 'POST' | 'PATCH', path: string, data?: unknown) => Promise<Answer>

const asking =
  (request: APIRequestContext): Ask =>
  async (method, path, data) => {
    const answer = await request.fetch(`/api/o/kadensa/${path}`, {
      method,
      ...(data === undefined ? {} : { data }),
    })
    assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`)
    return (await answer.json()) as Answer
  }

function rowsOf(answer: Answer, name: string): Answer[] {
  return answer[name] as Answer[] // contracts say so
}
