import { serve, type ServedRoute } from '#platform/serve.ts'
import { markAttendance } from './attendance.ts'
import * as contract from './contract.ts'
import { writeNote } from './notes.ts'
import { listRecord } from './record.ts'
import { getTeachingDay } from './teaching-day.ts'
import { listUnmarkedLessons } from './unmarked-lessons.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.getTeachingDay, getTeachingDay),
  serve(contract.markAttendance, markAttendance),
  serve(contract.writeNote, writeNote),
  serve(contract.listRecord, listRecord),
  serve(contract.listUnmarkedLessons, listUnmarkedLessons),
]
