import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { after, test } from 'node:test'
import { openDatabase } from '#platform/db.ts'
import { createTestDatabase } from '#testing/database.ts'
import { addSchool } from '#testing/school.ts'
import { inSystem } from './jobs.ts'
import { Postman, queueMail } from './mail.ts'

const database = await createTestDatabase()
const access = openDatabase(database.url)
after(async () => {
  await access.close()
  await database.drop()
})

let tries = 0
const closedDoor = createServer((socket) => {
  tries++
  socket.end('421 closed\r\n')
})
await new Promise<void>((resolve) => closedDoor.listen(0, '127.0.0.1', resolve))
after(() => closedDoor.close())

function urlOf(): string {
  const address = closedDoor.address()
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.')
  return `smtp://127.0.0.1:${address.port}`
}

test('while the mail server is away, rounds do not pile up and a mail rests longer after each try', async () => {
  const { organisation } = await addSchool(access, Temporal.Now.instant())
  await inSystem(access, organisation.id, 'test', (ctx) =>
    queueMail(ctx, {
      uniqueKey: 'one',
      recipient: 'sari@mail.example',
      recipientName: 'Sari',
      locale: 'en',
      subject: 'Your lesson',
      bodyText: 'Tomorrow',
      bodyHtml: '<p>Tomorrow</p>',
    }),
  )
  const postman = new Postman(access, { smtpUrl: urlOf(), from: 'School <school@mail.example>' })
  const round = postman.deliver()
  assert.equal(postman.deliver(), round)
  assert.equal(await round, 1)
  const mail = () => access.owner.selectFrom('platform.mail').selectAll().executeTakeFirstOrThrow()
  const rests: number[] = []
  for (let attempt = 1; attempt <= 10; attempt++) {
    const { status, attempts, retryAt } = await mail()
    assert.deepEqual([status, attempts], ['queued', attempt])
    rests.push(Math.round(retryAt!.since(Temporal.Now.instant()).total('minutes')))
    await access.owner.updateTable('platform.mail').set({ retryAt: null }).execute()
    await postman.deliver()
  }
  assert.deepEqual(rests, [2, 4, 8, 16, 32, 64, 128, 256, 512, 720])
  assert.equal(tries, 11)
})
