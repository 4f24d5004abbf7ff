import { z } from 'zod'
import { endpoint, fields, instant, plainDate, text, weekday, zone } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const PersonId = idOf('person')
const ResourceId = idOf('resource')
const LessonId = idOf('lesson')
export const SeriesId = idOf('series')

/** How many dates are planned in one act, and how far ahead. */
export const mostDates = 400
export const longestDays = 1100

/**
 * A rule of RFC 5545 in dates. Weekdays without `nth` are every such day; with it the nth of the month, or of the year, counted from the end
 * when negative. Without `count` and `until` it never ends.
 */
export const RuleFields = fields({
  frequency: z.enum(['weekly', 'daily', 'monthly', 'yearly']),
  interval: z.int().min(1).max(52).optional(),
  weekdays: z
    .array(fields({ weekday, nth: z.int().min(-53).max(53).optional() }))
    .max(14)
    .optional(),
  /** 1 to 31, or -1 to -31 from the end of the month. */
  monthDays: z.array(z.int().min(-31).max(31)).max(31).optional(),
  months: z.array(z.int().min(1).max(12)).max(12).optional(),
  /** Which of the dates of each week, month or year, counted from the end when negative. */
  positions: z.array(z.int().min(-366).max(366)).max(10).optional(),
  weekStart: weekday.optional(),
  count: z.int().min(1).max(mostDates).optional(),
  /** The last local date, included. */
  until: plainDate.optional(),
})
export type RuleFields = z.output<typeof RuleFields>

/** What is done about one date of the rule: it is left out, or held at another time, with another teacher or in another room. */
export const DateChoice = fields({
  date: plainDate,
  skip: z.boolean().optional(),
  startsAt: instant.optional(),
  teacherId: PersonId.optional(),
  roomId: ResourceId.optional(),
})
export type DateChoice = z.output<typeof DateChoice>

const when = {
  /** The first local date that counts; the rule counts from it. */
  startsOn: plainDate,
  /** Minute of the local day, the same on every date, whatever the clocks do. */
  startMinute: z.int().min(0).max(1439),
  /** That of the organisation when it is left out. */
  zone: zone.optional(),
  rule: RuleFields,
  /** Local dates beside those of the rule. */
  extraDates: z.array(plainDate).max(50).optional(),
  /** Whether a date on which the organisation is closed is left out, or stands in the way. */
  skipsClosures: z.boolean(),
}

const seriesFields = {
  offeringId: idOf('offering'),
  teacherId: PersonId,
  roomId: ResourceId.optional(),
  studentIds: z.array(PersonId).max(200),
  ...when,
  choices: z.array(DateChoice).max(mostDates).optional(),
}

const Reason = z.object({
  code: z.string(),
  subjectName: z.string().nullable(),
  from: instant.nullable(),
  to: instant.nullable(),
})

/** Another way to hold one lesson that cannot be held as the rule says. */
export const Alternative = z.object({
  kind: z.enum(['other_time', 'other_room', 'other_teacher']),
  startsAt: instant,
  endsAt: instant,
  teacherId: PersonId,
  teacherName: z.string(),
  roomId: ResourceId.nullable(),
  roomName: z.string().nullable(),
})
export type Alternative = z.output<typeof Alternative>

export const PreviewDate = z.object({
  /** The local date that the rule names. */
  date: plainDate,
  /** Its number among those that are held; null for one that is left out. */
  number: z.int().nullable(),
  startsAt: instant,
  endsAt: instant,
  state: z.enum(['free', 'clash', 'closed', 'paused', 'skipped', 'kept']),
  reasons: z.array(Reason),
  alternatives: z.array(Alternative),
  /** What the clocks do to the local time of this date: a skipped one begins later by the gap, a doubled one is the first. */
  clockChange: z.enum(['skipped', 'doubled']).nullable(),
})
export type PreviewDate = z.output<typeof PreviewDate>

export const Preview = z.object({
  zone: z.string(),
  dates: z.array(PreviewDate),
  /** For a rule that never ends: the last local date up to which lessons are made now; the rest follows by itself. */
  madeUntil: plainDate.nullable(),
})
export type Preview = z.output<typeof Preview>

const Person = z.object({ id: PersonId, name: z.string() })

export const SeriesDate = z.object({
  date: plainDate,
  /** The lesson's number in the series; null where there is no lesson. */
  number: z.int().nullable(),
  state: z.enum(['planned', 'cancelled', 'skipped', 'clash']),
  why: z.enum(['', 'closure', 'pause', 'choice', 'clash']),
  lessonId: LessonId.nullable(),
  startsAt: instant,
  endsAt: instant,
  teacherName: z.string().nullable(),
  roomName: z.string().nullable(),
  /** Held at another time than the rule says. */
  isMoved: z.boolean(),
  isPast: z.boolean(),
})
export type SeriesDate = z.output<typeof SeriesDate>

export const Series = z.object({
  id: SeriesId,
  offeringId: idOf('offering'),
  title: z.string(),
  hue: z.int(),
  durationMinutes: z.int(),
  zone: z.string(),
  skipsClosures: z.boolean(),
  students: z.array(Person),
  teacher: Person,
  room: z.object({ id: ResourceId, name: z.string() }).nullable(),
  startMinute: z.int(),
  rule: RuleFields,
  /** The same as the value of an RRULE. */
  ruleText: z.string(),
  neverEnds: z.boolean(),
  endedOn: plainDate.nullable(),
  madeUntil: plainDate,
  /** Lessons in all; of a series that never ends those made so far. */
  total: z.int(),
  dates: z.array(SeriesDate),
  pauses: z.array(z.object({ fromDate: plainDate, toDate: plainDate, reason: z.string() })),
  can: z.object({ change: z.boolean() }),
})
export type Series = z.output<typeof Series>

export const previewSeries = endpoint({
  route: 'POST /series/preview',
  needs: 'timetable.manage',
  summary:
    'Every date of a rule, checked against teacher, room, students, closures and limits, with why a date clashes and up to three other ways to hold it. Nothing is stored. At most 400 dates within 1,100 days; a rule that never ends is shown for the next 26 weeks.',
  input: fields(seriesFields),
  output: Preview,
})

export const planSeries = endpoint({
  route: 'POST /series',
  needs: 'timetable.manage',
  summary:
    'Plans all dates of a rule, those with a choice as chosen, or nothing at all. A date that cannot be held and has no choice is answered with 409; `dates` then says what each of these dates is like now.',
  input: fields(seriesFields),
  output: z.object({ id: SeriesId, planned: z.int(), firstLessonId: LessonId }),
  errors: ['series.dates_taken'],
})

export const getSeries = endpoint({
  route: 'GET /series/:seriesId',
  needs: 'timetable.read',
  summary: 'A series with all its dates: for the office, and for the teachers of its lessons.',
  input: fields({ seriesId: SeriesId }),
  output: Series,
})

export const getSeriesOfLesson = endpoint({
  route: 'GET /lessons/:lessonId/series',
  needs: 'signed-in',
  summary:
    'Which lesson of how many it is, for everybody who may see the lesson; `series` is null for one that stands alone, `total` for a series that never ends.',
  input: fields({ lessonId: LessonId }),
  output: z.object({
    series: z.object({ id: SeriesId, number: z.int(), total: z.int().nullable(), isMoved: z.boolean() }).nullable(),
  }),
})

const changeFields = {
  seriesId: SeriesId,
  scope: z.enum(['this', 'later', 'all']),
  /** The date of the rule at which the change begins; `all` begins with the first that is still to come. */
  date: plainDate,
  /** Where that date goes; the later ones follow by as many days. */
  startsOn: plainDate.optional(),
  startMinute: z.int().min(0).max(1439).optional(),
  teacherId: PersonId.optional(),
  /** Null takes whichever room fits and is free. */
  roomId: ResourceId.nullable().optional(),
  /** Another rule from that date on. */
  rule: RuleFields.optional(),
  /** Lessons that were moved by hand stay at their own time unless this is false. */
  keepsMoved: z.boolean().optional(),
  choices: z.array(DateChoice).max(mostDates).optional(),
}

export const previewChange = endpoint({
  route: 'POST /series/:seriesId/changes/preview',
  needs: 'timetable.manage',
  summary: 'What a change would do to each date, checked as in a preview of a new series. Nothing is stored.',
  input: fields(changeFields),
  output: Preview,
  errors: ['series.over'],
})

export const changeSeries = endpoint({
  route: 'POST /series/:seriesId/changes',
  needs: 'timetable.manage',
  summary:
    'Changes one date, that one and later ones, or all that are still to come; what is past never changes. Lessons are moved rather than made anew, all of them or none; their people are told once.',
  input: fields(changeFields),
  output: Series,
  errors: ['series.dates_taken', 'series.over'],
})

export const endSeries = endpoint({
  route: 'POST /series/:seriesId/end',
  needs: 'timetable.manage',
  summary: 'Ends a series: from this local date on there are no lessons any more; those that stand are cancelled.',
  input: fields({ seriesId: SeriesId, fromDate: plainDate, reason: text(500).optional() }),
  output: Series,
  errors: ['series.over'],
})

export const pauseSeries = endpoint({
  route: 'POST /series/:seriesId/pauses',
  needs: 'timetable.manage',
  summary:
    'Leaves out the dates from one local date to another, both included; lessons that stand there are cancelled.',
  input: fields({ seriesId: SeriesId, fromDate: plainDate, toDate: plainDate, reason: text(500).optional() }),
  output: Series,
  errors: ['series.over'],
})

export const decideDate = endpoint({
  route: 'POST /series/:seriesId/dates/:date',
  needs: 'timetable.manage',
  summary:
    'Decides a date that clashed or was left out: plans its lesson as the rule says or as chosen here, or with `skip` leaves it out for good.',
  input: fields({
    seriesId: SeriesId,
    date: plainDate,
    skip: z.boolean().optional(),
    startsAt: instant.optional(),
    teacherId: PersonId.optional(),
    roomId: ResourceId.optional(),
  }),
  output: Series,
  errors: ['series.dates_taken', 'series.over'],
})

export const previewDate = endpoint({
  route: 'POST /series/:seriesId/dates/:date/preview',
  needs: 'timetable.manage',
  summary: 'What stands in the way of one date of a series, and other ways to hold it.',
  input: fields({ seriesId: SeriesId, date: plainDate }),
  output: PreviewDate,
  errors: ['series.over'],
})
