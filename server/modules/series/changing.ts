import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { type Changes, changeLessons, type LessonMove, lockLessons, withoutLessons } from '#scheduling'
import type * as contract from './contract.ts'
import type { Preview, Series } from './contract.ts'
import { describeDates, type Intent, mustAllBeFree, refuseDates, type SeenDate, seeDates } from './dates.ts'
import { seriesOver } from './errors.ts'
import { deleteOccurrences, insertOccurrences, type Occurrence, occurrenceOf, readOccurrences } from './occurrences.ts'
import { findSeries, isPausedAt, lastPlan, lockSeries, planAt, type SeriesRecord } from './record.ts'
import {
  datesBetween,
  horizonOf,
  isWhere,
  neverEnds,
  readRule,
  type RuleDate,
  shiftRule,
  textOfRule,
  type Timing,
} from './rules.ts'
import { describeSeries } from './series.ts'

type Change = Input<typeof contract.changeSeries>
type LockedLesson = LessonMove['lesson']

/** What a change would make of a series: the dates it replaces beside those it makes, in the same order. */
interface Draft {
  readonly series: SeriesRecord
  readonly intent: Intent
  readonly timing: Timing
  readonly replaced: readonly Occurrence[]
  readonly lessons: ReadonlyMap<Id<'lesson'>, LockedLesson>
  readonly seen: readonly SeenDate[]
  /** The number that the first of the dates has. */
  readonly first: number
}

export async function previewChange(ctx: Ctx, change: Input<typeof contract.previewChange>): Promise<Preview> {
  const { intent, timing, seen, first } = await draftChange(ctx, change)
  return {
    zone: timing.zone,
    dates: describeDates(seen, intent, first),
    madeUntil: neverEnds(timing.rule) ? horizonOf(timing, ctx.now) : null,
  }
}

export async function changeSeries(ctx: Ctx, change: Change): Promise<Series> {
  const draft = await draftChange(ctx, change)
  mustAllBeFree(draft.seen, draft.intent)
  if (change.scope !== 'this' && draft.seen.every(({ time }) => time === null)) throw wrongField('choices', 'no_dates')
  await writeChange(ctx, change, draft)
  return describeSeries(ctx, await findSeries(ctx, change.seriesId))
}

async function draftChange(ctx: Ctx, change: Change): Promise<Draft> {
  const series = await lockSeries(ctx, change.seriesId)
  const occurrences = await readOccurrences(ctx, series.id)
  const isAhead = (each: Occurrence) =>
    Temporal.Instant.compare(each.intendedAt, ctx.now) > 0 &&
    (each.startsAt === null || Temporal.Instant.compare(each.startsAt, ctx.now) > 0)
  const asked = occurrences.findIndex(({ date }) => date.equals(change.date))
  if (asked < 0) throw wrongField('date', 'not_in_series')
  const begin = change.scope === 'all' ? occurrences.findIndex(isAhead) : asked
  const from = occurrences[begin]
  if (!from || !occurrences.slice(begin).some(isAhead)) throw seriesOver()
  if (!isAhead(from)) throw wrongField('date', 'in_the_past')

  const replaced = change.scope === 'this' ? [from] : occurrences.slice(begin)
  const plan = planAt(series, from.date)
  const timing = timingOf(change, { series, occurrences, from })
  const intent: Intent = {
    ...series,
    teacherId: change.teacherId ?? plan.teacherId,
    roomId: change.roomId === undefined ? plan.roomId : change.roomId,
  }
  const dates = datesOfChange(ctx, change, { timing, replaced, before: occurrences.slice(0, begin) })
  const lessons = await lockLessons(
    ctx,
    replaced.flatMap(({ lessonId }) => lessonId ?? []),
  )
  const facts = { series, intent, timing, replaced, lessons, first: numberAt(occurrences, begin) }
  return { ...facts, seen: await seeChange(ctx, change, { ...facts, dates }) }
}

function numberAt(occurrences: readonly Occurrence[], index: number): number {
  return occurrences.slice(0, index).filter(({ state }) => state === 'planned').length + 1
}

interface Where {
  readonly series: SeriesRecord
  readonly occurrences: readonly Occurrence[]
  readonly from: Occurrence
}

/** The rule from the changed date on: the one in force goes along with the date, and counts what is left of it. */
function timingOf(change: Change, { series, occurrences, from }: Where): Timing {
  const plan = planAt(series, from.date)
  const days = change.startsOn ? change.date.until(change.startsOn).days : 0
  const startsOn = from.date.add({ days })
  const { timing } = plan
  const startMinute = change.startMinute ?? timing.startMinute
  if (change.rule) return { ...timing, startsOn, startMinute, rule: readRule(change.rule, startsOn) }
  // Later plans end with a change of all that follows, so their end is the one that counts.
  const { count, until } = lastPlan(series).timing.rule
  const left = count === null ? null : occurrences.length - occurrences.indexOf(from)
  const rule = shiftRule({ ...timing.rule, count: left, until }, from.date, startsOn)
  return { ...timing, startsOn, startMinute, rule }
}

interface Replacing {
  readonly timing: Timing
  readonly replaced: readonly Occurrence[]
  readonly before: readonly Occurrence[]
}

function datesOfChange(ctx: Ctx, change: Change, { timing, replaced, before }: Replacing): RuleDate[] {
  const { startsOn } = timing
  const taken = before.find(({ date }) => Temporal.PlainDate.compare(date, startsOn) >= 0)
  if (taken && change.scope !== 'this') throw wrongField('startsOn', 'before_previous', { date: taken.date.toString() })
  if (change.scope === 'this') {
    const [one] = datesBetween(
      {
        ...timing,
        rule: {
          ...timing.rule,
          frequency: 'daily',
          interval: 1,
          weekdays: [],
          monthDays: [],
          months: [],
          positions: [],
          count: 1,
          until: null,
        },
      },
      { last: startsOn },
    )
    if (!one || Temporal.Instant.compare(one.startsAt, ctx.now) <= 0) throw wrongField('startsOn', 'in_the_past')
    return [{ ...one, date: replaced[0]!.date }]
  }
  const dates = datesBetween(timing, { last: horizonOf(timing, ctx.now), most: 401 })
  if (dates.length > 400) throw wrongField('rule', 'too_many_dates', { maximum: 400 })
  if (dates.length === 0) throw wrongField('rule', 'no_dates')
  if (Temporal.Instant.compare(dates[0]!.startsAt, ctx.now) <= 0) throw wrongField('startsOn', 'in_the_past')
  return dates
}

interface ToSee extends Omit<Draft, 'seen'> {
  readonly dates: readonly RuleDate[]
}

/** Looks at the new dates as if the lessons that they replace were not there. */
async function seeChange(ctx: Ctx, change: Change, draft: ToSee): Promise<SeenDate[]> {
  const { series, intent, replaced, lessons, dates } = draft
  const isSameRule = change.rule === undefined && change.startsOn === undefined
  const moved = new Map<string, Temporal.Instant>()
  const left = new Set<string>()
  for (const [i, { date }] of dates.entries()) {
    const old = replaced[i]
    if (!old || change.scope === 'this') continue
    const lesson = old.lessonId ? lessons.get(old.lessonId) : undefined
    if (lesson && change.keepsMoved !== false && !isWhere(old.intendedAt, lesson.startsAt))
      moved.set(date.toString(), lesson.startsAt)
    // What somebody left out stays so, and so does a lesson that was cancelled alone.
    if (isSameRule && ((old.state === 'skipped' && old.why === 'choice') || (old.lessonId && !lesson)))
      left.add(date.toString())
  }
  return withoutLessons(ctx, [...lessons.keys()], () =>
    seeDates(ctx, intent, {
      dates,
      choices: change.choices,
      isKept: (date) => left.has(date.toString()),
      isPaused: (date) => isPausedAt(series, date),
      placeOf: ({ date }) => {
        const startsAt = moved.get(date.toString())
        return startsAt && { startsAt }
      },
    }),
  )
}

async function writeChange(ctx: Ctx, change: Change, draft: Draft): Promise<void> {
  const { series, intent, timing, replaced, seen } = draft
  const { moves, planned, ends, lessonIds } = pairUp(draft)
  const changes: Changes = {
    ...intent,
    seriesId: series.id,
    capacity: series.places,
    moves,
    ends,
    times: planned.map(({ time }) => time!),
    reason: '',
  }
  const changed = await changeLessons(ctx, changes)
  if ('lost' in changed) {
    const lost =
      changed.of === 'times'
        ? planned[changed.lost.index]
        : seen.find(({ time }) => time === moves[changed.lost.index]?.time)
    throw refuseDates(describeDates(lost ? [{ ...lost, state: 'clash' }] : [], intent))
  }
  for (const [i, { date }] of planned.entries()) lessonIds.set(date.toString(), changed.planned[i]!)
  await deleteOccurrences(
    ctx,
    series.id,
    replaced.map(({ date }) => date),
  )
  const rows = seen.map((each, i) => {
    const old = replaced[i]
    if (each.state === 'kept' && old) return { ...old, date: each.date, intendedAt: each.startsAt }
    // One lesson that is moved alone keeps what the rule means, and so shows as moved.
    return {
      ...occurrenceOf(each, lessonIds.get(each.date.toString()) ?? null),
      ...(change.scope === 'this' && old && { intendedAt: old.intendedAt }),
    }
  })
  await insertOccurrences(
    ctx,
    series.id,
    rows.map(({ date, state, why, intendedAt, lessonId }) => ({ date, state, why, intendedAt, lessonId })),
  )
  if (change.scope !== 'this') await replacePlans(ctx, draft)
  await emit(
    ctx,
    'series.changed',
    { kind: 'series', id: series.id },
    {
      scope: change.scope,
      from: change.date,
      startMinute: timing.startMinute,
      rule: textOfRule(timing.rule),
      teacherId: intent.teacherId,
      roomId: intent.roomId,
      moved: moves.length,
      planned: planned.length,
      cancelled: ends.length,
      studentIds: [...new Set([...series.studentIds, ...moves.flatMap(({ lesson }) => lesson.studentIds)])],
      first: seen.find(({ time }) => time !== null)?.time?.startsAt ?? null,
    },
  )
}

/** The lesson of each replaced date goes to the new date in the same place; what is left over is planned or cancelled. */
function pairUp({ replaced, lessons, seen }: Draft) {
  const moves: LessonMove[] = []
  const planned: SeenDate[] = []
  const ends: LockedLesson[] = []
  const lessonIds = new Map<string, Id<'lesson'>>()
  for (let i = 0; i < Math.max(replaced.length, seen.length); i++) {
    const old = replaced[i]
    const each = seen[i]
    if (each?.state === 'kept') continue
    const lesson = old?.lessonId ? lessons.get(old.lessonId) : undefined
    if (!each?.time) {
      if (lesson) ends.push(lesson)
      continue
    }
    if (!lesson) {
      planned.push(each)
      continue
    }
    lessonIds.set(each.date.toString(), lesson.id)
    if (needsMove(lesson, each)) moves.push({ lesson, time: inSameRoom(each, lesson) })
  }
  return { moves, planned, ends, lessonIds }
}

function needsMove(lesson: LockedLesson, { time }: SeenDate): boolean {
  const { startsAt, teacherIds, roomIds } = time!
  const staysInRoom = roomIds === null ? lesson.roomId === null : roomIds.some((id) => id === lesson.roomId)
  return !lesson.startsAt.equals(startsAt) || lesson.teacherId !== teacherIds[0] || !staysInRoom
}

function inSameRoom({ time }: SeenDate, { roomId }: LockedLesson) {
  const { roomIds } = time!
  if (!roomId || !roomIds?.includes(roomId)) return time!
  return { ...time!, roomIds: [roomId, ...roomIds.filter((id) => id !== roomId)] }
}

async function replacePlans(ctx: Ctx, { series, intent, timing, replaced }: Draft): Promise<void> {
  const from = replaced[0]!.date
  const earliest = Temporal.PlainDate.compare(from, timing.startsOn) < 0 ? from : timing.startsOn
  await ctx.db
    .deleteFrom('series.plan')
    .where('orgId', '=', ctx.orgId)
    .where('seriesId', '=', series.id)
    .where('fromDate', '>=', earliest)
    .execute()
  await ctx.db
    .insertInto('series.plan')
    .values({
      orgId: ctx.orgId,
      id: newId('plan'),
      seriesId: series.id,
      fromDate: timing.startsOn,
      rule: textOfRule(timing.rule),
      startMinute: timing.startMinute,
      teacherId: intent.teacherId,
      roomId: intent.roomId,
      createdAt: ctx.now,
    })
    .execute()
  await ctx.db
    .updateTable('series.series')
    .set({ madeUntil: horizonOf(timing, ctx.now), endedOn: null })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', series.id)
    .execute()
}
