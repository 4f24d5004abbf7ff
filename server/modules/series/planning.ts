import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { planLessons } from '#scheduling'
import type * as contract from './contract.ts'
import {
  describeDates,
  type Intent,
  mustAllBeFree,
  readOffering,
  refuseDates,
  seeDates,
  type SeenDate,
} from './dates.ts'
import { writeOccurrences } from './occurrences.ts'
import { datesOf, horizonOf, neverEnds, readRule, textOfRule, type Timing } from './rules.ts'

type NewSeries = Input<typeof contract.planSeries>

interface Draft {
  readonly intent: Intent
  readonly timing: Timing
  readonly capacity: number
  readonly seen: readonly SeenDate[]
}

async function draftSeries(ctx: Ctx, input: NewSeries): Promise<Draft> {
  const { durationMinutes, places, zone } = await readOffering(ctx, input)
  const timing: Timing = {
    startsOn: input.startsOn,
    startMinute: input.startMinute,
    zone: input.zone ?? zone,
    rule: readRule(input.rule, input.startsOn),
    extraDates: input.extraDates ?? [],
  }
  const intent: Intent = { ...input, roomId: input.roomId ?? null, durationMinutes }
  const seen = await seeDates(ctx, intent, { dates: datesOf(timing, ctx.now), choices: input.choices })
  return { intent, timing, capacity: places, seen }
}

export async function previewSeries(
  ctx: Ctx,
  input: Input<typeof contract.previewSeries>,
): Promise<Output<typeof contract.previewSeries>> {
  const { intent, timing, seen } = await draftSeries(ctx, input)
  return {
    zone: timing.zone,
    dates: describeDates(seen, intent),
    madeUntil: neverEnds(timing.rule) ? horizonOf(timing, ctx.now) : null,
  }
}

export async function planSeries(ctx: Ctx, input: NewSeries): Promise<Output<typeof contract.planSeries>> {
  const draft = await draftSeries(ctx, input)
  const { intent, seen } = draft
  mustAllBeFree(seen, intent)
  const held = seen.filter(({ time }) => time !== null)
  if (held.length === 0) throw wrongField('choices', 'no_dates')
  refuseMeetings(held)

  const seriesId = newId('series')
  await insertSeries(ctx, seriesId, draft)
  const planned = await planLessons(ctx, {
    ...intent,
    seriesId,
    capacity: draft.capacity,
    times: held.map(({ time }) => time!),
  })
  if ('lost' in planned) throw await refuseLost(ctx, draft, input)
  const lessonIds = new Map(held.map(({ date }, i) => [date.toString(), planned[i]!]))
  await writeOccurrences(ctx, seriesId, seen, lessonIds)
  await emit(ctx, 'series.planned', { kind: 'series', id: seriesId }, describeSeries(draft, held))
  return { id: seriesId, planned: held.length, firstLessonId: planned[0]! }
}

/** Two dates of one series that were put on top of each other by choice. */
function refuseMeetings(held: readonly SeenDate[]): void {
  const sorted = held.toSorted((one, other) => Temporal.Instant.compare(one.time!.startsAt, other.time!.startsAt))
  const meeting = sorted.find(
    ({ time }, i) => i > 0 && Temporal.Instant.compare(time!.startsAt, sorted[i - 1]!.time!.endsAt) < 0,
  )
  if (meeting) throw wrongField('choices', 'meets_itself', { date: meeting.date.toString() })
}

async function insertSeries(ctx: Ctx, id: Id<'series'>, { intent, timing }: Draft): Promise<void> {
  const { offeringId, skipsClosures, teacherId, roomId, studentIds } = intent
  await ctx.db
    .insertInto('series.series')
    .values({
      orgId: ctx.orgId,
      id,
      offeringId,
      zone: timing.zone,
      skipsClosures,
      madeUntil: horizonOf(timing, ctx.now),
      createdAt: ctx.now,
    })
    .execute()
  await ctx.db
    .insertInto('series.plan')
    .values({
      orgId: ctx.orgId,
      id: newId('plan'),
      seriesId: id,
      fromDate: timing.startsOn,
      rule: textOfRule(timing.rule),
      startMinute: timing.startMinute,
      teacherId,
      roomId,
      createdAt: ctx.now,
    })
    .execute()
  if (studentIds.length === 0) return
  await ctx.db
    .insertInto('series.student')
    .values(studentIds.map((studentId) => ({ orgId: ctx.orgId, seriesId: id, studentId })))
    .execute()
}

// Somebody was faster between looking and claiming: what they took is committed by now, so looking again shows it.
async function refuseLost(ctx: Ctx, draft: Draft, { choices }: NewSeries) {
  const seen = await seeDates(ctx, draft.intent, { dates: draft.seen, choices })
  return refuseDates(describeDates(seen, draft.intent).filter(({ state }) => state === 'clash'))
}

function describeSeries({ intent, timing }: Draft, held: readonly SeenDate[]): Record<string, unknown> {
  const { offeringId, teacherId, roomId, studentIds } = intent
  const { startMinute, zone, rule, startsOn } = timing
  const [first, last] = [held[0]!.time!.startsAt, held.at(-1)!.time!.startsAt]
  return {
    offeringId,
    teacherId,
    roomId,
    studentIds,
    startsOn,
    startMinute,
    zone,
    rule: textOfRule(rule),
    lessons: held.length,
    first,
    last,
  }
}
