import { requireShape } from './old-database.ts'
import type { OldDatabase } from './old-database.ts'
import type { ImportPlan, PlanOptions } from './plan.ts'
import { Planning, collectRows } from './planning.ts'
import type { OldRows } from './planning.ts'
import { planBookings } from './music-school-bookings.ts'
import { musicSchoolColumns, musicSchoolShape } from './music-school-columns.ts'
import { planFamilies } from './music-school-families.ts'
import { planRoomHours } from './music-school-hours.ts'
import { guessTeacherHours, planLessons } from './music-school-lessons.ts'
import { planOfferings } from './music-school-offerings.ts'
import { planUsers } from './music-school-people.ts'
import { planStudents } from './music-school-students.ts'

/** Reads the whole of an older music-school database, or refuses it when a table or column is missing. */
export async function readMusicSchool(database: OldDatabase): Promise<OldRows> {
  requireShape(database, musicSchoolShape)
  return collectRows(database, Object.keys(musicSchoolShape))
}

/** What the rows become in Lessonry. The same rows and options always give the same plan. */
export function planMusicSchool(rows: OldRows, options: PlanOptions): ImportPlan {
  const planning = new Planning('music-school', rows, musicSchoolColumns, options)
  const people = planUsers(planning)
  const catalogue = planOfferings(planning, people)
  const students = planStudents(planning, people)
  const lessons = planLessons({ planning, people, catalogue, students })
  const teacherHours = guessTeacherHours(planning, lessons)
  for (const teacher of people.all.filter((person) => person.teacher)) {
    const source = teacher.sources[0]
    if (!source) continue
    const days = teacherHours.filter((rule) => rule.ownerId === teacher.id).length
    if (days > 0) planning.remark('guessed', source, 'transfer.guessed_hours', { name: teacher.fullName, days })
    else planning.remark('guessed', source, 'transfer.no_classes', { name: teacher.fullName })
  }
  const roomHours = planRoomHours(planning, catalogue.rooms)
  const { bookings, enrolments } = planBookings({ planning, people, catalogue, students, lessons })
  const families = planFamilies(planning, people.all, students)
  for (const table of ['test_assessment', 'result_test']) {
    for (const row of planning.rows(table)) {
      planning.remark('kept', row, 'transfer.test_kept', { session: planning.text(row, 'session_id') })
    }
  }
  return {
    persons: people.all,
    families,
    guardianships: students.guardianships,
    offerings: [...catalogue.offerings.values()],
    prices: [...catalogue.prices.values()],
    rooms: [...catalogue.rooms.values()],
    availability: [...roomHours, ...teacherHours],
    lessons: [...lessons.lessons.values()],
    places: lessons.places,
    bookings: [...bookings.values()],
    enrolments,
    report: planning.report(),
    records: planning.records(),
  }
}
