import { sql } from 'kysely'
import { z } from 'zod'
import { studentsOf } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import type * as contract from './contract.ts'

/** Lessons that are over, had students, and are not marked whole. */
export function unmarkedLessons(ctx: Ctx) {
  return ctx.db
    .selectFrom('scheduling.lesson as lesson')
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .where('lesson.orgId', '=', ctx.orgId)
    .where('lesson.status', '=', 'planned')
    .where('lesson.markedAt', 'is', null)
    .where('lesson.endsAt', '<=', ctx.now)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('scheduling.place as place')
          .select('place.id')
          .whereRef('place.orgId', '=', 'lesson.orgId')
          .whereRef('place.lessonId', '=', 'lesson.id')
          .where('place.status', '=', 'taken'),
      ),
    )
}

export async function listUnmarkedLessons(
  ctx: Ctx,
  page: Input<typeof contract.listUnmarkedLessons>,
): Promise<Output<typeof contract.listUnmarkedLessons>> {
  const limit = limitOf(page)
  const after = readCursor(page.cursor, z.tuple([z.iso.datetime(), idOf('lesson')]))
  const rows = await unmarkedLessons(ctx)
    .innerJoin('people.person as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'lesson.orgId').onRef('teacher.id', '=', 'lesson.teacherId'),
    )
    .select(['lesson.id', 'offering.title', 'offering.hue', 'lesson.teacherId', 'teacher.fullName as teacherName'])
    .select(['lesson.startsAt', 'lesson.endsAt'])
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(lesson.starts_at, lesson.id) > (${after![0]}::timestamptz, ${after![1]}::uuid)`),
    )
    .orderBy('lesson.startsAt')
    .orderBy('lesson.id')
    .limit(limit + 1)
    .execute()
  const { rows: shown, next } = toPage(rows, limit, ({ startsAt, id }) => [startsAt.toString(), id])
  const students = await studentsOf(
    ctx,
    shown.map(({ id }) => id),
  )
  return {
    rows: shown.map((row) => ({ ...row, studentNames: (students.get(row.id) ?? []).map(({ name }) => name) })),
    next,
  }
}
