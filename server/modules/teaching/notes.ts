import { namesOf } from '#people'
import { actingPerson, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { noteChanged } from './errors.ts'
import { lockTaughtLesson } from './lessons.ts'

export async function writeNote(
  ctx: Ctx,
  { lessonId, studentId, basedOn, ...texts }: Input<typeof contract.writeNote>,
): Promise<Output<typeof contract.writeNote>> {
  await lockTaughtLesson(ctx, lessonId, studentId)
  const before = await findNote(ctx, lessonId, studentId)
  if (before && isSame(before, texts)) return before
  if (before && !(basedOn && before.writtenAt.equals(basedOn))) {
    throw noteChanged({ extra: { note: { ...before, writtenAt: before.writtenAt.toString() } } })
  }
  const writtenBy = actingPerson(ctx)
  const written = { ...texts, writtenBy, writtenAt: ctx.now }
  const { writtenAt } = await ctx.db
    .insertInto('teaching.note')
    .values({ ...written, orgId: ctx.orgId, lessonId, studentId })
    .onConflict((conflict) => conflict.columns(['orgId', 'lessonId', 'studentId']).doUpdateSet(written))
    .returning('writtenAt')
    .executeTakeFirstOrThrow()
  await emit(
    ctx,
    'teaching.note_written',
    { kind: 'lesson', id: lessonId },
    { studentId, isShared: isShared(texts), isFirst: before === undefined },
  )
  return { ...texts, writtenAt, writtenByName: (await namesOf(ctx, [writtenBy])).get(writtenBy) ?? '' }
}

type Texts = Pick<Input<typeof contract.writeNote>, 'sharedText' | 'privateText' | 'homework'>

/** Whether the family has something to read. */
export function isShared({ sharedText, homework }: Pick<Texts, 'sharedText' | 'homework'>): boolean {
  return sharedText.trim() !== '' || homework.trim() !== ''
}

function isSame(one: Texts, other: Texts): boolean {
  return one.sharedText === other.sharedText && one.privateText === other.privateText && one.homework === other.homework
}

function findNote(ctx: Ctx, lessonId: Id<'lesson'>, studentId: Id<'person'>) {
  return notes(ctx).where('note.lessonId', '=', lessonId).where('note.studentId', '=', studentId).executeTakeFirst()
}

export const noteColumns = [
  'note.sharedText',
  'note.privateText',
  'note.homework',
  'note.writtenAt',
  'writer.fullName as writtenByName',
] as const

/** Notes with who wrote them; private parts included, so only for teachers and the office. */
export function notes(ctx: Ctx) {
  return ctx.db
    .selectFrom('teaching.note as note')
    .innerJoin('people.person as writer', (join) =>
      join.onRef('writer.orgId', '=', 'note.orgId').onRef('writer.id', '=', 'note.writtenBy'),
    )
    .select(noteColumns)
    .where('note.orgId', '=', ctx.orgId)
}
