import { z } from 'zod'
import { createFormatters } from '#messages/format.ts'
import { notify, sendLetter } from '#notifications'
import { getOrganisation } from '#organisations'
import { contactsOf, listOffice, recipientsFor, type Contact } from '#people'
import { listLessonsByIds, type LessonRow } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import { instant } from '#platform/contract.ts'
import type { Event } from '#platform/events.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { localDate } from '#platform/time.ts'
import { LessonChange } from './contract.ts'

const Recorded = z.object({
  absenceId: z.string(),
  startsAt: instant,
  endsAt: instant,
  left: z.int(),
  changes: z.array(
    z.object({
      lessonId: idOf('lesson'),
      change: LessonChange,
      was: z.object({ startsAt: instant, endsAt: instant }),
      studentIds: z.array(idOf('person')),
    }),
  ),
})
type Told = z.output<typeof Recorded>['changes'][number] & {
  readonly lesson: LessonRow
  /** The students of the reader who are in it. */
  readonly names: readonly string[]
}

/** One message for each family with all its lessons, one for each teacher concerned, and the office where something is left to decide. */
export async function tellOfAbsence(ctx: Ctx, event: Event): Promise<void> {
  const { startsAt, endsAt, left, changes } = Recorded.parse(event.payload)
  const teacherId = event.subjectId as Id<'person'> // events of this name are about teachers
  const { zone } = await getOrganisation(ctx)
  const lessons = await listLessonsByIds(
    ctx,
    changes.map(({ lessonId }) => lessonId),
  )
  const told = changes.map((change) => ({ ...change, lesson: lessons.get(change.lessonId)! }))
  for (const { contact, its } of await gatherFamilies(ctx, told)) await tellFamily(ctx, event, { contact, its, zone })
  const covers = Map.groupBy(
    told.filter(({ change }) => change === 'cover'),
    ({ lesson }) => lesson.teacherId,
  )
  const teachers = await contactsOf(ctx, [teacherId, ...covers.keys()])
  const absentName = teachers.get(teacherId)?.name ?? ''
  for (const [id, its] of covers) {
    const contact = teachers.get(id)
    if (contact) await tellCover(ctx, event, { contact, its: its.map(withoutNames), zone, absentName })
  }
  const absent = teachers.get(teacherId)
  if (absent?.hasLogin)
    await notify(ctx, {
      uniqueKey: `${event.id}:${teacherId}`,
      personId: teacherId,
      kind: 'teaching.absence_recorded',
      arguments: { count: changes.length },
      path: '/today',
    })
  if (left === 0) return
  const dayOf = (at: Temporal.Instant) => localDate(at, zone).toString()
  const from = dayOf(startsAt)
  const to = dayOf(endsAt.subtract({ nanoseconds: 1 }))
  const path = `/absence?${new URLSearchParams({ teacher: teacherId, from, to })}`
  const office = (await listOffice(ctx)).filter(({ hasLogin }) => hasLogin)
  await notify(
    ctx,
    ...office.map(({ id }) => ({
      uniqueKey: `${event.id}:${id}:left`,
      personId: id,
      kind: 'teaching.lessons_left',
      arguments: { teacher: absentName, count: left },
      path,
    })),
  )
}

function withoutNames<T>(change: T): T & { readonly names: readonly string[] } {
  return { ...change, names: [] }
}

interface Family {
  readonly contact: Contact
  readonly its: Told[]
}

/** Everybody who hears about students, each once, with the lessons of all of them. */
async function gatherFamilies(ctx: Ctx, told: readonly Omit<Told, 'names'>[]): Promise<Family[]> {
  const students = await contactsOf(
    ctx,
    told.flatMap(({ studentIds }) => studentIds),
  )
  const families = new Map<string, Family>()
  for (const [studentId, student] of students) {
    for (const contact of await recipientsFor(ctx, studentId, 'receivesReports')) {
      const family = families.get(contact.id) ?? { contact, its: [] }
      families.set(contact.id, family)
      for (const change of told.filter(({ studentIds }) => studentIds.includes(studentId))) {
        const known = family.its.findIndex(({ lessonId }) => lessonId === change.lessonId)
        if (known < 0) family.its.push({ ...change, names: [student.name] })
        else family.its[known] = { ...family.its[known]!, names: [...family.its[known]!.names, student.name] }
      }
    }
  }
  const inOrder = (one: Told, other: Told) => Temporal.Instant.compare(one.was.startsAt, other.was.startsAt)
  return [...families.values()].map(({ contact, its }) => ({ contact, its: its.toSorted(inOrder) }))
}

interface Telling {
  readonly contact: Contact
  readonly its: readonly Told[]
  readonly zone: string
}

async function tellFamily(ctx: Ctx, event: Event, { contact, its, zone }: Telling): Promise<void> {
  const t = translatorFor(contact.locale)
  const format = createFormatters(contact.locale, zone)
  const timeOf = (time: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }) =>
    `${format.formatLongDay(time.startsAt)}, ${format.formatRange(time.startsAt, time.endsAt)}`
  const lines = its.map(({ change, lesson, was, names }) => {
    const title = names.length > 0 ? `${lesson.title} (${format.formatList(names)})` : lesson.title
    const facts = { title, time: timeOf(was), teacher: lesson.teacherName, next: timeOf(lesson) }
    return t(`mail.absence.${change}`, facts)
  })
  if (contact.email !== null)
    await sendLetter(ctx, {
      uniqueKey: `${event.id}:${contact.id}`,
      recipient: contact.email,
      recipientName: contact.name,
      locale: contact.locale,
      subject: t('mail.absence.subject', { count: its.length }),
      paragraphs: [
        t('mail.absence.greeting', { name: contact.name }),
        t('mail.absence.body', { count: its.length }),
        lines.join('\n'),
        t('mail.booking.zone', { zone }),
        ...(its.some(({ change }) => change === 'make_up') ? [t('mail.absence.owed')] : []),
      ],
      action: { label: t('mail.absence.action'), path: '/calendar' },
    })
  if (!contact.hasLogin) return
  await notify(ctx, {
    uniqueKey: `${event.id}:${contact.id}`,
    personId: contact.id,
    kind: 'teaching.lessons_changed',
    arguments: { count: its.length },
    path: '/calendar',
  })
}

async function tellCover(
  ctx: Ctx,
  event: Event,
  { contact, its, zone, absentName }: Telling & { readonly absentName: string },
): Promise<void> {
  const t = translatorFor(contact.locale)
  const format = createFormatters(contact.locale, zone)
  const lines = its.map(({ lesson }) =>
    [
      `${format.formatLongDay(lesson.startsAt)}, ${format.formatRange(lesson.startsAt, lesson.endsAt)}`,
      lesson.title,
      ...(lesson.roomName ? [lesson.roomName] : []),
    ].join(' · '),
  )
  const uniqueKey = `${event.id}:${contact.id}:cover`
  if (contact.email !== null)
    await sendLetter(ctx, {
      uniqueKey,
      recipient: contact.email,
      recipientName: contact.name,
      locale: contact.locale,
      subject: t('mail.absence.cover_subject', { teacher: absentName }),
      paragraphs: [
        t('mail.absence.greeting', { name: contact.name }),
        t('mail.absence.cover_body', { teacher: absentName, count: its.length }),
        lines.join('\n'),
      ],
      action: { label: t('mail.absence.cover_action'), path: '/today' },
    })
  if (!contact.hasLogin) return
  const kind = 'teaching.cover_asked'
  const facts = { teacher: absentName, count: its.length }
  await notify(ctx, { uniqueKey, personId: contact.id, kind, arguments: facts, path: '/today' })
}
