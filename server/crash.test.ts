import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { readConfig } from '#platform/config.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { addSchool, type School } from '#testing/school.ts'
import { joinInstall } from './main.ts'

// 50 rounds before a release: CRASH_ROUNDS=50 npm test -- crash
const rounds = Number(process.env['CRASH_ROUNDS'] ?? 3)
const writers = 4

interface Server {
  readonly process: ChildProcess
  readonly address: string
}

interface Wish {
  readonly key: string
  readonly body: string
  isAcknowledged: boolean
}

test(`server and database are killed in the middle of work, ${rounds} times: nothing acknowledged is lost, nothing is half done`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lessonry-crash-'))
  const port = 20_000 + (process.pid % 20_000)
  const env = {
    ...process.env,
    DATA_DIR: folder,
    PORT: String(port),
    DEMO: 'off',
    LOG_LEVEL: 'silent',
    DATABASE_URL: '',
  }
  const wishes: Wish[] = []
  try {
    let server = await startServer(env, port)
    const school = await inDatabase(folder, (access) => addSchool(access, Temporal.Now.instant()))
    const times = await listTimes(server, school)
    for (let round = 0; round < rounds; round++) {
      const share = times.splice(0, writers * 30)
      const work = Array.from({ length: writers }, (_, index) =>
        keepBooking({ server, school, wishes, times: share.filter((__, at) => at % writers === index) }),
      )
      await wait(150 + (round % 5) * 60)
      const isServers = round % 2 === 0
      await (isServers ? killServer(server) : killDatabase(folder))
      await Promise.all(work)
      if (isServers) server = await startServer(env, port)
      else await becomesReady(server)
      await checkWishes(folder, school, wishes)
    }
    const before = await countBookings(folder, school)
    const lost = wishes.filter((wish) => !wish.isAcknowledged)
    for (const wish of lost) await send(server, school, wish)
    for (const wish of lost) await send(server, school, wish)
    await checkWishes(folder, school, wishes)
    const after = await countBookings(folder, school)
    assert.ok(after <= wishes.length && after >= before, 'sending again with the same key makes one booking at most')
    assert.ok(wishes.filter((wish) => wish.isAcknowledged).length > rounds, 'work was going on')
    await stopServer(server)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

async function startServer(env: NodeJS.ProcessEnv, port: number): Promise<Server> {
  const child = spawn(process.execPath, ['bin/lessonry.ts', 'start'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  child.stdout.setEncoding('utf8')
  for await (const text of child.stdout) if (String(text).includes('Lessonry is ready')) break
  assert.equal(child.exitCode, null, 'the server starts again')
  return { process: child, address: `http://127.0.0.1:${port}` }
}

async function killServer({ process: child }: Server): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function stopServer({ process: child }: Server): Promise<void> {
  child.kill('SIGTERM')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function killDatabase(folder: string): Promise<void> {
  const pid = await inDatabase(folder, async (access) => {
    const { rows } = await sql<{
      pid: string
    }>`select split_part(pg_read_file('postmaster.pid'), chr(10), 1) as pid`.execute(access.owner)
    return Number(rows[0]!.pid)
  })
  process.kill(pid, 'SIGKILL')
  await wait(50)
}

/** The server outlives its database, and serves again as soon as that is back. */
async function becomesReady({ process: child, address }: Server): Promise<void> {
  const deadline = performance.now() + 15_000
  for (;;) {
    assert.equal(child.exitCode, null, 'the server outlives its database')
    const answer = await fetch(`${address}/ready`).catch(() => null)
    if (answer?.ok) return
    assert.ok(performance.now() < deadline, 'the database comes back')
    await wait(50)
  }
}

async function inDatabase<T>(folder: string, work: (access: DatabaseAccess) => Promise<T>): Promise<T> {
  const install = await joinInstall(readConfig({ DATA_DIR: folder, LOG_LEVEL: 'silent' }))
  try {
    return await work(install.access)
  } finally {
    await install.close()
  }
}

async function listTimes(
  { address }: Server,
  { organisation, piano, rina, budi }: School,
): Promise<{ startsAt: string; teacherId: string }[]> {
  const from = Temporal.Now.plainDateISO().add({ days: 2 })
  const lists = [rina, budi].map(async (teacher) => {
    const query = new URLSearchParams({
      offeringId: piano.id,
      teacherId: teacher.id,
      from: from.toString(),
      to: from.add({ days: 80 }).toString(),
    })
    const answer = await fetch(`${address}/api/o/${organisation.slug}/slots?${query}`)
    const { days } = (await answer.json()) as { days: { slots: { startsAt: string }[] }[] }
    return days
      .flatMap((day) => day.slots.filter((_, index) => index % 4 === 0))
      .map(({ startsAt }) => ({ startsAt, teacherId: teacher.id }))
  })
  return (await Promise.all(lists)).flat()
}

interface Keeping {
  readonly server: Server
  readonly school: School
  readonly wishes: Wish[]
  readonly times: readonly { startsAt: string; teacherId: string }[]
}

async function keepBooking({ server, school, wishes, times }: Keeping): Promise<void> {
  for (let index = 0; index + 1 < times.length; index += 2) {
    const name = `Student ${wishes.length + 1}`
    const choices = [times[index], times[index + 1]]
    const body = JSON.stringify({
      offeringId: school.piano.id,
      choices,
      applicant: { studentName: name, email: 'crash@mail.example' },
    })
    const wish: Wish = { key: crypto.randomUUID(), body, isAcknowledged: false }
    wishes.push(wish)
    if (!(await send(server, school, wish))) return
  }
}

async function send({ address }: Server, { organisation }: School, wish: Wish): Promise<boolean> {
  try {
    const answer = await fetch(`${address}/api/o/${organisation.slug}/bookings`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': wish.key },
      body: wish.body,
    })
    await answer.arrayBuffer()
    if (answer.status === 200) wish.isAcknowledged = true
    return answer.status < 500
  } catch {
    return false // killed in the middle: nobody knows, which is what the key is for
  }
}

function countBookings(folder: string, { organisation }: School): Promise<number> {
  return inDatabase(folder, async (access) => {
    const { rows } = await sql<{
      count: number
    }>`select count(*)::int as count from booking.booking where org_id = ${organisation.id}`.execute(access.owner)
    return rows[0]!.count
  })
}

async function checkWishes(folder: string, { organisation }: School, wishes: readonly Wish[]): Promise<void> {
  await inDatabase(folder, async (access) => {
    const { rows: names } = await sql<{ name: string; times: number }>`
      select student_name as name, count(*)::int as times from booking.booking where org_id = ${organisation.id} group by 1`.execute(
      access.owner,
    )
    const known = new Map(names.map(({ name, times }) => [name, times]))
    for (const [index, wish] of wishes.entries()) {
      const times =
        known.get((JSON.parse(wish.body) as { applicant: { studentName: string } }).applicant.studentName) ?? 0
      if (wish.isAcknowledged) assert.equal(times, 1, `booking ${index} was acknowledged`)
      else assert.ok(times <= 1, `booking ${index} is there once at most`)
    }
    const { rows: half } = await sql`
      select b.id from booking.booking b where b.org_id = ${organisation.id} and (
        (select count(*) from booking.choice c where c.org_id = b.org_id and c.booking_id = b.id) <> 2
        or (select count(*) from scheduling.reservation r where r.org_id = b.org_id and r.hold_id = b.hold_id) < 2
        or not exists (select from platform.event e where e.org_id = b.org_id and e.subject_id = b.id))`.execute(
      access.owner,
    )
    assert.deepEqual(half, [], 'no booking is half there')
  })
}
