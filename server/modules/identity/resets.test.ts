import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { world, type Person, type World } from '#testing/world.ts'
import { openBrowser } from './browser.ts'
import { getSession, requestPasswordReset, resetPassword, signIn } from './contract.ts'
import { hashPassword } from './passwords.ts'

process.env['PUBLIC_URL'] = 'https://lessons.example'

const password = 'nine quiet lamps on water'

async function mailsTo(school: World, person: Person) {
  return school.access.owner
    .selectFrom('platform.mail')
    .selectAll()
    .where('recipient', '=', person.email!)
    .orderBy('id')
    .execute()
}

async function resetLink(school: World, person: Person): Promise<{ url: URL; token: string }> {
  const mail = (await mailsTo(school, person)).at(-1)!
  const url = new URL(mail.bodyText.match(/https?:\S+/)![0])
  assert.ok(mail.bodyHtml.includes(url.href))
  return { url, token: url.pathname.split('/').at(-1)! }
}

async function realWorld(): Promise<World> {
  const school = await world()
  school.setNow(Temporal.Now.instant())
  return school
}

test('Maria chooses a new password by the link from the mail; every session she had ends', async () => {
  const school = await realWorld()
  const { http, maria, access } = school
  await access.owner
    .updateTable('identity.user')
    .set({ passwordHash: await hashPassword('old paper boats sail') })
    .where('id', '=', maria.userId!)
    .execute()
  const telephone = openBrowser(http)
  await telephone.call(signIn, { email: maria.email!, password: 'old paper boats sail' })
  const laptop = openBrowser(http)
  await laptop.call(requestPasswordReset, { email: maria.email! })
  const { token } = await resetLink(school, maria)
  const session = await laptop.call(resetPassword, { token, password })
  assert.equal(session.user?.id, maria.userId)
  assert.equal((await telephone.call(getSession, {})).user, null)
  assert.equal((await laptop.call(getSession, {})).user?.id, maria.userId)
  assert.equal((await telephone.refused(signIn, { email: maria.email!, password: 'old paper boats sail' })).status, 401)
  await telephone.call(signIn, { email: maria.email!, password })
})

test('a link works once, also for two who come at the same moment, and for an hour', async () => {
  const school = await realWorld()
  const { http, maria, now, setNow } = school
  await openBrowser(http).call(requestPasswordReset, { email: maria.email! })
  const first = await resetLink(school, maria)
  await openBrowser(http).call(requestPasswordReset, { email: maria.email! })
  const second = await resetLink(school, maria)
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, () => openBrowser(http).call(resetPassword, { token: first.token, password })),
  )
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const token of [first.token, second.token]) {
    const { status, body } = await openBrowser(http).refused(resetPassword, { token, password })
    assert.equal(status, 410)
    assert.equal(body.code, 'identity.link_used')
  }
  await openBrowser(http).call(requestPasswordReset, { email: maria.email! })
  const late = await resetLink(school, maria)
  setNow(now().add({ minutes: 61 }))
  assert.equal((await openBrowser(http).refused(resetPassword, { token: late.token, password })).status, 410)
  const unknown = await openBrowser(http).refused(resetPassword, { token: 'a'.repeat(43), password })
  assert.equal(unknown.status, 404)
})

test('a password that is guessed first is refused by its field, and the link stays good', async () => {
  const school = await realWorld()
  const { http, maria } = school
  await openBrowser(http).call(requestPasswordReset, { email: maria.email! })
  const { token } = await resetLink(school, maria)
  const { status, body } = await openBrowser(http).refused(resetPassword, { token, password: 'Sunshine2026' })
  assert.equal(status, 422)
  assert.equal(body.code, 'identity.password_too_common')
  assert.deepEqual(
    body.errors?.map(({ path }) => path),
    ['password'],
  )
  await openBrowser(http).call(resetPassword, { token, password })
})

test('an address without a login gets the same answer, no sooner, and no mail', async () => {
  const school = await realWorld()
  const { http, maria, access } = school
  const took = async (email: string) => {
    const began = performance.now()
    assert.deepEqual(await openBrowser(http).call(requestPasswordReset, { email }), {})
    return performance.now() - began
  }
  assert.ok((await took('nobody@mail.example')) >= 250)
  assert.ok((await took(maria.email!)) >= 250)
  const mails = await access.owner
    .selectFrom('platform.mail')
    .select('id')
    .where('recipient', '=', 'nobody@mail.example')
    .execute()
  assert.equal(mails.length, 0)
  assert.equal((await mailsTo(school, maria)).length, 1)
})

test('the link leads to the configured address, whatever the request claims', async () => {
  const school = await realWorld()
  const { http, maria } = school
  await openBrowser(http).call(
    requestPasswordReset,
    { email: maria.email! },
    {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=http',
      'x-forwarded-proto': 'http',
    },
  )
  const { url } = await resetLink(school, maria)
  assert.equal(url.origin, 'https://lessons.example')
  assert.match(url.pathname, /^\/reset\/[A-Za-z0-9_-]{43}$/)
  const [mail] = await mailsTo(school, maria)
  assert.ok(!JSON.stringify(mail).includes('evil.example'))
})

test('one mailbox gets three mails in a quarter of an hour', async () => {
  const school = await realWorld()
  for (let count = 0; count < 5; count++)
    await openBrowser(school.http).call(requestPasswordReset, { email: school.maria.email! })
  assert.equal((await mailsTo(school, school.maria)).length, 3)
})

test('the office reads the outbox, but not the mail that opens a login', async () => {
  const school = await realWorld()
  const { http, olivia, dewi, organisation, send } = school
  await openBrowser(http).call(requestPasswordReset, { email: olivia.email! })
  const [mail] = await mailsTo(school, olivia)
  for (const person of [dewi, olivia]) {
    const list = await send(person, 'GET', `/api/o/${organisation.slug}/mails`)
    assert.ok(!JSON.stringify(list.body).includes(mail!.id))
    const one = await send(person, 'GET', `/api/o/${organisation.slug}/mails/${mail!.id}`)
    assert.equal(one.status, 404)
  }
})

test('while answers wait for their time, and while passwords are hashed, no connection is held', async () => {
  const { http, access } = await world()
  const isQuiet = async () => {
    const { rows } = await sql<{ open: number }>`
      select count(*)::int as open from pg_stat_activity
      where datname = current_database() and application_name = 'lessonry' and state like 'idle in transaction%'
        and state_change < clock_timestamp() - interval '40 milliseconds'`.execute(access.owner)
    return rows[0]!.open === 0
  }
  const browser = openBrowser(http)
  const resets = Array.from({ length: 12 }, (_, n) =>
    browser.call(requestPasswordReset, { email: `nobody.${n}@mail.example` }),
  )
  const guesses = Array.from({ length: 12 }, (_, n) =>
    browser.refused(signIn, { email: `nobody.${n}@other.example`, password: 'a wrong password' }),
  )
  const work = Promise.all([...resets, ...guesses]).then(() => true)
  const quiet: boolean[] = []
  while (!(await Promise.race([work, wait(20, false)]))) quiet.push(await isQuiet())
  assert.ok(quiet.length > 2)
  assert.ok(
    quiet.filter((each) => !each).length <= 1,
    `${quiet.filter((each) => !each).length} of ${quiet.length} looks`,
  )
})
