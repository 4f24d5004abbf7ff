import assert from 'node:assert/strict'
import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { getBookingByLink, requestBooking } from '#contract/booking'
import { createOffering } from '#contract/catalogue'
import { listMails } from '#contract/notifications'
import { addClosure, changeOrganisation } from '#contract/organisations'
import { createPerson } from '#contract/people'
import { createResource } from '#contract/resources'
import type { Endpoint } from '#platform/contract.ts'
import { Postman } from '#platform/mail.ts'
import { fieldsOf, sampleInput, type InputField } from '#testing/sample-input.ts'
import { requestOf, world, type World } from '#testing/world.ts'

const writings = [
  'Zoe\u0308 O’Connor-Nguye\u0302\u0303n',
  'ليلى العطّار \u202B(ليلى)\u202C\u200F',
  '王小明・渡辺\u{20BB7}',
  'Mia 👩🏽‍🎤👨‍👩‍👧‍👦',
  'क्\u200Dष \u200B\u00A0 x',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><svg/onload=alert(1)> \' -- ; drop table people.person',
  '{{7*7}} ${7*7} <%= 7*7 %> %s %n {name}',
  '=cmd|\' /C calc\'!A0 & "quoted"',
]

const accepts = ({ schema }: InputField, value: unknown) => schema._zod.def.type !== 'union' && takes(schema, value)
const takes = (schema: InputField['schema'], value: unknown) =>
  (schema as unknown as { safeDecode: (value: unknown) => { success: boolean } }).safeDecode(value).success

/** The fields of an endpoint that take any text; a number or an address of a certain form is none. */
function textsOf(endpoint: Endpoint): string[] {
  const fields = fieldsOf(endpoint.input).filter((field) => writings.every((writing) => accepts(field, writing)))
  return fields.map(({ path }) => path).filter((path) => !/phone|waNumber/i.test(path))
}

const at = (value: unknown, path: string) =>
  path.split('.').reduce<unknown>((inner, part) => (inner as Record<string, unknown> | undefined)?.[part], value)

test('text comes back exactly as it was written, in every script, and markup stays text', async (t) => {
  const school = await world()
  let compared = 0
  for (const endpoint of [createPerson, createOffering, createResource, addClosure, changeOrganisation] as Endpoint[]) {
    const texts = textsOf(endpoint)
    for (const writing of writings) {
      const wire = sampleInput(endpoint.input, () => '') as Record<string, unknown>
      for (const path of texts.filter((each) => !each.includes('.'))) wire[path] = writing
      if (endpoint === createPerson)
        Object.assign(wire, { student: { goals: writing, experience: writing }, teacher: { bio: writing } })
      const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
      const answer = await school.send(school.olivia, method, path, body)
      assert.equal(answer.status, 200, `${endpoint.route}: ${JSON.stringify(answer.body)}`)
      assert.match(String(answer.headers['content-type']), /^application\/json/)
      for (const text of texts) {
        const kept = at(answer.body, text)
        if (kept === undefined || at(wire, text) === undefined) continue
        assert.equal(kept, writing, `${endpoint.route} ${text}`)
        compared++
      }
    }
  }
  t.diagnostic(`${compared} texts compared`)
  assert.ok(compared > 100)
})

/** A mail server that takes everything, and the messages it took as they came. */
async function openMailbox(t: TestContext) {
  const messages: { recipients: string[]; data: string }[] = []
  const server = net.createServer((socket) => {
    let buffer = ''
    let message = { recipients: [] as string[], data: '' }
    let isData = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 mailbox')
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      buffer += chunk.toString()
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + 2)
        if (isData && line !== '.') message.data += `${line}\n`
        else if (isData) {
          isData = false
          messages.push(message)
          message = { recipients: [], data: '' }
          say('250 ok')
        } else if (line.startsWith('RCPT TO:')) say(`250 ${message.recipients.push(line.slice(8))}`)
        else if (line === 'DATA') {
          isData = true
          say('354 go on')
        } else say(line === 'QUIT' ? '221 bye' : '250 ok')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { messages, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const choiceOf = ({ rina }: World, time: string) => ({
  startsAt: Temporal.Instant.from(`2026-11-18T${time}:00+07:00`),
  teacherId: rina.id,
})

test('a mail goes to its one recipient with its own headers, whatever a name says, and shows markup as text', async (t) => {
  const school = await world()
  const { as, access, piano } = school
  const { messages, url } = await openMailbox(t)
  const evil = 'Rafi\r\nBcc: thief@evil.example\r\n\r\n<img src=x onerror=alert(1)>\n"x" <other@evil.example>'
  const applicant = { studentName: evil, guardianName: evil, email: 'lina@mail.example', notes: evil }
  const { token } = await as(null)(requestBooking, {
    offeringId: piano.id,
    choices: [choiceOf(school, '10:00')],
    applicant,
  })
  assert.equal((await as(null)(getBookingByLink, { token })).studentName, evil)
  await school.settle()
  await new Postman(access, { smtpUrl: url, from: 'School <school@mail.example>' }).deliver()
  const mail = messages.find(({ recipients }) => recipients.some((each) => each.includes('lina@mail.example')))
  assert.ok(mail)
  assert.equal(messages.flatMap(({ recipients }) => recipients).filter((each) => each.includes('evil')).length, 0)
  const [head = '', ...rest] = mail.data.split('\n\n')
  const names = [...head.matchAll(/^([\w-]+):/gm)].map((match) => match[1]!.toLowerCase())
  assert.ok(!names.includes('bcc') && !names.includes('cc'), head)
  assert.equal(names.filter((name) => name === 'to').length, 1)
  const { rows } = await school.as(school.dewi)(listMails, {})
  assert.ok(rows.every(({ subject }) => !/[\r\n]/.test(subject)))
  const html = await access.owner
    .selectFrom('platform.mail')
    .select('bodyHtml')
    .where('recipient', '=', 'lina@mail.example')
    .execute()
  assert.ok(html.length > 0 && html.every(({ bodyHtml }) => !bodyHtml.includes('<img') && bodyHtml.includes('&lt;img')))
  assert.ok(rest.length > 0)
})

test('a body of 10 MB is refused at once and not kept; an address or a header too long is refused, and the server goes on', async (t) => {
  const { http: app, organisation } = await world()
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => app.server.closeAllConnections())
  const path = `/api/o/${organisation.slug}/bookings`
  const before = process.memoryUsage().rss
  const started = performance.now()
  const statuses = await Promise.all(Array.from({ length: 10 }, () => sendMuch(`${base}${path}`)))
  assert.deepEqual(new Set(statuses), new Set([413]))
  assert.ok(performance.now() - started < 5000)
  assert.ok(process.memoryUsage().rss - before < 150 * 1024 * 1024)
  const long = await fetch(`${base}/api/o/${'x'.repeat(300)}/organisation`)
  assert.equal(long.status, 404)
  const longer = await fetch(`${base}/${'x'.repeat(20_000)}`)
  assert.ok([414, 431].includes(longer.status), String(longer.status))
  const header = await fetch(`${base}/api/o/${organisation.slug}/organisation`, {
    headers: { 'accept-language': 'x'.repeat(8000), 'lessonry-locale': 'y'.repeat(4000) },
  })
  assert.equal(header.status, 200)
  assert.equal((await fetch(`${base}/health`)).status, 200)
})

/** Sends 10 MB in pieces, without saying how much it will be, until the server answers. */
function sendMuch(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers: { 'content-type': 'application/json' } })
    let answered = false
    request.on('response', (response) => {
      answered = true
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    request.on('error', (error) => {
      if (!answered) reject(error)
    })
    const piece = Buffer.alloc(64 * 1024, 'x')
    let sent = 0
    const write = () => {
      while (!answered && sent < 160) {
        sent++
        if (!request.write(piece)) return void request.once('drain', write)
      }
      request.end()
    }
    write()
  })
}
