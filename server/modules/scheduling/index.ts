export { addException, removeException } from './availability.ts'
export {
  coverLessons,
  listLessonsAway,
  listLessonsByIds,
  mostLessonsAway,
  openCoverSearch,
  putOnline,
} from './cover.ts'
export type { LessonWithStudents } from './cover.ts'
export { findBookableTime } from './bookable-time.ts'
export { findNearestTimes } from './nearest-times.ts'
export { reason as reasonOf, refusal } from './reasons.ts'
export { notBookable } from './errors.ts'
export { holdTimes, releaseHolds } from './holding.ts'
export { listLessonsOfTeacher, lockLesson, markLessonComplete, studentsOf } from './lesson.ts'
export { findLesson as getLesson, roomNamesOf } from './lesson.ts'
export { freePlace, settleLesson } from './planning.ts'
export type { Answer, BookableTime } from './bookable-time.ts'
export type { Reason } from './contract.ts'
export type { TakenTime } from './holding.ts'
export type { LessonRow } from './lesson.ts'
export { importHours, importLessons } from './imports.ts'
export { importHolds } from './hold-imports.ts'
export { rememberLessons, restoreLessons, type LessonsChanged } from './undo.ts'
export { moveOwnLesson } from './own-move.ts'
export { freePlaces, holdPlaces, setPlaces, takePlaces } from './many-places.ts'
export { checkDates, type CheckedDate } from './date-checks.ts'
export {
  changeLessons,
  type Changes,
  type LessonMove,
  lockLessons,
  planLessons,
  withoutLessons,
} from './many-lessons.ts'
export { replaceOutsideBusy } from './outside-busy.ts'
