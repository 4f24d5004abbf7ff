// A bare node:http server with the same query and the same arithmetic as the slots endpoint, and nothing else: no sign-in, no role, no row
// security, no transaction, no validation, no framework, and everything about hours known beforehand.
import { createServer } from 'node:http'
import { toInstant } from '#platform/time.ts'
import pg from 'pg'
import { unpackTimes } from '../server/modules/scheduling/packed-times.ts'
import type { Candidate } from '../server/modules/slots/openings.ts'
import { noRanges } from '../server/modules/slots/ranges.ts'
import { findSlots } from '../server/modules/slots/slots.ts'
import { idAt, readMonday, roomOf, teacherOf } from './seed.ts'

const zone = 'Europe/Paris'
const [from, days] = [readMonday(), 30]
const span = [toInstant(from, 0, zone), toInstant(from.add({ days }), 0, zone)] as const
const ids = [
  ...Array.from({ length: 20 }, (_, n) => teacherOf(0, n)),
  ...Array.from({ length: 12 }, (_, n) => roomOf(0, n)),
]
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL']!, max: 10, application_name: 'bare' })
const query = {
  name: 'busy',
  text: `select c.id, (
    select string_agg(timestamptz_send(r.starts_at) || timestamptz_send(r.ends_at), ''::bytea)
    from scheduling.reservation r
    where r.org_id = $1 and r.claimant_id = c.id and r.ends_at > $2 and r.starts_at < $3 and (r.held_until is null or r.held_until > $4)
  ) as busy from unnest($5::uuid[]) as c (id)`,
}
const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 }))
const roomHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 480, toMinute: 1200 }))

const server = createServer((_, response) => {
  void answer().then((body) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
    response.end(body)
  })
})

async function answer(): Promise<string> {
  const now = Temporal.Now.instant()
  const values = [idAt('organisation', 0), span[0].toString(), span[1].toString(), now.toString(), ids]
  const { rows } = await pool.query<{ id: string; busy: Buffer | null }>({ ...query, values })
  const busy = new Map(rows.map((row) => [row.id, row.busy ? unpackTimes(row.busy) : noRanges]))
  const candidates = (some: string[], rules: typeof hours): Candidate[] =>
    some.map((id) => ({ id, zone, rules, exceptions: [], busy: busy.get(id)! }))
  const slots = findSlots({
    from: span[0],
    to: span[1],
    now,
    zone,
    offering: {
      durationMinutes: 30,
      gridMinutes: 30,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      minimumNoticeMinutes: 0,
      furthestDays: 365,
    },
    closures: [],
    teachers: candidates(ids.slice(0, 20), hours),
    needs: [{ kind: 'room', candidates: candidates(ids.slice(20), roomHours) }],
  })
  return JSON.stringify(
    slots.map(({ start, end, teachers }) => ({
      startsAt: new Date(start * 60_000),
      endsAt: new Date(end * 60_000),
      teacherIds: teachers.map((n) => ids[n]),
      lessonId: null,
      placesLeft: null,
    })),
  )
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port })
})
process.on('SIGTERM', () => process.exit(0))
process.on('disconnect', () => process.exit(0))
