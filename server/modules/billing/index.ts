export { chargeLesson, type LessonAttended } from './charging.ts'
export { stateOf } from './money-rules.ts'
