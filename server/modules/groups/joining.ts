import { z } from 'zod'
import { chargeInAdvance } from '#billing'
import { priceAt } from '#catalogue'
import { takePlaces } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import { instant, money as moneySchema, type Input } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { idOf, newId, type Id } from '#platform/ids.ts'
import { localDate, toInstant } from '#platform/time.ts'
import { ageFor } from './age.ts'
import type * as contract from './contract.ts'
import type { Group, Joining } from './contract.ts'
import { alreadyMember, groupFull, lessonsTaken, noLessons, priceChanged } from './errors.ts'
import { describeGroup } from './group-page.ts'
import { settleList } from './offers.ts'
import { countFree, readLessonsAhead, type LessonAhead } from './places.ts'
import { agreementFor, isSamePrice, priceOfEach, type Agreement } from './price-for-rest.ts'
import { findGroup, lockGroup, type GroupRecord, subjectOf } from './record.ts'
import { chooseStudent, mustFit } from './students.ts'
import { endEntryOf } from './waiting-entries.ts'

export async function explainJoining(
  ctx: Ctx,
  { groupId, studentId, from }: Input<typeof contract.explainJoining>,
): Promise<Joining> {
  const group = await findGroup(ctx, groupId)
  const student = await chooseStudent(ctx, studentId)
  const ahead = await readLessonsAhead(ctx, { groupId, studentId, after: dayBefore(from, group.zone) })
  const possible = ahead.filter(({ obstacle }) => obstacle === null)
  const price = await priceAt(ctx, group.offeringId, ctx.now)
  return {
    studentName: student.name,
    isMember: await isMemberOn(ctx, { groupId, studentId, from }),
    placesFree: await countFree(ctx, group, from),
    waiting: group.waiting,
    ...ageFor(group, student.birthDate),
    lessons: ahead,
    termPrice: group.termPrice,
    lessonPrice: price && { amount: price.amount, currency: price.currency },
    ...agreementFor(group.termPrice, possible.length, group.lessonsInAll),
  }
}

export async function joinGroup(ctx: Ctx, input: Input<typeof contract.joinGroup>): Promise<Group> {
  const { groupId, studentId, from, acceptedPrice, withoutLessonIds = [] } = input
  const seen = await findGroup(ctx, groupId)
  // Most of a crowd learns this without waiting in line; who gets past it is looked at again behind the lock.
  if (seen.waiting === 0 && (await countFree(ctx, seen, from)) < 1) throw groupFull({ args: { places: seen.places } })
  const group = await lockGroup(ctx, groupId)
  const student = await chooseStudent(ctx, studentId)
  if (Temporal.PlainDate.compare(from, localDate(ctx.now, group.zone)) < 0) throw wrongField('from', 'in_the_past')
  if (await isMemberOn(ctx, { groupId, studentId, from })) throw alreadyMember({ args: { student: student.name } })
  mustFit(group, student, input.despiteAge)
  await settleList(ctx, group)
  // A place that is kept for this student is given up for the one that is taken here.
  await endEntryOf(ctx, { groupId, studentId })
  if ((await countFree(ctx, group, from)) < 1) throw groupFull({ args: { places: group.places } })

  const ahead = await readLessonsAhead(ctx, { groupId, studentId, after: dayBefore(from, group.zone) })
  const wanted = ahead.filter(({ lessonId }) => !withoutLessonIds.includes(lessonId))
  if (wanted.length === 0) throw noLessons()
  if (wanted.some(({ obstacle }) => obstacle !== null)) throw refuseLessons(wanted)
  const agreed = agreementFor(group.termPrice, wanted.length, group.lessonsInAll)
  if (!isSamePrice(agreed.price, acceptedPrice))
    throw priceChanged({ extra: { price: agreed.price && z.encode(moneySchema, agreed.price) } })

  const lessonIds = wanted.map(({ lessonId }) => lessonId)
  const lost = await takePlaces(ctx, { lessonIds, studentId })
  if (lost) throw refuseLessons(markLost(wanted, lost))
  await addMember(ctx, group, { studentId, from, lessonIds, agreed, despiteAge: input.despiteAge === true })
  return describeGroup(ctx, groupId)
}

/** Everything from the first minute of a local day on. */
function dayBefore(from: Temporal.PlainDate, zone: string): Temporal.Instant {
  return toInstant(from, 0, zone).subtract({ nanoseconds: 1 })
}

interface Stay {
  readonly groupId: Id<'group'>
  readonly studentId: Id<'person'>
  readonly from: Temporal.PlainDate
}

export async function isMemberOn(ctx: Ctx, { groupId, studentId, from }: Stay): Promise<boolean> {
  const member = await ctx.db
    .selectFrom('groups.member')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('groupId', '=', groupId)
    .where('studentId', '=', studentId)
    .where((eb) => eb.or([eb('leftOn', 'is', null), eb('leftOn', '>', from)]))
    .executeTakeFirst()
  return member !== undefined
}

const Refused = z.array(
  z.object({
    lessonId: idOf('lesson'),
    startsAt: instant,
    endsAt: instant,
    obstacle: z.enum(['lesson_full', 'student_busy']).nullable(),
    busyWith: z.string().nullable(),
  }),
)

/** Why lessons cannot be had, one by one. */
export function refuseLessons(lessons: readonly LessonAhead[]) {
  const taken = lessons.filter(({ obstacle }) => obstacle !== null)
  return lessonsTaken({ args: { count: taken.length }, extra: { lessons: z.encode(Refused, taken) } })
}

interface Lost {
  readonly full: readonly Id<'lesson'>[]
  readonly busy: readonly Id<'lesson'>[]
}

/** The same for somebody who was faster. */
export function markLost(lessons: readonly LessonAhead[], { full, busy }: Lost): LessonAhead[] {
  return lessons.map((lesson) => ({
    ...lesson,
    obstacle: full.includes(lesson.lessonId) ? 'lesson_full' : busy.includes(lesson.lessonId) ? 'student_busy' : null,
  }))
}

interface NewMember {
  readonly studentId: Id<'person'>
  readonly from: Temporal.PlainDate
  readonly lessonIds: readonly Id<'lesson'>[]
  readonly agreed: Agreement
  readonly despiteAge: boolean
}

/** Writes the member down and charges what was agreed to, lesson by lesson; the places are taken already. */
export async function addMember(ctx: Ctx, group: GroupRecord, joined: NewMember): Promise<void> {
  const { studentId, from, lessonIds, agreed, despiteAge } = joined
  const { lessonsLeft, lessonsInAll, price } = agreed
  const memberId = newId('member')
  await ctx.db
    .insertInto('groups.member')
    .values({
      orgId: ctx.orgId,
      id: memberId,
      groupId: group.id,
      studentId,
      joinedOn: from,
      lessonsLeft,
      lessonsInAll,
      priceAmount: price?.amount ?? null,
      priceCurrency: price?.currency ?? null,
      despiteAge,
      joinedBy: ctx.actor.personId,
      createdAt: ctx.now,
    })
    .execute()
  if (price) {
    const each = priceOfEach(price, lessonIds.length)
    await chargeInAdvance(ctx, {
      studentId,
      currency: price.currency,
      lessons: lessonIds.map((lessonId, n) => ({ lessonId, amount: each[n]!.amount })),
      why: {
        rule: 'share-of-term',
        version: 1,
        inputs: { memberId, lessonsLeft, lessonsInAll, termPrice: String(group.termPrice?.amount ?? price.amount) },
      },
    })
  }
  await emit(ctx, 'groups.member_joined', subjectOf(group), {
    memberId,
    studentId,
    from,
    lessonsLeft,
    lessonsInAll,
    price: price && { amount: String(price.amount), currency: price.currency },
    despiteAge,
  })
}
