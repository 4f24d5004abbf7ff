import assert from 'node:assert/strict'
import type { APIRequestContext } from 'playwright-core'

/** A course, a teacher and a time that are free for months, with somebody else's lessons on two of the dates. */
export interface RepeatingLesson {
  readonly course: string
  readonly teacher: string
  readonly student: string
  /** 2027-02-01 */
  readonly firstDay: string
  /** 15:00 */
  readonly time: string
  /** An hour later, which is as free. */
  readonly later: string
}

type Answer = Record<string, unknown>
interface Ask {
  (path: string): Promise<Answer>
  (path: string, body: Answer): Promise<Answer>
}

const slug = 'kadensa'
const zone = 'Asia/Jakarta'
const wanted = 12

function askWith(request: APIRequestContext): Ask {
  return async (path: string, body?: Answer) => {
    const answer = await (body
      ? request.post(`/api/o/${slug}/${path}`, { data: body })
      : request.get(`/api/o/${slug}/${path}`))
    assert.ok(answer.ok(), `${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
}

function rows(answer: Answer, name = 'rows'): Answer[] {
  return answer[name] as Answer[]
}

interface Facts {
  readonly offeringId: unknown
  readonly teacherId: string
  readonly studentId: unknown
  readonly firstDay: string
}

type Free = RepeatingLesson & Facts

/** Looks for a lesson that could repeat, and puts lessons of another student on its third and eighth date. */
export async function prepareRepeatingLesson(request: APIRequestContext, weeksAhead: number): Promise<RepeatingLesson> {
  const ask = askWith(request)
  const [student, other] = rows(await ask('people?kind=student&limit=2'))
  const found = await findFreeTime(ask, { student: student!, weeksAhead })
  const { offeringId, teacherId, firstDay, time } = found
  for (const week of [2, 7]) {
    const date = Temporal.PlainDate.from(firstDay).add({ weeks: week })
    const startsAt = date.toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant().toString()
    await ask('lessons', { offeringId, teacherId, startsAt, studentIds: [other!['id']] })
  }
  return found
}

/** Plans a series of four lessons, and gives its id. */
export async function planSomeSeries(request: APIRequestContext): Promise<string> {
  const ask = askWith(request)
  const [student] = rows(await ask('people?kind=student&limit=1'))
  const found = await findFreeTime(ask, { student: student!, weeksAhead: 20 })
  const { id } = await ask('series', {
    ...newSeries(found, minuteOf(found.time)),
    rule: { frequency: 'weekly', count: 4 },
  })
  return String(id)
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function newSeries({ offeringId, teacherId, studentId, firstDay }: Facts, startMinute: number): Answer {
  const rule = { frequency: 'weekly', count: wanted }
  return { offeringId, teacherId, studentIds: [studentId], startsOn: firstDay, startMinute, rule, skipsClosures: true }
}

/** The first hour of a teacher that is free for twelve weeks, and so is the hour behind it. */
async function findFreeTime(ask: Ask, { student, weeksAhead }: { student: Answer; weeksAhead: number }): Promise<Free> {
  const monday = Temporal.Now.plainDateISO(zone).add({ weeks: weeksAhead })
  const day = monday.toString()
  const teachers = rows(await ask(`timetable?from=${day}&to=${day}`), 'teachers')
  for (const offering of rows(await ask('offerings'), 'offerings').filter(({ places }) => places === 1)) {
    for (const teacherId of offering['teacherIds'] as string[]) {
      for (const { weekday, fromMinute, toMinute } of rows(await ask(`availability/teacher/${teacherId}`), 'rules')) {
        const firstDay = monday.add({ days: (Number(weekday) - monday.dayOfWeek + 7) % 7 }).toString()
        const facts = { offeringId: offering['id'], teacherId, studentId: student['id'], firstDay }
        for (let hour = Math.ceil(Number(fromMinute) / 60); (hour + 3) * 60 <= Number(toMinute); hour++) {
          // From eleven to twelve a clock with two halves of a day changes its half.
          if (hour === 11 || !(await isFree(ask, facts, hour)) || !(await isFree(ask, facts, hour + 1))) continue
          return {
            ...facts,
            course: String(offering['title']),
            teacher: String(teachers.find(({ id }) => id === teacherId)?.['name']),
            student: String(student['fullName']),
            time: `${String(hour).padStart(2, '0')}:00`,
            later: `${String(hour + 1).padStart(2, '0')}:00`,
          }
        }
      }
    }
  }
  throw new Error('No teacher of the demonstration has two hours that are free for twelve weeks.')
}

async function isFree(ask: Ask, facts: Facts, hour: number): Promise<boolean> {
  const preview = await ask('series/preview', newSeries(facts, hour * 60))
  return rows(preview, 'dates').every(({ state }) => state === 'free')
}
