// A booking over HTTP (who asks, validate, price, hold teacher, room and student, event, mail, answer) beside what pgbench gets with the same
// statements in the same transaction: `node bench/booking.ts`. Both in turns on copies of the databases, and how it grows with the past.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sendOnce, type HttpRequest } from '#testing/http-client.ts'
import { copySeeded, openServer, type BenchDatabase } from './database.ts'
import { median, milliseconds, percent, perSecond, report, times, type Figure } from './figures.ts'
import { mustBeDone, sendLoad, type LoadResult } from './load.ts'
import { makeScript, type Known, type Recording } from './pgbench-script.ts'
import { startOurs, type ServerProcess } from './processes.ts'
import type { Sent } from './recorder.ts'
import {
  idAt,
  offeringOf,
  readMonday,
  roomOf,
  slugOf,
  studentOf,
  studentsPerTeacher,
  teacherOf,
  tokenOf,
} from './seed.ts'

const connections = 8
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 3)
const seconds = 5
/** Half hours that one connection books in, twelve teachers in each; the other half of the year is for pgbench. */
const cellsEach = 200
const lanes = 12
const pgbench = ['/usr/lib/postgresql/15/bin/pgbench', '/usr/bin/pgbench'].find((path) => existsSync(path))

interface Booking {
  readonly cell: number
  readonly lane: number
}

function dayOf(cell: number): number {
  return 63 + Math.floor(cell / 80) * 7 + Math.floor((cell % 80) / 16)
}

function startOf(cell: number): Temporal.Instant {
  const day = readMonday().add({ days: dayOf(cell) })
  return day
    .toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '09:00' })
    .add({ minutes: (cell % 16) * 30 })
    .toInstant()
}

function studentAt({ cell, lane }: Booking): string {
  return studentOf(0, lane * studentsPerTeacher + (cell % studentsPerTeacher))
}

function requestFor(booking: Booking): HttpRequest {
  return {
    method: 'POST',
    path: `/api/o/${slugOf(0)}/bookings`,
    headers: { cookie: `lessonry_session=${tokenOf(0)}` },
    body: JSON.stringify({
      offeringId: offeringOf(0),
      choices: [{ startsAt: startOf(booking.cell).toString(), teacherId: teacherOf(0, booking.lane) }],
      studentId: studentAt(booking),
      applicant: { studentName: 'Somebody' },
    }),
  }
}

/** Bookings of one connection, one after the other and never twice. */
class Bookings {
  readonly #made: number[] = Array.from({ length: connections }, () => 0)

  next(connection: number): Booking | null {
    const n = this.#made[connection]!++
    const cell = Math.floor(n / lanes)
    return cell < cellsEach ? { cell: connection * cellsEach + cell, lane: n % lanes } : null
  }
}

async function book(ours: ServerProcess, bookings: Bookings): Promise<LoadResult> {
  const next = (connection: number) => {
    const booking = bookings.next(connection)
    return booking && requestFor(booking)
  }
  const result = await sendLoad({ port: ours.port, connections, next, milliseconds: seconds * 1000 })
  mustBeDone(result, 'POST /bookings')
  return result
}

/** Two bookings with everything different, after enough others that nothing is prepared any more. */
async function record(ours: ServerProcess): Promise<string> {
  const recordings: Recording[] = []
  const chosen: Booking[] = [
    { cell: connections * cellsEach * 2 - 1, lane: 0 },
    { cell: connections * cellsEach * 2 - 18, lane: 1 },
  ]
  for (const booking of chosen) {
    await ours.ask('take')
    const { status, body } = await sendOnce(ours.port, requestFor(booking))
    if (status !== 200) throw new Error(`The recorded booking was answered with ${status}: ${body}`)
    const sent = await ours.ask('take')
    const statements = bookingOf(sent)
    recordings.push({
      statements: statements.map(withoutSettings),
      start: startOf(booking.cell).epochMilliseconds / 1000,
    })
  }
  const [one, other] = chosen as [Booking, Booking]
  const computed = (pick: (booking: Booking) => string, variable: string): Known => {
    const [mine, others] = [pick(one), pick(other)]
    return {
      values: [mine, others],
      sql: `('${mine.slice(0, -12)}' || lpad(to_hex(:${variable}::bigint), 12, '0'))::uuid`,
    }
  }
  const known = [
    computed(({ lane }) => teacherOf(0, lane), 'teacher'),
    computed(studentAt, 'student'),
    // The first room is free in both; each of pgbench's bookings takes another one.
    computed(() => roomOf(0, 0), 'lane'),
  ]
  return makeScript(head(), recordings as [Recording, Recording], known)
}

/** Who asks, and the transaction of the booking; what the server does of itself meanwhile is left out. */
function bookingOf(sent: readonly Sent[]): Sent[] {
  const booked = sent.find(({ text }) => text.includes('insert into "booking"."booking"'))
  if (!booked) throw new Error('The server sent no booking to the database.')
  const own = sent.filter(({ connection }) => connection === booked.connection)
  const at = own.indexOf(booked)
  const begins = own.findLastIndex(({ text }, i) => i < at && text.startsWith('begin;'))
  const ends = own.findIndex(({ text }, i) => i > at && text === 'commit')
  const asked = sent.find(({ text }) => text.includes('identity.session'))!
  return [asked, ...own.slice(begins, ends + 1)]
}

// pgbench sets the role and the organisation once for each connection, which costs it nothing.
function withoutSettings<S extends { text: string }>(sent: S): S {
  return sent.text.startsWith('begin;') ? { ...sent, text: 'begin' } : sent
}

function head(): string {
  const last = (id: string) => BigInt(`0x${id.slice(-12)}`)
  const base = startOf(0).epochMilliseconds / 1000 - dayOf(0) * 86_400
  return [
    '\\set i :i + 1',
    '\\set n :client_id * 100000 + :i',
    `\\set cell ${connections * cellsEach} + :client_id * ${cellsEach} + :i / ${lanes}`,
    `\\set lane :i % ${lanes}`,
    `\\set teacher ${last(teacherOf(0, 0))} + :lane`,
    `\\set student ${last(studentOf(0, 0))} + :lane * ${studentsPerTeacher} + :cell % ${studentsPerTeacher}`,
    `\\set start ${base} + (63 + :cell / 80 * 7 + :cell % 80 / 16) * 86400 + :cell % 16 * 1800`,
  ].join('\n')
}

let pgbenchDone = 0

function runPgbench(database: BenchDatabase, script: string): number {
  const url = new URL(database.url)
  const host = url.hostname.startsWith('%2F') ? decodeURIComponent(url.hostname) : url.hostname
  const result = spawnSync(
    pgbench!,
    [
      '-n',
      '-M',
      'prepared',
      '-c',
      String(connections),
      '-j',
      '1',
      '-T',
      String(seconds),
      '-D',
      `i=${pgbenchDone - 1}`,
      '-f',
      script,
    ],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        PGHOST: host,
        PGUSER: decodeURIComponent(url.username),
        PGPASSWORD: decodeURIComponent(url.password),
        PGDATABASE: url.pathname.slice(1),
        ...(url.port && { PGPORT: url.port }),
        PGOPTIONS: `-c role=lessonry_app -c app.org_id=${idAt('organisation', 0)} -c app.user_id=${idAt('user', 0)} -c timezone=UTC`,
      },
    },
  )
  const rate = /tps = ([\d.]+)/.exec(result.stdout)?.[1]
  const count = /transactions actually processed: (\d+)/.exec(result.stdout)?.[1]
  if (!rate || !count || /failed transactions: [1-9]|aborted/.test(result.stdout + result.stderr))
    throw new Error(`pgbench failed: ${result.stdout}\n${result.stderr.slice(0, 3000)}`)
  pgbenchDone += Number(count) // no client has done so many
  return Number(rate)
}

const server = await openServer()
const databases: BenchDatabase[] = []
const processes: ServerProcess[] = []
const folder = mkdtempSync(join(tmpdir(), 'lessonry-pgbench-'))
try {
  const large = await copySeeded(server, 'large')
  const small = await copySeeded(server, 'small')
  databases.push(large, small)
  const [onLarge, onSmall] = [await startOurs(large.url, { BENCH_RECORD: '1' }), await startOurs(small.url)]
  processes.push(onLarge, onSmall)
  const [bookings, bookingsSmall] = [new Bookings(), new Bookings()]
  await book(onLarge, bookings)
  await book(onSmall, bookingsSmall)
  const script = join(folder, 'booking.sql')
  const text = await record(onLarge)
  writeFileSync(script, text)
  if (process.env['BENCH_SCRIPT']) writeFileSync(process.env['BENCH_SCRIPT'], text)
  const statements = text.split('\n').filter((line) => line.endsWith(';')).length
  const [ours, grown, bare] = [[] as LoadResult[], [] as LoadResult[], [] as number[]]
  for (let round = 0; round < rounds; round++) {
    ours.push(await book(onLarge, bookings))
    if (pgbench) bare.push(runPgbench(large, script))
    grown.push(await book(onSmall, bookingsSmall))
  }
  const rate = median(ours.map((result) => result.perSecond))
  const p50 = median(ours.map((result) => result.p50))
  const p50Small = median(grown.map((result) => result.p50))
  const figures: Figure[] = [
    {
      what: `a booking over HTTP, ${statements} statements, 1,000,000 reservations, ${connections} connections, beside pgbench with the same statements`,
      ours: `${perSecond(rate)}, p50 ${milliseconds(p50)}`,
      beside: pgbench ? perSecond(median(bare)) : 'skipped: no pgbench on this machine',
      ratio: pgbench ? percent(rate / median(bare)) : '',
      goal: '≥ 40 %',
      isMet: pgbench ? rate / median(bare) >= 0.4 : null,
    },
    {
      what: 'a booking: growth from 10,000 to 1,000,000 reservations',
      ours: `p50 ${milliseconds(p50)}`,
      beside: `p50 ${milliseconds(p50Small)}`,
      ratio: times(p50 / p50Small),
      goal: '≤ 1.3 ×',
      isMet: p50 / p50Small <= 1.3,
    },
  ]
  report(figures)
} finally {
  for (const each of processes) await each.stop()
  for (const each of databases) await each.drop()
  rmSync(folder, { recursive: true })
  await server.close()
}
