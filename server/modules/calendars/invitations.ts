import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { writeCalendar } from './calendar-file.ts'
import { organizerAddress, publicAddress } from './config.ts'
import { familyWords } from './feed.ts'
import { eventLines } from './lesson-event.ts'
import { toldOfStudent } from './told-lessons.ts'

export interface Invited {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly recipient: string
  readonly recipientName: string
  readonly locale: Locale
}

/** What goes with a mail (RFC 5546): REQUEST puts the lesson into a calendar or changes it there, CANCEL takes it away. */
export interface Invitation {
  readonly method: 'REQUEST' | 'CANCEL'
  readonly content: string
}

/** The lesson as it stands now, for the calendar of somebody who gets a mail about it; null when the student never had a place in it. */
export async function composeInvitation(ctx: Ctx, invited: Invited): Promise<Invitation | null> {
  const lesson = await toldOfStudent(ctx, invited.lessonId, invited.studentId)
  if (!lesson) return null
  const { name, slug } = await getOrganisation(ctx)
  const method = lesson.isCancelled ? 'CANCEL' : 'REQUEST'
  const words = {
    ...familyWords(lesson, translatorFor(invited.locale), false),
    url: publicAddress(`/${slug}/calendar`),
  }
  const attendance = {
    organizer: { name, address: organizerAddress() },
    attendee: { name: invited.recipientName, address: invited.recipient },
  }
  const content = await writeCalendar({
    method,
    lessons: [lesson],
    linesOf: (told) => eventLines(told, words, { stamp: ctx.now, attendance }),
  })
  return { method, content }
}
