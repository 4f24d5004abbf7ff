import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import type { DatabaseAccess } from '#platform/db.ts'
import type { Arena } from './arena.ts'
import { HttpConnection } from './http-client.ts'

export interface Outcome {
  readonly asked: number
  readonly won: number
  /** Refused with 409: somebody was faster. */
  readonly lost: number
  /** Everything else that was answered, by status. */
  readonly others: ReadonlyMap<number, number>
  readonly seconds: number
  /** How long each loser waited for the answer, in milliseconds. */
  readonly losersWaited: readonly number[]
  /** Losers of a time who were not given the nearest free ones. */
  readonly withoutNearest: number
}

export interface Try {
  readonly path: string
  readonly body: unknown
  readonly onAnswer?: (status: number, body: Record<string, unknown>) => void
}

/** Lets many connections at once take the tries in their order, so that neighbours in the list meet. */
export async function fight(arena: Arena, tries: Iterable<Try>, clients: number): Promise<Outcome> {
  const queue = Iterator.from(tries)
  const others = new Map<number, number>()
  const losersWaited: number[] = []
  let [asked, won, lost, withoutNearest] = [0, 0, 0, 0]
  const started = performance.now()
  const work = async () => {
    const connection = await HttpConnection.open(arena.port)
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { path, body, onAnswer } = next.value
      const sent = performance.now()
      const answer = await send(connection, arena, path, body)
      asked++
      if (answer.status === 200) won++
      else if (answer.status === 409) {
        lost++
        losersWaited.push(performance.now() - sent)
        if ('nearest' in answer.body && !((answer.body['nearest'] as unknown[]).length > 0)) withoutNearest++
      } else others.set(answer.status, (others.get(answer.status) ?? 0) + 1)
      onAnswer?.(answer.status, answer.body)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: clients }, work))
  return { asked, won, lost, others, seconds: (performance.now() - started) / 1000, losersWaited, withoutNearest }
}

// The server asks to be asked again when it is not ready, for one when two waited for each other; a client does so.
async function send(connection: HttpConnection, arena: Arena, path: string, body: unknown) {
  for (let tries = 0; ; tries++) {
    const { status, body: text } = await connection.send({
      method: 'POST',
      path: `/api/o/${arena.slug}${path}`,
      headers: { cookie: arena.cookie, 'lessonry-locale': 'en' },
      body: JSON.stringify(body),
    })
    const answer = JSON.parse(text.toString()) as Record<string, unknown>
    if (status !== 503 || tries === 3) return { status, body: answer }
    await wait(100)
  }
}

const halfHour = 30 * 60_000

export function timeOf(arena: Arena, slot: number): string {
  return Temporal.Instant.fromEpochMilliseconds(arena.begin.epochMilliseconds + slot * halfHour).toString()
}

const at = <T>(list: readonly T[], n: number): T => list[n % list.length]!

/** What the tries of one half hour have in common, so that only one of them can have it; of the vehicles there are two. */
const fights = ['teacher', 'student', 'room', 'vehicle'] as const

/** Lessons planned by the office: each half hour is wanted by several at once, who share a teacher, a student, a room, or the vehicles. */
export function* lessonTries(arena: Arena, slots: number, each: number): Generator<Try> {
  for (let slot = 0; slot < slots; slot++) {
    const about = at(fights, slot)
    for (let n = 0; n < each; n++) {
      yield {
        path: '/lessons',
        body: {
          offeringId: arena.single,
          teacherId: at(arena.teachers, about === 'teacher' ? slot : n),
          studentIds: [at(arena.students, about === 'student' ? slot : slot * each + n)],
          ...(about === 'room' && { roomId: at(arena.rooms, slot) }),
          startsAt: timeOf(arena, slot),
        },
      }
    }
  }
}

/** Requests of families, which hold their times: a teacher, a student or the vehicles. */
export function* holdTries(arena: Arena, slots: number, each: number): Generator<Try> {
  for (let slot = 0; slot < slots; slot++) {
    const about = at(['teacher', 'student', 'vehicle'] as const, slot)
    for (let n = 0; n < each; n++) {
      yield {
        path: '/bookings',
        body: {
          offeringId: arena.single,
          studentId: at(arena.students, about === 'student' ? slot : slot * each + n),
          choices: [{ startsAt: timeOf(arena, slot), teacherId: at(arena.teachers, about === 'teacher' ? slot : n) }],
          applicant: { studentName: 'Somebody' },
        },
      }
    }
  }
}

/** The office confirms the same request from several screens at once. */
export function* confirmTries(bookingIds: readonly string[], each: number): Generator<Try> {
  for (const id of bookingIds)
    for (let n = 0; n < each; n++) yield { path: `/bookings/${id}/confirmation`, body: { rank: 1 } }
}

/** Lessons move to half hours that others plan lessons in at the same moment, with the same teacher. */
export function* moveTries(arena: Arena, lessonIds: readonly string[], firstSlot: number): Generator<Try> {
  for (const [n, lessonId] of lessonIds.entries()) {
    const slot = firstSlot + n
    const wanted = { startsAt: timeOf(arena, slot), teacherId: at(arena.teachers, slot) }
    const single = { offeringId: arena.single, studentIds: [at(arena.students, slot + 7)] }
    yield { path: '/lessons', body: { ...single, ...wanted } }
    yield { path: `/lessons/${lessonId}/move`, body: wanted }
    yield { path: '/lessons', body: { ...single, ...wanted, studentIds: [at(arena.students, slot + 100)] } }
  }
}

/** Weekly lessons of a month against single lessons on each of their dates, with the same teacher. */
export function* seriesTries(arena: Arena, series: number, firstSlot: number): Generator<Try> {
  const weeks = 4
  for (let n = 0; n < series; n++) {
    const slot = firstSlot + n
    const start = Temporal.Instant.from(timeOf(arena, slot)).toZonedDateTimeISO('UTC')
    const teacherId = at(arena.teachers, n)
    const single = (week: number): Try => ({
      path: '/lessons',
      body: {
        offeringId: arena.single,
        teacherId,
        studentIds: [at(arena.students, n * weeks + week)],
        startsAt: timeOf(arena, slot + week * 7 * 48),
      },
    })
    const weekly: Try = {
      path: '/series',
      body: {
        offeringId: arena.single,
        teacherId,
        studentIds: [at(arena.students, n + 150)],
        startsOn: start.toPlainDate().toString(),
        startMinute: start.hour * 60 + start.minute,
        rule: { frequency: 'weekly', count: weeks },
        skipsClosures: false,
      },
    }
    yield* n % 2 === 0 ? [weekly, single(0), single(3)] : [single(1), weekly, single(2)]
  }
}

/** Two hundred students at once for the ten places of one lesson. */
export function* seatTries(arena: Arena, lessonId: string, slot: number): Generator<Try> {
  for (const studentId of arena.students.slice(0, 200)) {
    yield {
      path: '/bookings',
      body: {
        offeringId: arena.group,
        studentId,
        choices: [{ startsAt: timeOf(arena, slot), lessonId }],
        applicant: { studentName: 'Somebody' },
      },
    }
  }
}

/** Plans a lesson with all the places of the group free. */
export async function planGroup(arena: Arena, slot: number): Promise<string> {
  let lessonId = ''
  const body = {
    offeringId: arena.group,
    teacherId: at(arena.teachers, slot),
    studentIds: [],
    startsAt: timeOf(arena, slot),
  }
  const planned: Try = { path: '/lessons', body, onAnswer: (_, answer) => void (lessonId = String(answer['id'])) }
  const { won } = await fight(arena, [planned], 1)
  if (won !== 1) throw new Error('The lesson with places could not be planned.')
  return lessonId
}

export interface Overlaps {
  readonly claims: number
  readonly claimsOverlapping: number
  readonly lessons: number
  /** Two lessons of one teacher, in one room, with one vehicle, or of one student at one moment; read from the lessons and not from the claims. */
  readonly teachers: number
  readonly rooms: number
  readonly vehicles: number
  readonly students: number
  readonly overfull: number
}

/** Looks at every claim and every lesson of the whole database. */
export async function countOverlaps({ owner }: DatabaseAccess): Promise<Overlaps> {
  const overlapping = (from: ReturnType<typeof sql>) => sql`(
    select count(*)::int from (
      select starts_at, max(ends_at) over (partition by org_id, who order by starts_at, ends_at, id
        rows between unbounded preceding and 1 preceding) as taken_until
      from (${from}) taken
    ) ordered where starts_at < taken_until)`
  const lesson = sql`select l.org_id, l.id, l.starts_at, l.ends_at`
  const planned = sql`l.status = 'planned'`
  const { rows } = await sql<Overlaps>`
    select (select count(*)::int from scheduling.reservation) as claims,
      ${overlapping(sql`select org_id, id, claimant_id as who, lower(during) as starts_at, upper(during) as ends_at
        from scheduling.reservation where exclusive`)} as claims_overlapping,
      (select count(*)::int from scheduling.lesson l where ${planned}) as lessons,
      ${overlapping(sql`${lesson}, l.teacher_id as who from scheduling.lesson l where ${planned}`)} as teachers,
      ${overlapping(sql`${lesson}, l.room_id as who from scheduling.lesson l where ${planned} and l.room_id is not null`)} as rooms,
      ${overlapping(sql`${lesson}, r.resource_id as who from scheduling.lesson l
        join scheduling.lesson_resource r on r.org_id = l.org_id and r.lesson_id = l.id where ${planned}`)} as vehicles,
      ${overlapping(sql`${lesson}, p.student_id as who from scheduling.lesson l
        join scheduling.place p on p.org_id = l.org_id and p.lesson_id = l.id and p.status = 'taken' where ${planned}`)} as students,
      (select count(*)::int from (
        select l.id from scheduling.lesson l join scheduling.place p on p.org_id = l.org_id and p.lesson_id = l.id and p.status <> 'cancelled'
        group by l.org_id, l.id, l.capacity having count(*) > l.capacity) full_lessons) as overfull`.execute(owner)
  return rows[0]!
}

/** Takes the guard out, to see that its absence shows. */
export async function dropGuard({ owner }: DatabaseAccess): Promise<void> {
  await sql`alter table scheduling.reservation drop constraint reservation_no_overlap`.execute(owner)
}
