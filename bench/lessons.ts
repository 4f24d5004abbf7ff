// A series of 40 lessons checked and saved, and the timetable of a full week, over HTTP: `node bench/lessons.ts`.
import { sendOnce } from '#testing/http-client.ts'
import { copySeeded, openServer } from './database.ts'
import { median, milliseconds, report, type Figure } from './figures.ts'
import { startOurs } from './processes.ts'
import { busyWeek, offeringOf, readMonday, slugOf, studentOf, teacherOf, tokenOf } from './seed.ts'

const server = await openServer()
const database = await copySeeded(server, 'large')
const ours = await startOurs(database.url)
const monday = readMonday()

async function time(school: number, path: string, body?: unknown): Promise<{ took: number; answer: string }> {
  const begun = performance.now()
  const { status, body: answer } = await sendOnce(ours.port, {
    path: `/api/o/${slugOf(school)}${path}`,
    headers: { cookie: `lessonry_session=${tokenOf(school)}` },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
  const took = performance.now() - begun
  if (status !== 200) throw new Error(`${path} answered ${status}: ${answer.slice(0, 500)}`)
  return { took, answer }
}

/** Ten months of weekly lessons that nobody has yet: from the tenth week on everybody is free. */
function seriesOf(n: number) {
  return {
    offeringId: offeringOf(0),
    teacherId: teacherOf(0, n % 12),
    studentIds: [studentOf(0, (n % 12) * 15 + Math.floor(n / 12))],
    startsOn: monday.add({ days: 70 + (n % 5) }).toString(),
    startMinute: 540 + Math.floor(n / 5) * 30,
    rule: { frequency: 'weekly', count: 40 },
    skipsClosures: true,
  }
}

try {
  const week = `/timetable?from=${monday.toString()}&to=${monday.add({ days: 6 }).toString()}`
  const weeks: number[] = []
  const series: number[] = []
  let lessons = 0
  for (let n = -5; n < 25; n++) {
    const { took, answer } = await time(busyWeek(), week)
    if (n >= 0) weeks.push(took)
    lessons = (JSON.parse(answer) as { lessons: unknown[] }).lessons.length
  }
  for (let n = 0; n < 40; n++) {
    const { took } = await time(0, '/series', seriesOf(n))
    if (n >= 10) series.push(took)
  }
  const figures: Figure[] = [
    {
      what: `timetable of a week, 40 teachers, ${lessons} lessons, to the last byte`,
      ours: `median ${milliseconds(median(weeks))}`,
      beside: '',
      ratio: '',
      goal: '≤ 40 ms',
      isMet: median(weeks) <= 40,
    },
    {
      what: 'a weekly series of 40 lessons, checked and saved',
      ours: `median ${milliseconds(median(series))}`,
      beside: '',
      ratio: '',
      goal: '≤ 60 ms',
      isMet: median(series) <= 60,
    },
  ]
  report(figures)
} finally {
  await ours.stop()
  await database.drop()
  await server.close()
}
