export { chargeLesson, type LessonAttended } from './charging.ts'
