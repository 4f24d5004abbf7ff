import { z } from 'zod'
import { endpoint, fields, instant, pageFields, pageOf, plainDate, text } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const PersonId = idOf('person')
const LessonId = idOf('lesson')
export const AttendanceStatus = z.enum(['present', 'late', 'absent', 'excused'])
export type AttendanceStatus = z.output<typeof AttendanceStatus>

export const Attendance = z.object({ status: AttendanceStatus, minutesLate: z.int(), markedAt: instant })
export const Note = z.object({
  sharedText: z.string(),
  privateText: z.string(),
  homework: z.string(),
  writtenAt: instant,
  writtenByName: z.string(),
})

export const DayStudent = z.object({
  id: PersonId,
  name: z.string(),
  attendance: Attendance.nullable(),
  note: Note.nullable(),
  /** The note of the student's last lesson of the same offering. */
  lastNote: Note.extend({ lessonAt: instant }).nullable(),
})

export const DayLesson = z.object({
  id: LessonId,
  title: z.string(),
  hue: z.int(),
  roomName: z.string().nullable(),
  startsAt: instant,
  endsAt: instant,
  capacity: z.int(),
  isMarked: z.boolean(),
  students: z.array(DayStudent),
})
export type DayLesson = z.output<typeof DayLesson>

export const getTeachingDay = endpoint({
  route: 'GET /teaching-day',
  needs: 'teaching.teach',
  summary:
    'The lessons of a teacher on one local day, in order, with attendance, notes and what was written last time. `teacherId` is for the office.',
  input: fields({ date: plainDate.optional(), teacherId: PersonId.optional() }),
  output: z.object({
    date: plainDate,
    zone: z.string(),
    teacherName: z.string(),
    lessons: z.array(DayLesson),
    unmarked: z.array(z.object({ id: LessonId, title: z.string(), startsAt: instant })),
  }),
})

export const markAttendance = endpoint({
  route: 'PUT /lessons/:lessonId/attendance/:studentId',
  needs: 'teaching.teach',
  summary:
    'Records attendance, from the start of the lesson on, and decides what it costs by the rules in force; marking again replaces it unless the charge is on an issued invoice and would change.',
  input: fields({
    lessonId: LessonId,
    studentId: PersonId,
    status: AttendanceStatus,
    minutesLate: z.int().min(0).max(600).optional(),
  }),
  output: z.object({ attendance: Attendance, isMarked: z.boolean() }),
  errors: ['teaching.not_started', 'teaching.not_in_lesson', 'billing.already_invoiced'],
})

export const writeNote = endpoint({
  route: 'PUT /lessons/:lessonId/notes/:studentId',
  needs: 'teaching.teach',
  summary:
    'Writes the note of one student at one lesson. The family reads `sharedText` and `homework`, never `privateText`. `basedOn` is the `writtenAt` the writer saw; a newer note is not overwritten.',
  input: fields({
    lessonId: LessonId,
    studentId: PersonId,
    sharedText: text(5000),
    privateText: text(5000),
    homework: text(2000),
    basedOn: instant.nullable().optional(),
  }),
  output: Note,
  errors: ['teaching.not_in_lesson', 'teaching.note_changed'],
})

export const RecordRow = z.object({
  lessonId: LessonId,
  title: z.string(),
  hue: z.int(),
  teacherName: z.string(),
  startsAt: instant,
  endsAt: instant,
  attendance: Attendance.nullable(),
  sharedText: z.string(),
  homework: z.string(),
  /** Empty for families. */
  privateText: z.string(),
})

export const listRecord = endpoint({
  route: 'GET /students/:studentId/record',
  needs: 'signed-in',
  summary:
    'Lessons held with attendance and notes, newest first: for the student, confirmed guardians, their teachers and the office.',
  input: fields({ studentId: PersonId, ...pageFields }),
  output: pageOf(RecordRow),
})

export const listUnmarkedLessons = endpoint({
  route: 'GET /unmarked-lessons',
  needs: 'teaching.oversee',
  summary: 'Lessons that ended and whose attendance is not complete, oldest first.',
  input: fields({ ...pageFields }),
  output: pageOf(
    z.object({
      id: LessonId,
      title: z.string(),
      hue: z.int(),
      teacherId: PersonId,
      teacherName: z.string(),
      startsAt: instant,
      endsAt: instant,
      studentNames: z.array(z.string()),
    }),
  ),
})

/** What is done about a lesson whose teacher cannot be there. */
export const LessonChange = z.enum(['cover', 'online', 'other_time', 'make_up'])
export type LessonChange = z.output<typeof LessonChange>

export const Cover = z.object({
  teacherId: PersonId,
  name: z.string(),
  /** How many lessons this teacher has had with a student of the lesson; the reason for the rank. */
  lessonsTogether: z.int(),
})

export const LessonAway = z.object({
  id: LessonId,
  title: z.string(),
  hue: z.int(),
  startsAt: instant,
  endsAt: instant,
  roomName: z.string().nullable(),
  format: z.enum(['in_person', 'online']),
  studentNames: z.array(z.string()),
  /** Who may teach it and is free then, in the room it has: whoever knows a student comes first. */
  covers: z.array(Cover),
  canBeOnline: z.boolean(),
  /** The nearest times after the absence at which teacher, room and students are free. */
  otherTimes: z.array(z.object({ startsAt: instant, endsAt: instant })),
  proposed: z.object({ change: LessonChange, teacherId: PersonId.nullable() }),
})
export type LessonAway = z.output<typeof LessonAway>

const absence = { teacherId: PersonId, startsAt: instant, endsAt: instant }

export const findCover = endpoint({
  route: 'GET /absences/proposal',
  needs: 'timetable.read',
  summary:
    'The lessons that a teacher cannot hold between two moments, at most 300, each with what can be done: cover by a teacher who may and is free, online, another time, or a make-up. Teachers ask about themselves, the office about everybody.',
  input: fields(absence),
  output: z.object({ teacherName: z.string(), zone: z.string(), lessons: z.array(LessonAway) }),
  errors: ['teaching.too_many_lessons'],
})

export const recordAbsence = endpoint({
  route: 'POST /absences',
  needs: 'timetable.read',
  summary:
    'Adds the time off of a teacher and does what was chosen for each lesson, all of it or nothing; lessons that are not named stay. Every family gets one message about all its lessons. Teachers record their own absence without changes, and the office is told. Can be taken back for ten seconds.',
  input: fields({
    ...absence,
    /** For the office; families are never told why. */
    reason: text(200),
    changes: z
      .array(
        fields({
          lessonId: LessonId,
          change: LessonChange,
          /** Who covers. */
          teacherId: PersonId.optional(),
          /** The other time. */
          startsAt: instant.optional(),
        }),
      )
      .max(300),
  }),
  output: z.object({ id: idOf('absence'), changed: z.int(), left: z.int() }),
  errors: ['teaching.lesson_changed', 'teaching.cover_taken', 'teaching.cannot_be_online'],
})

export const listTaughtStudents = endpoint({
  route: 'GET /teaching/students',
  needs: 'teaching.teach',
  summary: 'The students whom the reader teaches or taught, by name; `search` forgives spelling.',
  input: fields({ search: z.string().max(200).optional(), ...pageFields }),
  output: pageOf(
    z.object({
      id: PersonId,
      fullName: z.string(),
      photoId: idOf('file').nullable(),
      familyName: z.string().nullable(),
    }),
  ),
})
