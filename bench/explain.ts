// Writes docs/explain/*.md: how PostgreSQL finds what free times and a booking ask for, among 10,000 and among 1,000,000 reservations, as the role
// and in the organisation in which the application asks: `node bench/explain.ts`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sendOnce, type HttpRequest } from '#testing/http-client.ts'
import { copySeeded, onServer, openServer, type BenchDatabase } from './database.ts'
import { startOurs } from './processes.ts'
import type { Sent, Value } from './recorder.ts'
import { idAt, offeringOf, readMonday, slugOf, studentOf, teacherOf, tokenOf, type Size } from './seed.ts'

const monday = readMonday()
const startsAt = monday.add({ days: 63 }).toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: '10:00' }).toInstant()
const asked: Record<string, { title: string; request: HttpRequest }> = {
  'free-times': {
    title: 'Free times of any teacher of 20 on 30 days, with rooms',
    request: {
      path: `/api/o/${slugOf(0)}/slots?offeringId=${offeringOf(0)}&from=${monday.toString()}&to=${monday.add({ days: 29 }).toString()}`,
    },
  },
  booking: {
    title: 'A booking: what it reads and clears away before it claims teacher, room and student',
    request: {
      method: 'POST',
      path: `/api/o/${slugOf(0)}/bookings`,
      headers: { cookie: `lessonry_session=${tokenOf(0)}` },
      body: JSON.stringify({
        offeringId: offeringOf(0),
        choices: [{ startsAt: startsAt.toString(), teacherId: teacherOf(0, 0) }],
        studentId: studentOf(0, 0),
        applicant: { studentName: 'Somebody' },
      }),
    },
  },
}

interface Explained {
  readonly text: string
  readonly plan: string
}

const server = await openServer()
const found: Record<Size, Record<string, Explained[]>> = { small: {}, large: {} }
for (const size of ['small', 'large'] as const) {
  const database = await copySeeded(server, size)
  const ours = await startOurs(database.url, { BENCH_RECORD: '1' })
  try {
    for (const [name, { request }] of Object.entries(asked)) {
      await ours.ask('take')
      const { status, body } = await sendOnce(ours.port, request)
      if (status !== 200) throw new Error(`${name} answered ${status}: ${body.slice(0, 300)}`)
      const sent = await ours.ask('take')
      found[size][name] = await explainAll(database, sent.filter(isAboutTime))
    }
  } finally {
    await ours.stop()
    await database.drop()
  }
}
await server.close()

const folder = join(import.meta.dirname, '../docs/explain')
mkdirSync(folder, { recursive: true })
for (const [name, { title }] of Object.entries(asked)) {
  const parts = found.large[name]!.map(({ text, plan }, n) => [
    `## Statement ${n + 1}\n\n\`\`\`sql\n${text}\n\`\`\``,
    `Among 1,000,000 reservations\n\n\`\`\`\n${plan}\n\`\`\``,
    `Among 10,000 reservations\n\n\`\`\`\n${found.small[name]![n]?.plan ?? ''}\n\`\`\``,
  ])
  const intro = `Made by \`node bench/explain.ts\` on ${server.engine}, as the role \`lessonry_app\` inside one organisation. What matters is that every table that grows is met by an index whose conditions name the claimant and a moment, and that the number of buffers is nearly the same with a hundred times the past.`
  writeFileSync(join(folder, `${name}.md`), `# ${title}\n\n${intro}\n\n${parts.flat().join('\n\n')}\n`)
}

function isAboutTime({ text }: Sent): boolean {
  return /scheduling"?\."?(reservation|lesson)/.test(text) && !/^\s*insert/i.test(text)
}

async function explainAll(database: BenchDatabase, sent: readonly Sent[]): Promise<Explained[]> {
  return onServer(database.url, async (client) => {
    const explained: Explained[] = []
    for (const { text, values } of sent) {
      await client.query('begin')
      await client.query(`set local role lessonry_app`)
      await client.query(`set local app.org_id = '${idAt('organisation', 0)}'`)
      const { rows } = await client.query<{ 'QUERY PLAN': string }>({
        text: `explain (analyze, buffers, costs off, timing off) ${text}`,
        values: values.map(read),
      })
      await client.query('rollback')
      const plan = rows.map((row) => row['QUERY PLAN'].replace(/'\{[^}]{80,}\}'/g, "'{…}'")).join('\n')
      explained.push({ text: text.trim().replace(/\n {4}/g, '\n'), plan })
    }
    return explained
  })
}

function read(value: Value): unknown {
  if (Array.isArray(value)) return value.map(read)
  return typeof value === 'object' && value !== null && 'hex' in value ? Buffer.from(value.hex, 'hex') : value
}
