import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { malformed, notAllowed, notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { withoutUndefined } from '#platform/fields.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { blockOf, visibleLessons, withNames } from './lesson.ts'

type Claimant = Pick<Input<typeof contract.getAvailability>, 'claimantKind' | 'claimantId'>
type Availability = Output<typeof contract.getAvailability>

/** Where a claimant's rows are found and how they are written. */
function columnsOf({ claimantKind, claimantId }: Claimant) {
  return claimantKind === 'teacher'
    ? { personId: claimantId as Id<'person'>, resourceId: null } // checked against the table of its kind before it is written
    : { personId: null, resourceId: claimantId as Id<'resource'> }
}

async function mustBeKnown(ctx: Ctx, { claimantKind, claimantId }: Claimant): Promise<void> {
  const found =
    claimantKind === 'teacher'
      ? await ctx.db
          .selectFrom('people.teacherProfile')
          .select('personId')
          .where('orgId', '=', ctx.orgId)
          .where('personId', '=', claimantId as Id<'person'>)
          .executeTakeFirst()
      : await ctx.db
          .selectFrom('resources.resource')
          .select('id')
          .where('orgId', '=', ctx.orgId)
          .where('id', '=', claimantId as Id<'resource'>)
          .executeTakeFirst()
  if (!found) throw notFound()
}

async function mustBeOwn(ctx: Ctx, claimant: Claimant): Promise<void> {
  await mustBeKnown(ctx, claimant)
  const isOwn = claimant.claimantKind === 'teacher' && claimant.claimantId === ctx.actor.personId
  if (!isOwn && !can(ctx, 'timetable.manage')) throw notAllowed()
}

export async function getAvailability(
  ctx: Ctx,
  claimant: Input<typeof contract.getAvailability>,
): Promise<Availability> {
  await mustBeKnown(ctx, claimant)
  return readAvailability(ctx, claimant)
}

async function readAvailability(ctx: Ctx, { claimantId }: Claimant): Promise<Availability> {
  const rules = await ctx.db
    .selectFrom('scheduling.availabilityRule')
    .select(['weekday', 'fromMinute', 'toMinute', 'zone', 'format', 'locationId'])
    .where('orgId', '=', ctx.orgId)
    .where('claimantId', '=', claimantId)
    .orderBy('weekday')
    .orderBy('fromMinute')
    .execute()
  const exceptions = await ctx.db
    .selectFrom('scheduling.availabilityException')
    .select(['id', 'startsAt', 'endsAt', 'isAvailable', 'reason', 'format', 'locationId'])
    .where('orgId', '=', ctx.orgId)
    .where('claimantId', '=', claimantId)
    .where('endsAt', '>', ctx.now)
    .orderBy('startsAt')
    .orderBy('id')
    .execute()
  return { rules, exceptions }
}

export async function setAvailability(ctx: Ctx, input: Input<typeof contract.setAvailability>): Promise<Availability> {
  await mustBeOwn(ctx, input)
  refuseOddRules(input.rules)
  await ctx.db
    .deleteFrom('scheduling.availabilityRule')
    .where('orgId', '=', ctx.orgId)
    .where('claimantId', '=', input.claimantId)
    .execute()
  if (input.rules.length > 0) {
    await ctx.db
      .insertInto('scheduling.availabilityRule')
      .values(
        input.rules.map((rule) => ({
          ...withoutUndefined(rule),
          weekday: rule.weekday,
          fromMinute: rule.fromMinute,
          toMinute: rule.toMinute,
          zone: rule.zone,
          ...columnsOf(input),
          orgId: ctx.orgId,
          id: newId('availability_rule'),
        })),
      )
      .execute()
  }
  await emit(ctx, 'scheduling.availability_changed', subjectOf(input), { rules: input.rules })
  return readAvailability(ctx, input)
}

function refuseOddRules(rules: Input<typeof contract.setAvailability>['rules']): void {
  const errors = rules.flatMap((rule, i) => {
    if (rule.fromMinute >= rule.toMinute) return [{ path: `rules.${i}.toMinute`, code: 'not_after_start' }]
    if (rule.zone !== rules[0]!.zone) return [{ path: `rules.${i}.zone`, code: 'several_zones' }]
    return []
  })
  if (errors.length > 0) throw malformed({ errors })
}

export async function addException(
  ctx: Ctx,
  input: Input<typeof contract.addException>,
): Promise<Output<typeof contract.addException>> {
  await mustBeOwn(ctx, input)
  const { startsAt, endsAt, isAvailable, reason, format = 'both', locationId = null } = input
  if (Temporal.Instant.compare(startsAt, endsAt) >= 0) throw wrongField('endsAt', 'not_after_start')
  const exception = { id: newId('availability_exception'), startsAt, endsAt, isAvailable, reason, format, locationId }
  await ctx.db
    .insertInto('scheduling.availabilityException')
    .values({ ...exception, ...columnsOf(input), orgId: ctx.orgId })
    .execute()
  await emit(ctx, 'scheduling.exception_added', subjectOf(input), exception)
  return { exception, lessonsHit: isAvailable ? [] : await listLessonsHit(ctx, input) }
}

async function listLessonsHit(ctx: Ctx, { claimantId, startsAt, endsAt }: Input<typeof contract.addException>) {
  const rows = await withNames(visibleLessons(ctx))
    .where((eb) =>
      eb.or([
        eb('lesson.teacherId', '=', claimantId as Id<'person'>),
        eb('lesson.roomId', '=', claimantId as Id<'resource'>),
      ]),
    )
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '<', endsAt)
    .where('lesson.endsAt', '>', startsAt)
    .orderBy('lesson.startsAt')
    .limit(200)
    .execute()
  return rows.map((row) => ({ ...blockOf(row), studentNames: [] }))
}

export async function removeException(
  ctx: Ctx,
  input: Input<typeof contract.removeException>,
): Promise<Record<string, never>> {
  await mustBeOwn(ctx, input)
  const removed = await ctx.db
    .deleteFrom('scheduling.availabilityException')
    .where('orgId', '=', ctx.orgId)
    .where('claimantId', '=', input.claimantId)
    .where('id', '=', input.exceptionId)
    .returning(['id', 'startsAt', 'endsAt', 'isAvailable', 'reason'])
    .executeTakeFirst()
  if (!removed) throw notFound()
  await emit(ctx, 'scheduling.exception_removed', subjectOf(input), removed)
  return {}
}

function subjectOf({ claimantKind, claimantId }: Claimant) {
  return { kind: claimantKind === 'teacher' ? 'person' : 'resource', id: claimantId }
}
