import { chargeLesson } from '#billing'
import { agreedPriceOf } from '#booking'
import { markLessonComplete } from '#scheduling'
import { actingPerson, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { notStarted } from './errors.ts'
import { lockTaughtLesson, type TaughtLesson } from './lessons.ts'

export async function markAttendance(
  ctx: Ctx,
  { lessonId, studentId, status, minutesLate = 0 }: Input<typeof contract.markAttendance>,
): Promise<Output<typeof contract.markAttendance>> {
  const taught = await lockTaughtLesson(ctx, lessonId, studentId)
  if (Temporal.Instant.compare(ctx.now, taught.lesson.startsAt) < 0) throw notStarted()

  const marks = await listMarks(ctx, lessonId)
  const before = marks.get(studentId)
  const mark = { status, minutesLate: status === 'late' ? minutesLate : 0 }
  if (before && before.status === mark.status && before.minutesLate === mark.minutesLate) {
    return { attendance: before, isMarked: taught.lesson.markedAt !== null }
  }
  const attendance = await write(ctx, { lessonId, studentId, ...mark })
  const agreed = await agreedPriceOf(ctx, lessonId, studentId)
  await chargeLesson(ctx, { lessonId, studentId, status, agreed })
  const isMarked = await complete(ctx, taught, new Set([...marks.keys(), studentId]))
  await emit(
    ctx,
    'teaching.attendance_marked',
    { kind: 'lesson', id: lessonId },
    { studentId, ...mark, before: before ? { status: before.status, minutesLate: before.minutesLate } : null },
  )
  return { attendance, isMarked }
}

async function listMarks(ctx: Ctx, lessonId: Id<'lesson'>) {
  const rows = await ctx.db
    .selectFrom('teaching.attendance')
    .select(['studentId', 'status', 'minutesLate', 'markedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .execute()
  return new Map(rows.map(({ studentId, ...mark }) => [studentId, mark]))
}

interface Mark {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly status: contract.AttendanceStatus
  readonly minutesLate: number
}

function write(ctx: Ctx, mark: Mark) {
  const written = { status: mark.status, minutesLate: mark.minutesLate, markedBy: actingPerson(ctx), markedAt: ctx.now }
  return ctx.db
    .insertInto('teaching.attendance')
    .values({ ...written, orgId: ctx.orgId, lessonId: mark.lessonId, studentId: mark.studentId })
    .onConflict((conflict) => conflict.columns(['orgId', 'lessonId', 'studentId']).doUpdateSet(written))
    .returning(['status', 'minutesLate', 'markedAt'])
    .executeTakeFirstOrThrow()
}

// The moment of completion stays when somebody corrects a mark later.
async function complete(
  ctx: Ctx,
  { lesson, studentIds }: TaughtLesson,
  marked: ReadonlySet<Id<'person'>>,
): Promise<boolean> {
  if (!studentIds.every((id) => marked.has(id))) return false
  if (lesson.markedAt === null) await markLessonComplete(ctx, lesson.id, ctx.now)
  return true
}
