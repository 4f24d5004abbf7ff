import { serve, type ServedRoute } from '#platform/serve.ts'
import { recordAbsence } from './absences.ts'
import { markAttendance } from './attendance.ts'
import * as contract from './contract.ts'
import { findCover } from './cover.ts'
import { writeNote } from './notes.ts'
import { listRecord } from './record.ts'
import { listTaughtStudents } from './students.ts'
import { getTeachingDay } from './teaching-day.ts'
import { listUnmarkedLessons } from './unmarked-lessons.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.findCover, findCover),
  serve(contract.recordAbsence, recordAbsence),
  serve(contract.getTeachingDay, getTeachingDay),
  serve(contract.markAttendance, markAttendance),
  serve(contract.writeNote, writeNote),
  serve(contract.listRecord, listRecord),
  serve(contract.listTaughtStudents, listTaughtStudents),
  serve(contract.listUnmarkedLessons, listUnmarkedLessons),
]
