import { escapeText, quoteParameter, textLine, timeLine, utcTime, type ContentLine } from './icalendar.ts'
import type { ToldLesson } from './told-lessons.ts'

/** What an event says, in the words of whoever reads it. */
export interface EventWords {
  readonly summary: string
  readonly description: string
  readonly url: string | null
  /** False for whoever only has to know of it, such as a guardian: it takes none of the own time. */
  readonly isBusy: boolean
}

export interface Attendance {
  readonly organizer: { readonly name: string; readonly address: string }
  readonly attendee: { readonly name: string; readonly address: string }
}

export const ownUidEnding = '@lessonry'

/** The same in every feed and invitation for the same student's lesson, for good. */
export function uidOf({ lessonId, subjectId }: Pick<ToldLesson, 'lessonId' | 'subjectId'>): string {
  return `${lessonId}${subjectId === lessonId ? '' : `.${subjectId}`}${ownUidEnding}`
}

/** `stamp` is when the text was made (invitations); a feed says when the lesson last changed instead, so that it stays the same text. */
export function eventLines(
  lesson: ToldLesson,
  words: EventWords,
  { stamp = lesson.changedAt, attendance }: { stamp?: Temporal.Instant; attendance?: Attendance } = {},
): ContentLine[] {
  const place = lesson.place.join(', ')
  return [
    'BEGIN:VEVENT',
    `UID:${uidOf(lesson)}`,
    `DTSTAMP:${utcTime(stamp)}`,
    `LAST-MODIFIED:${utcTime(lesson.changedAt)}`,
    `SEQUENCE:${lesson.sequence}`,
    `STATUS:${lesson.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    timeLine('DTSTART', lesson.startsAt, lesson.zone),
    timeLine('DTEND', lesson.endsAt, lesson.zone),
    `SUMMARY:${escapeText(words.summary)}`,
    ...(words.description === '' ? [] : [textLine('DESCRIPTION', words.description)]),
    ...(place === '' ? [] : [textLine('LOCATION', place)]),
    ...(words.url === null ? [] : [`URL:${words.url}`]),
    `TRANSP:${words.isBusy && !lesson.isCancelled ? 'OPAQUE' : 'TRANSPARENT'}`,
    'CLASS:PRIVATE',
    ...(attendance ? attendanceLines(attendance) : []),
    'END:VEVENT',
  ]
}

function attendanceLines({ organizer, attendee }: Attendance): ContentLine[] {
  const who = ({ name, address }: Attendance['attendee']) => `CN=${quoteParameter(name)}:mailto:${address}`
  return [`ORGANIZER;${who(organizer)}`, `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;${who(attendee)}`]
}
