import { forgetMakeUps, oweLessons } from '#booking'
import {
  addException,
  changeLessons,
  coverLessons,
  type LessonsChanged,
  type LessonWithStudents,
  lockLessons,
  openCoverSearch,
  putOnline,
  rememberLessons,
  removeException,
  restoreLessons,
} from '#scheduling'
import { type ChangeCtx, keepChange, openChange } from '#platform/changes.ts'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notAllowed, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { checkAbsence, listPossibleOnline } from './cover.ts'
import { cannotBeOnline, coverTaken, lessonChanged } from './errors.ts'

type Absence = Input<typeof contract.recordAbsence>
type Wanted = Absence['changes'][number]

interface ChosenChange extends Wanted {
  readonly lesson: LessonWithStudents
}

export async function recordAbsence(ctx: Ctx, absence: Absence): Promise<Output<typeof contract.recordAbsence>> {
  await checkAbsence(ctx, absence)
  if (absence.changes.length > 0 && !can(ctx, 'timetable.manage')) throw notAllowed()
  const change = openChange(ctx)
  const id = newId('absence')
  const chosen = await lockChosen(change, absence)
  const lessonIds = chosen.map(({ lessonId }) => lessonId)
  const before = await rememberLessons(change, lessonIds)
  await applyChanges(change, { id, absence, chosen })
  const { exception, left } = await addTimeOff(change, absence, lessonIds)
  await insertAbsence(change, { id, absence, chosen })
  await emit(
    change,
    'teaching.absence_recorded',
    { kind: 'person', id: absence.teacherId },
    { absenceId: id, startsAt: absence.startsAt, endsAt: absence.endsAt, left, changes: chosen.map(described) },
  )
  const after = await rememberLessons(change, lessonIds)
  await keepChange(change, 'teaching.absence', {
    id,
    teacherId: absence.teacherId,
    exception,
    lessons: { before, after },
  })
  return { id, changed: chosen.length, left }
}

/** The lessons as they are now, held until the end; one that is no longer this teacher's to lose refuses everything. */
async function lockChosen(ctx: Ctx, { teacherId, startsAt, endsAt, changes }: Absence): Promise<ChosenChange[]> {
  const twice = changes.findIndex(({ lessonId }, i) => changes.findIndex((each) => each.lessonId === lessonId) < i)
  if (twice >= 0) throw wrongField(`changes.${twice}.lessonId`, 'twice')
  const locked = await lockLessons(
    ctx,
    changes.map(({ lessonId }) => lessonId),
  )
  return changes.map((change, i) => {
    const lesson = locked.get(change.lessonId)
    const isHit =
      lesson?.teacherId === teacherId &&
      Temporal.Instant.compare(lesson.startsAt, endsAt) < 0 &&
      Temporal.Instant.compare(lesson.endsAt, startsAt) > 0
    if (!lesson || !isHit) throw lessonChanged({ extra: { lessonId: change.lessonId } })
    if (change.change === 'cover' && !change.teacherId) throw wrongField(`changes.${i}.teacherId`, 'required')
    if (change.change === 'other_time' && !change.startsAt) throw wrongField(`changes.${i}.startsAt`, 'required')
    return { ...change, lesson }
  })
}

interface Applying {
  readonly id: Id<'absence'>
  readonly absence: Absence
  readonly chosen: readonly ChosenChange[]
}

async function applyChanges(ctx: Ctx, { id, absence, chosen }: Applying): Promise<void> {
  const of = (kind: contract.LessonChange) => chosen.filter(({ change }) => change === kind)
  const lessonsOf = (kind: contract.LessonChange) => of(kind).map(({ lesson }) => lesson)
  const away = { teacherId: absence.teacherId, from: absence.startsAt, to: absence.endsAt }
  const searched = [...lessonsOf('cover'), ...lessonsOf('other_time')]
  const search = await openCoverSearch(ctx, away, searched)

  await applyCovers(ctx, id, { chosen: of('cover'), search })
  const online = lessonsOf('online')
  const possible = await listPossibleOnline(ctx, online)
  const impossible = online.find((lesson) => !possible.has(lesson.id))
  if (impossible) throw cannotBeOnline({ extra: { lessonId: impossible.id } })
  await putOnline(ctx, online, id)

  const ends = lessonsOf('make_up')
  const moves = of('other_time').map(({ lesson, startsAt }) => {
    const time = search.timeAt(lesson, startsAt!) // lockChosen asked for it
    if (!time) throw coverTaken({ extra: { lessonId: lesson.id } })
    return { lesson, time }
  })
  const [first] = [...ends, ...moves.map(({ lesson }) => lesson)]
  if (first) {
    const { offeringId } = first
    const nothingNew = { offeringId, capacity: 1, times: [], studentIds: [] }
    const changed = await changeLessons(ctx, { ...nothingNew, moves, ends, reason: '', absenceId: id })
    if ('lost' in changed) throw coverTaken({ extra: { lessonId: moves[changed.lost.index]!.lesson.id } })
  }
  await oweLessons(
    ctx,
    ends.map(({ id: lessonId, offeringId, studentIds }) => ({ lessonId, offeringId, studentIds })),
  )
}

async function applyCovers(
  ctx: Ctx,
  absenceId: Id<'absence'>,
  {
    chosen,
    search,
  }: { readonly chosen: readonly ChosenChange[]; readonly search: Awaited<ReturnType<typeof openCoverSearch>> },
): Promise<void> {
  for (const { lesson, teacherId } of chosen) {
    if (!search.covers(lesson).some(({ id }) => id === teacherId)) throw coverTaken({ extra: { lessonId: lesson.id } })
  }
  const covered = chosen.map(({ lesson, teacherId }) => ({ lesson, teacherId: teacherId! })) // lockChosen asked for it
  const [lost] = await coverLessons(ctx, covered, absenceId)
  if (lost) throw coverTaken({ extra: { lessonId: lost } })
}

async function addTimeOff(ctx: ChangeCtx, absence: Absence, changed: readonly Id<'lesson'>[]) {
  const { teacherId, startsAt, endsAt, reason } = absence
  const claimant = { claimantKind: 'teacher', claimantId: teacherId } as const
  const { exception, lessonsHit } = await addException(ctx, {
    ...claimant,
    startsAt,
    endsAt,
    isAvailable: false,
    reason,
  })
  const left = lessonsHit.filter(
    ({ id, startsAt: begins }) => !changed.includes(id) && Temporal.Instant.compare(begins, ctx.now) > 0,
  ).length
  return { exception: exception.id, left }
}

async function insertAbsence(ctx: Ctx, { id, absence, chosen }: Applying): Promise<void> {
  const { teacherId, startsAt, endsAt, reason } = absence
  const recorded = { recordedBy: ctx.actor.personId, recordedAt: ctx.now }
  await ctx.db
    .insertInto('teaching.absence')
    .values({ orgId: ctx.orgId, id, teacherId, startsAt, endsAt, reason, ...recorded })
    .execute()
  if (chosen.length === 0) return
  await ctx.db
    .insertInto('teaching.absenceLesson')
    .values(
      chosen.map(({ change, lesson }) => ({
        orgId: ctx.orgId,
        absenceId: id,
        lessonId: lesson.id,
        change,
        wasStartsAt: lesson.startsAt,
        wasEndsAt: lesson.endsAt,
      })),
    )
    .execute()
}

function described({ change, lesson }: ChosenChange) {
  const { id, startsAt, endsAt, studentIds, title } = lesson
  return { lessonId: id, change, title, was: { startsAt, endsAt }, studentIds }
}

interface AbsenceMemory {
  readonly id: Id<'absence'>
  readonly teacherId: Id<'person'>
  readonly exception: Id<'availability_exception'>
  readonly lessons: LessonsChanged
}

/** The lessons are as they were, the time off and what was owed is gone. */
export async function undoAbsence(ctx: Ctx, memory: unknown): Promise<void> {
  const { id, teacherId, exception, lessons } = memory as AbsenceMemory // kept by recordAbsence
  await restoreLessons(ctx, lessons)
  const lessonIds = await listChanged(ctx, id)
  await forgetMakeUps(ctx, lessonIds)
  await removeException(ctx, { claimantKind: 'teacher', claimantId: teacherId, exceptionId: exception })
  await ctx.db.deleteFrom('teaching.absence').where('orgId', '=', ctx.orgId).where('id', '=', id).execute()
}

async function listChanged(ctx: Ctx, absenceId: Id<'absence'>): Promise<Id<'lesson'>[]> {
  const rows = await ctx.db
    .selectFrom('teaching.absenceLesson')
    .select('lessonId')
    .where('orgId', '=', ctx.orgId)
    .where('absenceId', '=', absenceId)
    .execute()
  return rows.map(({ lessonId }) => lessonId)
}
