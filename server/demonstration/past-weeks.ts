import { Problem } from '#platform/errors.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import { draftInvoice, issueInvoice, recordPayment } from '../modules/billing/contract.ts'
import { planLesson } from '../modules/scheduling/contract.ts'
import { markAttendance, writeNote } from '../modules/teaching/contract.ts'
import { act, type Player, type Stage } from './acting.ts'
import { attendanceFor, noteFor } from './notes.ts'

interface Taught {
  readonly offeringId: Id<'offering'>
  readonly teacherId: Id<'person'>
  readonly teacherName: string
  readonly roomId: Id<'resource'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly studentIds: Id<'person'>[]
}

const weeksAround = [-4, -3, -2, -1, 1, 2, 3]
const unmarkedLessons = 3

/** Every lesson with students was there in the weeks before and goes on in the weeks after; what is over was held, noted, invoiced and paid. */
export async function addPastWeeks(
  access: DatabaseAccess,
  orgId: Id<'organisation'>,
  now: Temporal.Instant,
): Promise<void> {
  const stage: Stage = { access, orgId, zone: 'Asia/Jakarta' }
  const office = await findOffice(stage)
  for (const lesson of await listTaught(stage)) {
    for (const weeks of weeksAround) await repeat(stage, office, lesson, { weeks, now })
  }
  await holdLessons(stage, now)
  await billFamilies(stage, office, now)
}

async function findOffice({ access, orgId }: Stage): Promise<Player> {
  const person = await access.owner
    .selectFrom('people.person')
    .select(['id', 'fullName'])
    .where('orgId', '=', orgId)
    .where('isStaff', '=', true)
    .orderBy('fullName')
    .executeTakeFirstOrThrow()
  return { personId: person.id, name: person.fullName, role: 'office' }
}

async function listTaught({ access, orgId }: Stage): Promise<Taught[]> {
  const rows = await access.owner
    .selectFrom('scheduling.lesson as lesson')
    .innerJoin('scheduling.place as place', (join) =>
      join.onRef('place.orgId', '=', 'lesson.orgId').onRef('place.lessonId', '=', 'lesson.id'),
    )
    .innerJoin('people.person as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'lesson.orgId').onRef('teacher.id', '=', 'lesson.teacherId'),
    )
    .select([
      'lesson.id',
      'lesson.offeringId',
      'lesson.teacherId',
      'teacher.fullName as teacherName',
      'lesson.roomId',
      'lesson.startsAt',
      'lesson.endsAt',
    ])
    .select((eb) => eb.fn.agg<Id<'person'>[]>('array_agg', ['place.studentId']).as('studentIds'))
    .where('lesson.orgId', '=', orgId)
    .where('place.status', '=', 'taken')
    .groupBy(['lesson.orgId', 'lesson.id', 'teacher.fullName'])
    .orderBy('lesson.startsAt')
    .orderBy('lesson.id')
    .execute()
  return rows
}

// Times that are taken in that week are skipped: the guard against double bookings decides, as for everybody.
async function repeat(
  stage: Stage,
  office: Player,
  lesson: Taught,
  { weeks, now }: { weeks: number; now: Temporal.Instant },
): Promise<void> {
  const startsAt = lesson.startsAt.add({ hours: 24 * 7 * weeks })
  const planned = startsAt.subtract({ hours: 24 * 20 })
  const at = Temporal.Instant.compare(planned, now) < 0 ? planned : now
  const { offeringId, teacherId, roomId, studentIds } = lesson
  try {
    await act(stage, office, at, [
      planLesson,
      { offeringId, teacherId, ...(roomId && { roomId }), startsAt, studentIds },
    ])
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
}

interface Over {
  readonly id: Id<'lesson'>
  readonly teacherId: Id<'person'>
  readonly teacherName: string
  readonly subject: string
  readonly endsAt: Temporal.Instant
  readonly studentIds: Id<'person'>[]
}

async function holdLessons(stage: Stage, now: Temporal.Instant): Promise<void> {
  const { access, orgId } = stage
  const over: Over[] = await access.owner
    .selectFrom('scheduling.lesson as lesson')
    .innerJoin('scheduling.place as place', (join) =>
      join.onRef('place.orgId', '=', 'lesson.orgId').onRef('place.lessonId', '=', 'lesson.id'),
    )
    .innerJoin('people.person as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'lesson.orgId').onRef('teacher.id', '=', 'lesson.teacherId'),
    )
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .select(['lesson.id', 'lesson.teacherId', 'teacher.fullName as teacherName', 'offering.subject', 'lesson.endsAt'])
    .select((eb) => eb.fn.agg<Id<'person'>[]>('array_agg', ['place.studentId']).as('studentIds'))
    .where('lesson.orgId', '=', orgId)
    .where('place.status', '=', 'taken')
    .where('lesson.endsAt', '<=', now)
    .groupBy(['lesson.orgId', 'lesson.id', 'teacher.fullName', 'offering.subject'])
    .orderBy('lesson.endsAt')
    .orderBy('lesson.id')
    .execute()
  // Whatever the hour, somebody has lessons of the last day still to mark.
  const lately = now.subtract({ hours: 22 })
  const unmarked = over.filter(({ endsAt }) => Temporal.Instant.compare(endsAt, lately) > 0).slice(-unmarkedLessons)
  for (const [index, lesson] of over.entries()) {
    if (unmarked.includes(lesson)) continue
    const teacher: Player = { personId: lesson.teacherId, name: lesson.teacherName, role: 'teacher' }
    for (const [place, studentId] of lesson.studentIds.entries()) {
      const mark = { lessonId: lesson.id, studentId }
      const attendance = attendanceFor(index + place)
      await act(stage, teacher, lesson.endsAt, [markAttendance, { ...mark, ...attendance }])
      if (attendance.status === 'absent' || attendance.status === 'excused') continue
      await act(stage, teacher, lesson.endsAt.add({ minutes: 4 }), [
        writeNote,
        { ...mark, ...noteFor(lesson.subject, index) },
      ])
    }
  }
}

/** Three weeks ago and one week ago the office invoiced what was taught; most families have paid, some in part, and one is late. */
async function billFamilies(stage: Stage, office: Player, now: Temporal.Instant): Promise<void> {
  for (const daysAgo of [18, 5]) {
    const issued = now.subtract({ hours: 24 * daysAgo })
    for (const [index, familyId] of (await listFamiliesToBill(stage, issued)).entries()) {
      const charges = await chargesBefore(stage, familyId, issued)
      const draft = await act(stage, office, issued, [draftInvoice, { familyId, chargeIds: charges }])
      const invoice = await act(stage, office, issued, [issueInvoice, { invoiceId: draft.id }])
      const share = paidShares[(index + daysAgo) % paidShares.length]!
      if (share === 0n) continue
      const paidAt = issued.add({ hours: 24 * 2 + index })
      const { zone } = stage
      await act(stage, office, paidAt, [
        recordPayment,
        {
          familyId,
          invoiceId: invoice.id,
          method: index % 3 === 0 ? 'cash' : 'transfer',
          received: { amount: (invoice.total.amount * share) / 100n, currency: invoice.total.currency },
          receivedOn: paidAt.toZonedDateTimeISO(zone).toPlainDate(),
          reference: '',
        },
      ])
    }
  }
}

const paidShares = [100n, 100n, 50n, 100n, 0n, 100n]

async function listFamiliesToBill({ access, orgId }: Stage, before: Temporal.Instant): Promise<Id<'family'>[]> {
  const rows = await unbilled(access, orgId, before)
    .select('charge.familyId')
    .distinct()
    .orderBy('charge.familyId')
    .execute()
  return rows.map(({ familyId }) => familyId)
}

async function chargesBefore(
  { access, orgId }: Stage,
  familyId: Id<'family'>,
  before: Temporal.Instant,
): Promise<Id<'charge'>[]> {
  const rows = await unbilled(access, orgId, before)
    .select('charge.id')
    .where('charge.familyId', '=', familyId)
    .execute()
  return rows.map(({ id }) => id)
}

function unbilled(access: DatabaseAccess, orgId: Id<'organisation'>, before: Temporal.Instant) {
  return access.owner
    .selectFrom('billing.charge as charge')
    .leftJoin('billing.invoiceLine as line', (join) =>
      join.onRef('line.orgId', '=', 'charge.orgId').onRef('line.chargeId', '=', 'charge.id'),
    )
    .where('charge.orgId', '=', orgId)
    .where('charge.createdAt', '<=', before)
    .where('charge.withdrawnAt', 'is', null)
    .where('charge.amount', '>', 0n)
    .where('line.id', 'is', null)
}
