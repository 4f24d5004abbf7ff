import assert from 'node:assert/strict'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, test, type TestContext } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { isAlive } from './folder-lock.ts'
import { canEnter } from './binaries.ts'
import {
  DataFolderInUse,
  DataFolderVersion,
  startPostgres,
  type EmbeddedPostgres,
  type PostgresExit,
} from './embedded.ts'

type Connection = EmbeddedPostgres['connection']

const quiet = { info() {}, warn() {}, error() {} }
const root = mkdtempSync(join(tmpdir(), 'lessonry-postgres-'))
const isRoot = process.getuid?.() === 0
after(() => rmSync(root, { recursive: true, force: true }))
chmodSync(root, 0o755)

// A process of its own that holds a data folder until it is killed.
const holderProgram = `
const { startPostgres } = await import(process.argv[1])
const quiet = { info() {}, warn() {}, error() {} }
const server = await startPostgres({ dataDir: process.argv[2], log: quiet })
console.log(JSON.stringify({ connection: server.connection, pid: server.pid }))
setInterval(() => {}, 1000)`

interface Holder {
  child: ChildProcess
  connection: Connection
  pid: number
}

async function startHolder(t: TestContext, dataDir: string, uid?: number): Promise<Holder> {
  const program = new URL('embedded.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', holderProgram, program, dataDir], {
    ...(uid === undefined ? {} : { uid, gid: uid }),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  t.after(() => child.kill('SIGKILL'))
  for await (const line of createInterface({ input: child.stdout })) {
    return { child, ...(JSON.parse(line) as { connection: Connection; pid: number }) }
  }
  throw new Error('the holder did not start')
}

async function start(t: TestContext, dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, log: quiet })
  t.after(() => server.stop())
  return server
}

async function query(connection: Connection, text: string): Promise<string[]> {
  const client = new Client(connection)
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<string[]>({ text, rowMode: 'array' })
    return rows.map((row) => String(row[0]))
  } finally {
    await client.end()
  }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 250; tries += 1) {
    if (!isAlive(pid)) return true
    await wait(20)
  }
  return false
}

test('a new data folder has an empty database that only its socket reaches, and keeps its rows', async (t) => {
  const dataDir = join(root, 'first')
  const first = await startPostgres({ dataDir, log: quiet })
  assert.deepEqual(await query(first.connection, 'show listen_addresses'), [''])
  assert.deepEqual(await query(first.connection, 'show fsync'), ['on'])
  assert.deepEqual(await query(first.connection, 'show data_checksums'), ['on'])
  assert.deepEqual(await query(first.connection, 'show timezone'), ['UTC'])
  assert.equal(lstatSync(first.connection.host).mode & 0o777, 0o700)
  await query(first.connection, "create table lesson as select 'piano' as name")
  await first.stop()
  assert.equal(isAlive(first.pid), false)

  const second = await start(t, dataDir)
  assert.deepEqual(await query(second.connection, 'select name from lesson'), ['piano'])
})

test('a second start on one data folder is refused by name within a second', async (t) => {
  const dataDir = join(root, 'refused')
  const holder = await startHolder(t, dataDir)
  const began = performance.now()
  await assert.rejects(startPostgres({ dataDir, log: quiet }), (error) => {
    assert.ok(error instanceof DataFolderInUse)
    assert.equal(error.pid, holder.child.pid)
    assert.match(error.message, new RegExp(`${dataDir} is in use by process ${holder.child.pid}`))
    return true
  })
  assert.ok(performance.now() - began < 1000)
  assert.deepEqual(await query(holder.connection, 'select 1'), ['1'])
})

test('of many starts at the same moment one wins', async (t) => {
  const dataDir = join(root, 'race')
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => startPostgres({ dataDir, log: quiet })))
  const won = results.filter((result) => result.status === 'fulfilled')
  for (const { value } of won) t.after(() => value.stop())
  assert.equal(won.length, 1)
  for (const result of results) if (result.status === 'rejected') assert.ok(result.reason instanceof DataFolderInUse)
})

test('when its holder is killed PostgreSQL ends by itself, and the next start finds every row', async (t) => {
  const dataDir = join(root, 'killed')
  const { child, connection, pid } = await startHolder(t, dataDir)
  await query(connection, 'create table lesson as select generate_series(1, 1000) as number')
  await kill(child)
  const next = await start(t, dataDir)
  assert.notEqual(next.pid, pid)
  assert.ok(await isGone(pid))
  assert.deepEqual(await query(next.connection, 'select count(*) from lesson'), ['1000'])
})

test('a PostgreSQL that outlived its holder is stopped before the next one starts', async (t) => {
  const dataDir = join(root, 'orphan')
  const { child, pid } = await startHolder(t, dataDir)
  const watchdog = execFileSync('ps', ['-A', '-o', 'ppid=,pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .find(([parent, , command]) => Number(parent) === child.pid && command === '/bin/sh')
  process.kill(Number(watchdog?.[1]), 'SIGKILL')
  await kill(child)
  await wait(300)
  assert.ok(isAlive(pid), 'without its watchdog it is left over')

  const next = await start(t, dataDir)
  assert.ok(await isGone(pid))
  assert.deepEqual(await query(next.connection, 'select 1'), ['1'])
})

test('a PostgreSQL that is killed is started again with every row that was acknowledged', async (t) => {
  const server = await start(t, join(root, 'restarted'))
  await query(server.connection, "create table lesson as select 'violin' as name")
  for (let round = 0; round < 2; round += 1) {
    const { pid } = server
    const exited = new Promise<PostgresExit>((resolve) => server.onExit(resolve))
    process.kill(pid, 'SIGKILL')
    assert.deepEqual(await exited, { code: null, signal: 'SIGKILL', restarting: true })
    for (let tries = 0; server.pid === pid && tries < 500; tries += 1) await wait(20)
    assert.deepEqual(await query(server.connection, 'select name from lesson'), ['violin'])
  }
})

test('a PostgreSQL that dies over and over is given up, and its holder is told', async (t) => {
  const server = await start(t, join(root, 'given-up'))
  const exits: PostgresExit[] = []
  server.onExit((exit) => exits.push(exit))
  for (let deaths = 1; deaths <= 6; deaths += 1) {
    const { pid } = server
    process.kill(pid, 'SIGKILL')
    for (let tries = 0; tries < 500 && (exits.length < deaths || (deaths < 6 && server.pid === pid)); tries += 1)
      await wait(20)
  }
  assert.deepEqual(
    exits.map(({ restarting }) => restarting),
    [true, true, true, true, true, false],
  )
})

test('a left-over process number that is a stranger’s by now does not prevent a start', async (t) => {
  const dataDir = join(root, 'stranger')
  const { child, pid } = await startHolder(t, dataDir)
  await kill(child)
  assert.ok(await isGone(pid))
  writeFileSync(join(dataDir, 'database/cluster/postmaster.pid'), `${process.ppid}\n${dataDir}\n`)
  assert.deepEqual(await query((await start(t, dataDir)).connection, 'select 1'), ['1'])
})

test('a data folder of another PostgreSQL is refused with both versions', async (t) => {
  const dataDir = join(root, 'older')
  const server = await startPostgres({ dataDir, log: quiet })
  await server.stop()
  writeFileSync(join(dataDir, 'database/cluster/PG_VERSION'), '17\n')
  await assert.rejects(startPostgres({ dataDir, log: quiet }), (error) => {
    assert.ok(error instanceof DataFolderVersion)
    assert.match(error.message, /PostgreSQL 17 .* PostgreSQL 18/)
    return true
  })
  writeFileSync(join(dataDir, 'database/cluster/PG_VERSION'), '18\n')
  assert.deepEqual(await query((await start(t, dataDir)).connection, 'select 1'), ['1'])
})

test('the socket of a deep data folder is put where its path is short enough', async () => {
  const dataDir = join(root, 'a deep, deep folder '.repeat(6))
  const server = await startPostgres({ dataDir, log: quiet })
  assert.equal(readFileSync(join(dataDir, 'database/socket-folder'), 'utf8').trim(), server.connection.host)
  assert.equal(lstatSync(server.connection.host).mode & 0o777, 0o700)
  assert.deepEqual(await query(server.connection, 'select 1'), ['1'])
  await server.stop()
  assert.equal(existsSync(server.connection.host), false)
})

test('an ordinary user runs it too', { skip: !isRoot && 'every other test did' }, async (t) => {
  const user = 65534
  if (!canEnter(dirname(fileURLToPath(import.meta.url)), { uid: user, gid: user })) {
    t.skip('this checkout is root’s alone')
    return
  }
  const dataDir = mkdtempSync(join(root, 'user-'))
  execFileSync('chown', [`${user}:${user}`, dataDir])
  const { child, connection, pid } = await startHolder(t, dataDir, user)
  assert.equal(lstatSync(join(dataDir, 'database/cluster')).uid, user)
  assert.deepEqual(await query(connection, 'select 1'), ['1'])
  await kill(child)
  assert.ok(await isGone(pid))
})

test('root keeps the database elsewhere when its account cannot reach the folder', { skip: !isRoot }, async (t) => {
  const closed = join(root, 'closed')
  const dataDir = join(closed, 'data')
  mkdirSync(closed, { mode: 0o700 })
  const server = await startPostgres({ dataDir, log: quiet })
  const home = realpathSync(join(dataDir, 'database'))
  t.after(() => rmSync(home, { recursive: true, force: true }))
  assert.ok(home.startsWith('/var/lib/lessonry/'))
  assert.equal(lstatSync(closed).mode & 0o777, 0o700)
  await query(server.connection, "create table lesson as select 'cello' as name")
  await server.stop()

  const again = await start(t, dataDir)
  assert.deepEqual(await query(again.connection, 'select name from lesson'), ['cello'])
})
