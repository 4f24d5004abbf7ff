import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { after, test } from 'node:test'
import { download, DownloadFailed, type Network } from './download.ts'
import { isPublicAddress } from './public-address.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let answer: Answer = (_, response) => response.end()
let requests = 0
const server = createServer((request, response) => {
  requests++
  answer(request, response)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())
const bound = server.address()
if (bound === null || typeof bound === 'string') throw new Error('The server has no port.')
const here = `http://127.0.0.1:${bound.port}`

const limits = { milliseconds: 3000, bytes: 10_000, redirects: 3 }
const get = (url: string, network: Network, known: { etag?: string; lastModified?: string } = {}) =>
  download({ url, accept: 'text/calendar', limits, ...known }, network)
const open: Network = { allowLoopback: true }
const closed: Network = { allowLoopback: false }

async function failureOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    assert.ok(error instanceof DownloadFailed, String(error))
    return error.kind
  }
  return 'none'
}

/** Every address that a socket was opened to while `work` runs: counted where no check of ours is. */
async function connectionsDuring(work: () => Promise<void>): Promise<string[]> {
  const original = Object.getOwnPropertyDescriptor(Socket.prototype, 'connect')!
    .value as typeof Socket.prototype.connect
  const seen: string[] = []
  Socket.prototype.connect = function (this: Socket, ...args: never[]) {
    this.once('connectionAttempt', (address: string) => seen.push(address))
    return Reflect.apply(original, this, args) as Socket
  }
  try {
    await work()
  } finally {
    Socket.prototype.connect = original
  }
  return seen
}

const privateHosts = [
  '127.0.0.1',
  '127.1',
  '2130706433',
  '0x7f000001',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '017700000001',
  '127.0.0.1.',
  '①②⑦.⓪.⓪.①',
  '0.0.0.0',
  '0',
  '10.0.0.8',
  '10.255.255.255',
  '100.64.0.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '3232235777',
  '192.0.0.192',
  '198.18.0.1',
  '168.63.129.16',
  '100.100.100.200',
  '224.0.0.251',
  '240.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a00:1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[ff02::1]',
  '[2002:7f00:1::]',
  '[2001:0:4136:e378::1]',
  '[2001:db8::1]',
  '[100::1]',
  'localhost',
  'LOCALHOST.',
  'ip6-localhost',
]

test('no way of writing a private address leads there, whatever the port and the scheme', async (t) => {
  let tried = 0
  const connections = await connectionsDuring(async () => {
    for (const host of privateHosts) {
      for (const address of [
        `https://${host}/x.ics`,
        `https://${host}:80/x.ics`,
        `http://${host}/x.ics`,
        `https://a:b@${host}/`,
      ]) {
        const kind = await failureOf(get(address, closed))
        assert.ok(['forbidden_address', 'unknown_host'].includes(kind), `${address}: ${kind}`)
        tried++
      }
    }
  })
  assert.deepEqual(connections, [])
  t.diagnostic(`${tried} addresses`)
})

test('a name that has a private address, alone or beside a public one, is refused before anything is sent', async () => {
  const answers = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', 'fd12::1', '::ffff:192.168.0.1']
  const connections = await connectionsDuring(async () => {
    for (const address of answers) {
      for (const all of [[address], ['93.184.216.34', address], [address, '2606:2800:220:1::1']])
        assert.equal(
          await failureOf(get('https://calendar.example/', { ...closed, resolve: async () => all })),
          'forbidden_address',
        )
    }
    assert.equal(
      await failureOf(get('https://calendar.example/', { ...closed, resolve: async () => [] })),
      'unknown_host',
    )
  })
  assert.deepEqual(connections, [])
})

test('the connection goes to the address that was checked, though the name answers otherwise the second time', async () => {
  let asked = 0
  const rebinding: Network = { ...open, resolve: async () => (asked++ === 0 ? ['127.0.0.1'] : ['10.0.0.1']) }
  answer = (request, response) => response.end(request.headers.host)
  const url = `http://rebinding.example:${bound.port}/`
  const connections = await connectionsDuring(async () => {
    const got = await get(url, rebinding)
    assert.ok(got.isNew)
    assert.equal(got.bytes.toString(), `rebinding.example:${bound.port}`)
  })
  assert.deepEqual([asked, connections], [1, ['127.0.0.1']])
  assert.equal(await failureOf(get(url, rebinding)), 'forbidden_address')
})

test('every redirect is checked like the first address, and there are three at most', async () => {
  const toPrivate = [
    'https://10.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'http://169.254.169.254/latest/meta-data',
    '//192.168.0.1/x',
  ]
  for (const location of toPrivate) {
    answer = (_, response) => response.writeHead(302, { location }).end()
    const connections = await connectionsDuring(async () => {
      assert.equal(await failureOf(get(here, open)), 'forbidden_address', location)
    })
    assert.deepEqual(connections, ['127.0.0.1'])
  }
  for (const [location, kind] of [
    ['file:///etc/passwd', 'unknown_host'],
    ['gopher://93.184.216.34/', 'not_https'],
    ['http://93.184.216.34/', 'not_https'],
    ['https://93.184.216.34:22/', 'forbidden_port'],
    ['https://[', 'unknown_host'],
  ] as const) {
    answer = (_, response) => response.writeHead(301, { location }).end()
    assert.equal(await failureOf(get(here, open)), kind, location)
  }
  let hops = 0
  answer = (_, response) =>
    ++hops <= 3 ? response.writeHead(307, { location: `/${hops}` }).end() : response.end('there')
  const got = await get(here, open)
  assert.ok(got.isNew && got.bytes.toString() === 'there')
  hops = -1
  assert.equal(await failureOf(get(here, open)), 'too_many_redirects')
})

test('what is too large or too slow is given up, however it is sent', async () => {
  answer = (_, response) => response.writeHead(200, { 'content-length': 1_000_000 }).flushHeaders()
  assert.equal(await failureOf(get(here, open)), 'too_large')
  answer = (_, response) => {
    const stream = setInterval(() => response.write('x'.repeat(1000)), 1)
    response.on('close', () => clearInterval(stream))
  }
  assert.equal(await failureOf(get(here, open)), 'too_large')
  const hurry = { milliseconds: 200, bytes: 10_000, redirects: 3 }
  const began = performance.now()
  const slow: Answer[] = [
    () => {},
    (_, response) => response.writeHead(200).flushHeaders(),
    (_, response) => {
      const stream = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(stream))
    },
    (_, response) => setTimeout(() => response.writeHead(302, { location: '/' }).end(), 90),
  ]
  for (const each of slow) {
    answer = each
    const kind = await failureOf(download({ url: here, accept: '*/*', limits: hurry }, open))
    assert.ok(['too_slow', 'too_many_redirects'].includes(kind), kind)
  }
  const never = new Promise<string[]>(() => {})
  const waiting = download(
    { url: 'https://slow.example/', accept: '*/*', limits: hurry },
    { ...closed, resolve: () => never },
  )
  assert.equal(await failureOf(waiting), 'too_slow')
  assert.ok(performance.now() - began < 5000)
})

test('what was known is said, and a file that is the same is not sent again', async () => {
  answer = (request, response) =>
    request.headers['if-none-match'] === '"1"' || request.headers['if-modified-since'] === 'then'
      ? response.writeHead(304).end()
      : response.writeHead(200, { etag: '"1"', 'last-modified': 'then' }).end('text')
  const first = await get(here, open)
  assert.deepEqual(first, { isNew: true, bytes: Buffer.from('text'), etag: '"1"', lastModified: 'then' })
  assert.deepEqual(await get(here, open, { etag: '"1"' }), { isNew: false })
  assert.deepEqual(await get(here, open, { lastModified: 'then' }), { isNew: false })
})

test('each refusal has its name, and no cookie or login of ours is sent', async () => {
  for (const [status, kind] of [
    [404, 'not_found'],
    [410, 'not_found'],
    [401, 'not_allowed'],
    [403, 'not_allowed'],
    [500, 'refused'],
    [206, 'refused'],
  ] as const) {
    answer = (_, response) => response.writeHead(status).end()
    assert.equal(await failureOf(get(here, open)), kind)
  }
  answer = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('zip')
  assert.equal(await failureOf(get(here, open)), 'refused')
  answer = (request) => request.socket.destroy()
  assert.equal(await failureOf(get(here, open)), 'unreachable')
  answer = (request, response) => response.end(JSON.stringify(request.headers))
  const got = await get(`${here.replace('//', '//user:secret@')}/`, open)
  assert.ok(got.isNew)
  assert.deepEqual(Object.keys(JSON.parse(got.bytes.toString()) as object).toSorted(), [
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
  ])
  const before = requests
  assert.equal(await failureOf(get(here, closed)), 'forbidden_address')
  assert.equal(requests, before)
})

test('addresses of the public Internet are allowed', () => {
  for (const address of ['8.8.8.8', '93.184.216.34', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001:831::200e'])
    assert.equal(isPublicAddress(address), true, address)
})
