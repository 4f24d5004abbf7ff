import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getMail, listMails, listNotifications, readNotifications, resendMail } from '#contract/notifications'
import { notify } from '#notifications'
import { newId } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { queueMail } from '#platform/mail.ts'
import { world, type Person, type World } from '#testing/world.ts'

function tell(school: World, person: Person, uniqueKey: string): Promise<void> {
  const notification = { uniqueKey, personId: person.id, kind: 'booking.confirmed', path: '/bookings' }
  return inSystem(school.access, school.organisation.id, 'test', (ctx) =>
    notify(ctx, { ...notification, arguments: { studentName: 'Tom', offering: 'Piano', time: 'Monday' } }),
  )
}

function write(school: World, uniqueKey: string, recipient = 'maria@mail.example'): Promise<void> {
  return inSystem(school.access, school.organisation.id, 'test', (ctx) =>
    queueMail(ctx, {
      uniqueKey,
      recipient,
      recipientName: 'Maria',
      locale: 'en',
      subject: `About ${uniqueKey}`,
      bodyText: 'Hello',
      bodyHtml: '<p>Hello</p>',
    }),
  )
}

async function withMailServer<T>(work: () => Promise<T>): Promise<T> {
  process.env['SMTP_URL'] = 'smtp://127.0.0.1:9'
  try {
    return await work()
  } finally {
    delete process.env['SMTP_URL']
  }
}

test('a person is told once for each key, however often and from wherever', async () => {
  const school = await world()
  const { as, maria } = school
  await Promise.all(Array.from({ length: 8 }, () => tell(school, maria, 'confirmed:1')))
  const { rows, unread } = await as(maria)(listNotifications, {})
  assert.deepEqual([rows.length, unread], [1, 1])
  assert.deepEqual(rows[0]?.arguments, { studentName: 'Tom', offering: 'Piano', time: 'Monday' })
})

test('reading marks everything up to one notification, of the reader alone', async () => {
  const school = await world()
  const { as, maria, ana } = school
  for (const key of ['1', '2', '3']) await tell(school, maria, key)
  await tell(school, ana, 'hers')
  const { rows } = await as(maria)(listNotifications, {})
  await as(maria)(readNotifications, { upTo: rows[1]!.id })
  const after = await as(maria)(listNotifications, {})
  assert.deepEqual([after.unread, after.rows.map(({ readAt }) => readAt !== null)], [1, [false, true, true]])
  assert.equal((await as(ana)(listNotifications, {})).unread, 1)
})

test('notifications are read page by page, newest first', async () => {
  const school = await world()
  const { as, maria } = school
  for (const key of ['1', '2', '3']) await tell(school, maria, key)
  const first = await as(maria)(listNotifications, { limit: 2 })
  const second = await as(maria)(listNotifications, { limit: 2, cursor: first.next! })
  assert.deepEqual([first.rows.length, second.rows.length, second.next], [2, 1, null])
})

test("somebody else's notification is like one that does not exist", async () => {
  const school = await world()
  const { as, refused, maria, ana } = school
  await tell(school, ana, 'hers')
  const [hers] = (await as(ana)(listNotifications, {})).rows
  for (const upTo of [hers!.id, newId('notification')])
    assert.equal((await refused(maria)(readNotifications, { upTo })).status, 404)
  assert.equal((await refused(null)(listNotifications, {})).status, 401)
})

test('the outbox shows every mail, by state and by what is in its head', async () => {
  const school = await world()
  const { as, dewi } = school
  await write(school, 'one')
  await write(school, 'two', 'ana_w@mail.example')
  const all = await as(dewi)(listMails, {})
  assert.deepEqual([all.rows.map(({ subject }) => subject), all.mailServer], [['About two', 'About one'], false])
  assert.equal((await as(dewi)(listMails, { search: 'ANA_W' })).rows.length, 1)
  assert.equal((await as(dewi)(listMails, { search: '_' })).rows.length, 1)
  await write(school, 'three', 'rosana_w@mail.example')
  const addressed = async (search: string) =>
    (await as(dewi)(listMails, { search })).rows.map(({ recipient }) => recipient)
  assert.deepEqual(await addressed('Ana_W@mail.example'), ['ana_w@mail.example'])
  assert.deepEqual(await addressed('sana_w@mail.example'), ['rosana_w@mail.example'])
  assert.equal((await as(dewi)(listMails, { status: 'sent' })).rows.length, 0)
  assert.equal((await as(dewi)(getMail, { mailId: all.rows[0]!.id })).bodyText, 'Hello')
})

test('a kept mail is queued again where there is a mail server, one on its way is not', async () => {
  const school = await world()
  const { as, refused, dewi, access } = school
  await write(school, 'kept')
  const [mail] = (await as(dewi)(listMails, {})).rows
  const mailId = mail!.id
  assert.equal((await refused(dewi)(resendMail, { mailId })).body.code, 'notifications.no_mail_server')
  await withMailServer(async () => {
    assert.equal((await refused(dewi)(resendMail, { mailId })).body.code, 'notifications.already_sent')
    await access.owner
      .updateTable('platform.mail')
      .set({ status: 'failed', attempts: 8 })
      .where('id', '=', mailId)
      .execute()
    const again = await as(dewi)(resendMail, { mailId })
    assert.deepEqual([again.status, again.attempts], ['queued', 0])
    assert.equal((await as(dewi)(listMails, {})).mailServer, true)
  })
})

test('mails of another organisation are like ones that do not exist; teachers and families have no outbox', async () => {
  const school = await world()
  const { refused, dewi, rina, maria } = school
  const other = await world()
  await write(other, 'theirs')
  const [theirs] = (await other.as(other.dewi)(listMails, {})).rows
  for (const mailId of [theirs!.id, newId('mail')]) {
    assert.equal((await refused(dewi)(getMail, { mailId })).status, 404)
    assert.equal((await refused(dewi)(resendMail, { mailId })).status, 404)
  }
  for (const person of [rina, maria]) assert.equal((await refused(person)(listMails, {})).status, 403)
})
