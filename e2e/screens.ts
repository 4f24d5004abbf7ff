import assert from 'node:assert/strict'
import type { APIRequestContext } from 'playwright-core'
import { paths } from '#web/paths.ts'
import { planSomeSeries } from './series-steps.ts'
import { addFullGroup, offerPlace } from './group-steps.ts'
import type { DemonstrationRole } from './visit.ts'

export interface Screen {
  readonly name: string
  readonly address: string
  /** Who looks at it; nobody is signed in for `visitor`. */
  readonly as: DemonstrationRole | 'visitor'
  /** Shows samples of every part: several first headings, and what loads for ever. */
  readonly isSampler?: true
  /** Says that there is nothing, as the server did. */
  readonly isMissing?: true
}

const slug = 'kadensa'

type Asker = (path: string) => Promise<Answer>
type Answer = Record<string, unknown>

/** Every screen of the application with things of the demonstration school on it, as whoever works with it. */
export async function listScreens(requests: Readonly<Record<Screen['as'], APIRequestContext>>): Promise<Screen[]> {
  const owner = askWith(requests.Owner)
  const [student, guardian, teacher] = [
    await firstId(owner, 'people?kind=student&limit=1'),
    await firstId(owner, 'people?kind=guardian&limit=1'),
    await firstId(owner, 'people?kind=teacher&limit=1'),
  ]
  const family = String((await owner(`people/${student}`))['familyId'])
  const today = Temporal.Now.plainDateISO('Asia/Jakarta')
  const week = await owner(`timetable?from=${today.subtract({ days: 6 }).toString()}&to=${today.toString()}`)
  const lesson = idOf(rowsOf(week, 'lessons').find((row) => Number(row['placesTaken']) > 0))
  const invoice = await firstId(owner, 'invoices?limit=1')
  const request = await firstId(owner, 'bookings?status=requested&limit=1')
  const offering = idOf(rowsOf(await owner('offerings'), 'offerings')[0])
  const room = idOf(rowsOf(await owner('resources'), 'resources')[0])
  const run = idOf(rowsOf(await owner('imports'), 'imports')[0])
  const familyInvoice = idOf(rowsOf(await askWith(requests.Guardian)('my/account'), 'account', 'invoices')[0])
  const pupil = await findPupil(askWith(requests.Teacher), today)
  const token = await sendRequest(requests.visitor, offering, today)
  const invitation = await inviteSomebody(requests.Owner)
  const group = await addFullGroup(requests.Owner)
  const offer = await offerPlace(requests.Owner, group)
  const series = await planSomeSeries(requests.Owner)

  return [
    { name: 'the first screen', address: paths.ready(), as: 'visitor' },
    { name: 'sign in', address: paths.signIn(), as: 'visitor' },
    { name: 'forgotten password', address: paths.forgotPassword(), as: 'visitor' },
    { name: 'new password', address: `${paths.forgotPassword()}/${'x'.repeat(43)}`, as: 'visitor' },
    { name: 'invitation', address: invitation, as: 'visitor' },
    { name: 'used invitation', address: `/invitations/${'x'.repeat(43)}`, as: 'visitor', isMissing: true },
    { name: 'public page', address: paths.publicPage(slug), as: 'visitor' },
    { name: 'free times', address: `${paths.publicPage(slug)}?offering=${offering}`, as: 'visitor' },
    { name: 'status of a request', address: paths.bookingStatus(slug, token), as: 'visitor' },
    { name: 'an offered place', address: offer, as: 'visitor' },
    { name: 'unknown offer', address: `/${slug}/offers/${'x'.repeat(43)}`, as: 'visitor', isMissing: true },
    { name: 'parts', address: '/ui', as: 'visitor', isSampler: true },
    { name: 'API reference', address: paths.apiReference(), as: 'visitor' },

    { name: 'a lesson that repeats', address: paths.newSeries(slug), as: 'Owner' },
    { name: 'series', address: paths.series(slug, series), as: 'Owner' },
    { name: 'change of a series', address: paths.changeSeries(slug, series), as: 'Owner' },
    { name: 'home of a guardian', address: paths.home(slug), as: 'Guardian' },
    { name: 'home of a student', address: paths.home(slug), as: 'Student' },
    { name: 'calendar', address: paths.calendar(slug), as: 'Guardian' },
    { name: 'calendar by month', address: `${paths.calendar(slug)}?view=month`, as: 'Guardian' },
    { name: 'lessons of a student', address: paths.progress(slug), as: 'Guardian' },
    { name: 'payments', address: paths.payments(slug), as: 'Guardian' },
    { name: 'invoice of a family', address: paths.familyInvoice(slug, familyInvoice), as: 'Guardian' },
    { name: 'account of a guardian', address: paths.account(slug), as: 'Guardian' },

    { name: 'today', address: paths.today(slug), as: 'Teacher' },
    { name: 'timetable of a teacher', address: paths.timetable(slug), as: 'Teacher' },
    { name: 'hours', address: paths.availability(slug), as: 'Teacher' },
    { name: 'own absence', address: paths.absence(slug), as: 'Teacher' },
    { name: 'students', address: paths.students(slug), as: 'Teacher' },
    { name: 'groups', address: paths.groups(slug), as: 'Owner' },
    { name: 'groups of past terms', address: `${paths.groups(slug)}?over=yes`, as: 'Owner' },
    { name: 'new group', address: paths.newGroup(slug), as: 'Owner' },
    { name: 'group', address: paths.group(slug, group.id), as: 'Owner' },
    { name: 'changing a group', address: paths.editGroup(slug, group.id), as: 'Owner' },
    { name: 'student', address: paths.student(slug, pupil), as: 'Teacher' },

    office('inbox', paths.inbox(slug)),
    office('requests', paths.requests(slug)),
    office('request', paths.request(slug, request)),
    office('timetable', paths.timetable(slug)),
    office('timetable of three days', `${paths.timetable(slug)}?span=days`),
    office('timetable of a week by two clocks', `${paths.timetable(slug)}?span=week&view=teachers&zone=Europe/Paris`),
    office('timetable by month', `${paths.timetable(slug)}?span=month`),
    office('timetable as a list', `${paths.timetable(slug)}?span=list`),
    office('lesson', paths.lesson(slug, lesson)),
    office(
      'absence of a teacher',
      `${paths.absence(slug)}?teacher=${teacher}&from=${today.toString()}&to=${today.add({ days: 6 }).toString()}`,
    ),
    office('people', paths.people(slug)),
    office('person who learns', paths.person(slug, student)),
    office('person who is guardian', paths.person(slug, guardian)),
    office('person who teaches', paths.person(slug, teacher)),
    office('new person', paths.newPerson(slug)),
    office('change of a person', paths.editPerson(slug, student)),
    office('family', paths.family(slug, family)),
    office('courses', paths.catalogue(slug)),
    office('course', paths.offering(slug, offering)),
    office('new course', paths.newOffering(slug)),
    office('rooms', paths.rooms(slug)),
    office('room', paths.room(slug, room)),
    office('new room', paths.newRoom(slug)),
    office('money to bill', paths.money(slug)),
    office('invoices', `${paths.money(slug)}?tab=invoices`),
    office('received payments', `${paths.money(slug)}?tab=payments`),
    office('invoice', paths.invoice(slug, invoice)),
    office('settings', paths.settings(slug)),
    office('members', paths.members(slug)),
    office('imports', paths.imports(slug)),
    office('import', paths.import(slug, run)),
    office('old records', paths.oldRecords(slug)),
    office('outbox', paths.outbox(slug)),
    office('history', paths.audit(slug)),
    office('more', paths.more(slug)),
    office('account', paths.account(slug)),
    { ...office('nothing there', `/${slug}/lessons/${crypto.randomUUID()}`), isMissing: true },
  ]
}

function office(name: string, address: string): Screen {
  return { name, address, as: 'Owner' }
}

function askWith(request: APIRequestContext): Asker {
  return async (path) => {
    const answer = await request.get(`/api/o/${slug}/${path}`)
    assert.equal(answer.status(), 200, `${path}: ${await answer.text()}`)
    return (await answer.json()) as Answer
  }
}

function rowsOf(answer: Answer, ...keys: string[]): Answer[] {
  return keys.reduce<unknown>((within, key) => (within as Answer)[key], answer) as Answer[]
}

function idOf(row: Answer | undefined): string {
  assert.ok(row, 'The demonstration has one of everything.')
  return String(row['id'])
}

async function firstId(ask: Asker, path: string): Promise<string> {
  return idOf(rowsOf(await ask(path), 'rows')[0])
}

/** Somebody whom the teacher has taught in the last days. */
async function findPupil(ask: Asker, today: Temporal.PlainDate): Promise<string> {
  const range = `from=${today.subtract({ days: 28 }).toString()}&to=${today.toString()}`
  const taught = rowsOf(await ask(`timetable?${range}`), 'lessons').find(
    (row) => row['title'] !== '' && Number(row['placesTaken']) > 0,
  )
  return idOf(rowsOf(await ask(`lessons/${idOf(taught)}`), 'students')[0])
}

async function sendRequest(request: APIRequestContext, offeringId: string, from: Temporal.PlainDate): Promise<string> {
  const free = await askWith(request)(
    `slots?offeringId=${offeringId}&from=${from.toString()}&to=${from.add({ days: 30 }).toString()}`,
  )
  const [slot] = rowsOf(free, 'days').flatMap((day) => rowsOf(day, 'slots'))
  assert.ok(slot, 'A free time is there within a month.')
  const answer = await request.post(`/api/o/${slug}/bookings`, {
    headers: { 'idempotency-key': crypto.randomUUID() },
    data: {
      offeringId,
      choices: [{ startsAt: slot['startsAt'] }],
      applicant: { studentName: 'Sekar Ayu', studentAge: 20, waNumber: '0819 4400 5566' },
    },
  })
  assert.equal(answer.ok(), true, await answer.text())
  return String(((await answer.json()) as Answer)['token'])
}

async function inviteSomebody(request: APIRequestContext): Promise<string> {
  const people = rowsOf(await askWith(request)('people?kind=student&limit=100'), 'rows')
  const person = people.find((row) => row['email'] !== null && row['hasLogin'] === false)
  assert.ok(person, 'Somebody has an address and no login.')
  const answer = await request.post(`/api/o/${slug}/people/${idOf(person)}/invitation`, {
    headers: { 'idempotency-key': crypto.randomUUID() },
    data: { roles: ['student'] },
  })
  assert.equal(answer.ok(), true, await answer.text())
  const mail = await firstId(askWith(request), `mails?search=${encodeURIComponent(String(person['email']))}&limit=1`)
  const { bodyText } = await askWith(request)(`mails/${mail}`)
  const [, link] = /(\/invitations\/[\w-]+)/.exec(String(bodyText)) ?? []
  assert.ok(link, 'The mail of an invitation has its link.')
  return link
}
