import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { requestBooking } from '#contract/booking'
import { draftInvoice, issueInvoice, recordPayment } from '#contract/billing'
import { createOffering } from '#contract/catalogue'
import { addToWaitingList, createGroup } from '#contract/groups'
import { addClosure } from '#contract/organisations'
import { addGuardianship, changeGuardianship, createPerson } from '#contract/people'
import { createResource } from '#contract/resources'
import { addException, planLesson } from '#contract/scheduling'
import { markAttendance, writeNote } from '#contract/teaching'
import type { Endpoint } from '#platform/contract.ts'
import { addBusyWeek, type BusyWeek } from '#testing/busy-week.ts'
import { sampleInput } from '#testing/sample-input.ts'
import { monday, requestOf, world, type Person, type World } from '#testing/world.ts'
import { routes } from './app.ts'

/** No page may need more statements than this, whatever it shows; begin, commit and who asks are among them. */
const most = 20

/** How many statements go to the database while `work` runs; what the queue asks for itself in the background is not among them. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client
  const original = Object.getOwnPropertyDescriptor(prototype, 'query')!
  let count = 0
  Object.defineProperty(prototype, 'query', {
    ...original,
    value: function (this: pg.Client, ...args: readonly unknown[]): unknown {
      if (!JSON.stringify(args[0])?.includes('pgboss')) count += 1
      return Reflect.apply(original.value as (...args: readonly unknown[]) => unknown, this, args)
    },
  })
  try {
    await work()
  } finally {
    Object.defineProperty(prototype, 'query', original)
  }
  return count
}

const local = (date: Temporal.PlainDate, time: string) =>
  date.toZonedDateTime({ timeZone: 'Asia/Jakarta', plainTime: time }).toInstant()

/** One more of everything: a child of Maria's in a lesson that is held, noted, billed and paid, and a request of somebody new. */
async function addOneMore(school: World, groupId: BusyWeek['groupId'], n: number): Promise<void> {
  const { as, dewi, olivia, rina, budi, maria, tom, piano, choir, hall, families, setNow } = school
  setNow(monday)
  const familyId = families.marias
  const child = await as(dewi)(createPerson, { fullName: `Child ${n}`, familyId, student: {} })
  const term = Temporal.PlainDate.from('2027-04-05')
  const times = [{ weekday: 1, fromMinute: 600 }]
  const group = { offeringId: choir.id, places: 4, teacherId: rina.id, termFrom: term, termTo: term, times }
  await as(dewi)(createGroup, { ...group, name: `Group ${n}` })
  await as(dewi)(addToWaitingList, { groupId, studentId: child.id })
  const { id } = await as(dewi)(addGuardianship, { guardianId: maria.id, studentId: child.id })
  await as(dewi)(changeGuardianship, { guardianshipId: id, confirmed: true })
  const teacherIds = [rina.id, budi.id]
  await as(dewi)(createOffering, { title: `Course ${n}`, durationMinutes: 30, priceAmount: 100n, teacherIds })
  await as(dewi)(createResource, { kind: 'room', name: `Room ${n}` })
  const date = Temporal.PlainDate.from('2026-12-01').add({ days: n + Math.floor(n / 6) })
  const day = date.dayOfWeek === 7 ? date.add({ days: 1 }) : date
  const isSecond = n % 2 === 1
  await as(isSecond ? maria : null)(
    requestBooking,
    {
      ...(isSecond && { studentId: child.id }),
      offeringId: piano.id,
      choices: ['10:00', '11:00'].map((time) => ({ startsAt: local(day, time), teacherId: budi.id })),
      applicant: { studentName: `Somebody ${n}`, email: `somebody.${n}@mail.example` },
    },
    { remoteAddress: `10.5.0.${n}` },
  )
  const startsAt = local(Temporal.PlainDate.from('2026-11-24'), '10:00').add({
    hours: 24 * (n % 4) + Math.floor(n / 4),
  })
  const students = [tom.id, child.id]
  const lesson = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    roomId: hall.id,
    startsAt,
    studentIds: students,
  })
  setNow(startsAt.add({ hours: 9 }))
  for (const studentId of isSecond ? [child.id] : students) {
    const mark = { lessonId: lesson.id, studentId }
    await as(rina)(markAttendance, { ...mark, status: 'present' })
    await as(rina)(writeNote, { ...mark, sharedText: 'Well sung.', privateText: '', homework: '' })
  }
  const draft = await as(dewi)(draftInvoice, { familyId })
  if (!isSecond) {
    await as(dewi)(issueInvoice, { invoiceId: draft.id })
    const received = { amount: 5_000_000n, currency: 'IDR' }
    const receivedOn = startsAt.toZonedDateTimeISO('Asia/Jakarta').toPlainDate()
    await as(dewi)(recordPayment, { familyId, method: 'cash', received, receivedOn, reference: `${n}` })
  }
  const closed = Temporal.PlainDate.from('2027-03-01').add({ days: n })
  await as(olivia)(addClosure, { fromDate: closed, toDate: closed, name: `Holiday ${n}` })
  await as(rina)(addException, {
    claimantKind: 'teacher',
    claimantId: rina.id,
    startsAt: local(closed, '10:00'),
    endsAt: local(closed, '12:00'),
    isAvailable: false,
    reason: '',
  })
  await school.settle()
}

interface Page {
  readonly name: string
  readonly reader: Person | null
  readonly path: string
}

/** Every endpoint that reads, as everybody who may; days are those in which the lessons lie. */
function pagesOf(school: World, week: BusyWeek): Page[] {
  const { olivia, dewi, rina, maria, organisation, piano, families, tom, studio } = school
  const ids: Record<string, string> = {
    booking: week.booking.id,
    family: families.marias,
    group: week.groupId,
    invoice: week.invoice.id,
    lesson: week.lessonId,
    offering: piano.id,
    person: tom.id,
    resource: studio.id,
    series: week.seriesId,
  }
  const days: Record<string, Record<string, string>> = {
    'GET /timetable': { from: '2026-11-16', to: '2026-12-20' },
    'GET /my/lessons': { from: '2026-11-16', to: '2027-02-20' },
    'GET /slots': { from: '2026-11-24', to: '2026-12-20' },
    'GET /teaching-day': { date: '2026-11-24' },
    'GET /absences/proposal': { teacherId: rina.id, startsAt: '2026-11-28T00:00:00Z', endsAt: '2026-12-20T00:00:00Z' },
    'GET /slots/explanation': { startsAt: '2026-11-25T03:00:00Z', teacherId: rina.id },
    'GET /availability/:claimantKind/:claimantId': { claimantId: rina.id },
  }
  const readers: [string, Person | null][] = [
    ['visitor', null],
    ['owner', olivia],
    ['office', dewi],
    ['teacher', rina],
    ['guardian', maria],
  ]
  const reads = routes.map(({ endpoint }) => endpoint).filter(({ route }) => route.startsWith('GET '))
  return reads.flatMap((endpoint: Endpoint) =>
    readers.map(([who, reader]) => {
      const sample = sampleInput(endpoint.input, (kind) => ids[kind] ?? crypto.randomUUID()) as Record<string, unknown>
      const { path } = requestOf(endpoint, { ...sample, ...days[endpoint.route] }, organisation.slug)
      return { name: `${endpoint.route} ${who}`, reader, path }
    }),
  )
}

test('no page asks the database more often because there is more to show', async (t) => {
  const school = await world()
  const week = await addBusyWeek(school)
  for (let n = 0; n < 2; n++) await addOneMore(school, week.groupId, n)
  school.setNow('2026-11-27T12:00:00Z')
  const measured = new Map<string, number[]>()
  const measure = async () => {
    for (const { name, reader, path } of pagesOf(school, week)) {
      let status = 0
      const count = await countStatements(async () => ({ status } = await school.send(reader, 'GET', path)))
      if (status === 200) measured.set(name, [...(measured.get(name) ?? []), count])
      else assert.ok([401, 403, 404].includes(status), `${name}: ${status}`)
    }
  }
  await measure()
  measured.clear()
  await measure()
  for (let n = 2; n < 14; n++) await addOneMore(school, week.groupId, n)
  school.setNow('2026-11-27T12:00:00Z')
  await measure()
  const endpoints = Map.groupBy(measured, ([name]) => name.slice(0, name.lastIndexOf(' ')))
  for (const [name, counted] of endpoints) {
    const counts = counted.map(([reader, [few, many]]) => `${reader.slice(name.length + 1)} ${few} ${many}`)
    t.diagnostic(`${name}, with few rows and with many: ${counts.join(', ')}`)
  }
  const grown = [...measured].filter(([, [few, many]]) => few === undefined || few !== many || few > most)
  assert.deepEqual(grown, [])
  assert.ok(measured.size > 60, `${measured.size} pages`)
})
