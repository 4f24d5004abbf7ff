import { z } from 'zod'
import { createFormatters } from '#messages/format.ts'
import { notify, sendLetter } from '#notifications'
import { getOrganisation } from '#organisations'
import { contactsOf } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Event } from '#platform/events.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { isShared } from './notes.ts'

const NoteWritten = z.object({ studentId: idOf('person'), isShared: z.boolean() })

/** Tells the family of a note, once however often it is changed; by mail only who receives reports. */
export async function tellOfNote(ctx: Ctx, event: Event): Promise<void> {
  const { studentId, isShared: wasShared } = NoteWritten.parse(event.payload)
  if (!wasShared) return
  const lessonId = idOf('lesson').parse(event.subjectId)
  const note = await findNote(ctx, lessonId, studentId)
  if (!note || !isShared(note)) return
  const { zone } = await getOrganisation(ctx)
  const readers = await listReaders(ctx, studentId)
  const contacts = await contactsOf(ctx, readers.keys())
  for (const [personId, contact] of contacts) {
    const { student, teacher, title } = note
    const path = '/record'
    const uniqueKey = `note:${lessonId}:${studentId}:${personId}`
    await notify(ctx, {
      uniqueKey,
      personId,
      kind: 'teaching.note_shared',
      arguments: { student, teacher, title },
      path,
    })
    if (contact.email === null || !readers.get(personId)) continue
    const t = translatorFor(contact.locale)
    const time = createFormatters(contact.locale, zone).formatDayAndTime(note.startsAt)
    await sendLetter(ctx, {
      uniqueKey,
      recipient: contact.email,
      recipientName: contact.name,
      locale: contact.locale,
      subject: t('mail.lesson.subject', { student, title }),
      paragraphs: [
        t('mail.lesson.greeting', { name: contact.name }),
        t('mail.lesson.body', { teacher, title, time }),
        ...(note.sharedText.trim() === '' ? [] : [note.sharedText]),
        ...(note.homework.trim() === '' ? [] : [t('mail.lesson.homework', { homework: note.homework })]),
      ],
      action: { label: t('mail.lesson.action'), path },
    })
  }
}

function findNote(ctx: Ctx, lessonId: Id<'lesson'>, studentId: Id<'person'>) {
  return ctx.db
    .selectFrom('teaching.note as note')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'note.orgId').onRef('lesson.id', '=', 'note.lessonId'),
    )
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'note.orgId').onRef('student.id', '=', 'note.studentId'),
    )
    .innerJoin('people.person as writer', (join) =>
      join.onRef('writer.orgId', '=', 'note.orgId').onRef('writer.id', '=', 'note.writtenBy'),
    )
    .select(['note.sharedText', 'note.homework', 'offering.title', 'lesson.startsAt'])
    .select(['student.fullName as student', 'writer.fullName as teacher'])
    .where('note.orgId', '=', ctx.orgId)
    .where('note.lessonId', '=', lessonId)
    .where('note.studentId', '=', studentId)
    .executeTakeFirst()
}

/** The student and the confirmed guardians, each with whether reports come by mail; to students only when nobody guards them. */
async function listReaders(ctx: Ctx, studentId: Id<'person'>): Promise<Map<Id<'person'>, boolean>> {
  const guardians = await ctx.db
    .selectFrom('people.guardianship')
    .select(['guardianId', 'receivesReports'])
    .where('orgId', '=', ctx.orgId)
    .where('studentId', '=', studentId)
    .where('confirmedAt', 'is not', null)
    .where('endedAt', 'is', null)
    .execute()
  return new Map([
    [studentId, guardians.length === 0],
    ...guardians.map(({ guardianId, receivesReports }) => [guardianId, receivesReports] as const),
  ])
}
