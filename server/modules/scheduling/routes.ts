import { serve, type ServedRoute } from '#platform/serve.ts'
import { addException, getAvailability, previewException, removeException, setAvailability } from './availability.ts'
import * as contract from './contract.ts'
import { explainTime, listSlots } from './free-times.ts'
import { cancelLesson, moveLesson, planLesson } from './lesson-changes.ts'
import { getLesson } from './lesson.ts'
import { cancelLessons, moveLessons } from './many-moves.ts'
import { getTeachingLimits, setTeachingLimits } from './teaching-limits.ts'
import { getTimetable, listMyLessons } from './timetable.ts'
import { undoable, undoableTogether } from './undo.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listSlots, listSlots),
  serve(contract.explainTime, explainTime),
  serve(contract.getTimetable, getTimetable),
  serve(contract.getLesson, getLesson),
  serve(contract.planLesson, undoable('scheduling.plan', planLesson)),
  serve(contract.moveLesson, undoable('scheduling.move', moveLesson)),
  serve(contract.cancelLesson, undoable('scheduling.cancellation', cancelLesson)),
  serve(
    contract.moveLessons,
    undoableTogether('scheduling.moves', ({ moves }) => moves.map(({ lessonId }) => lessonId), moveLessons),
  ),
  serve(
    contract.cancelLessons,
    undoableTogether('scheduling.cancellations', ({ lessonIds }) => lessonIds, cancelLessons),
  ),
  serve(contract.listMyLessons, listMyLessons),
  serve(contract.getAvailability, getAvailability),
  serve(contract.setAvailability, setAvailability),
  serve(contract.previewException, previewException),
  serve(contract.addException, addException),
  serve(contract.removeException, removeException),
  serve(contract.getTeachingLimits, getTeachingLimits),
  serve(contract.setTeachingLimits, setTeachingLimits),
]
