import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { malformed, notAllowed, notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { checkMoment } from './free-times.ts'
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
  await mustKnowLocations(
    ctx,
    input.rules.map(({ locationId }) => locationId),
    (n) => `rules.${n}.locationId`,
  )
  await lockHours(ctx, input)
  await ctx.db
    .deleteFrom('scheduling.availabilityRule')
    .where('orgId', '=', ctx.orgId)
    .where('claimantId', '=', input.claimantId)
    .execute()
  if (input.rules.length > 0) {
    await ctx.db
      .insertInto('scheduling.availabilityRule')
      .values(
        input.rules.map(({ format = 'both', locationId = null, ...rule }) => ({
          ...rule,
          format,
          locationId,
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
  const seen = new Set<string>()
  const errors = rules.flatMap(({ weekday, fromMinute, toMinute, zone, format = 'both', locationId = null }, i) => {
    if (fromMinute >= toMinute) return [{ path: `rules.${i}.toMinute`, code: 'not_after_start' }]
    if (zone !== rules[0]!.zone) return [{ path: `rules.${i}.zone`, code: 'several_zones' }]
    const rule = [weekday, fromMinute, toMinute, format, locationId].join()
    if (seen.has(rule)) return [{ path: `rules.${i}.fromMinute`, code: 'twice' }]
    seen.add(rule)
    return []
  })
  if (errors.length > 0) throw malformed({ errors })
}

async function mustKnowLocations(
  ctx: Ctx,
  locationIds: readonly (Id<'location'> | null | undefined)[],
  pathOf: (position: number) => string,
): Promise<void> {
  const wanted = [...new Set(locationIds.filter((id) => id != null))]
  if (wanted.length === 0) return
  const known = await ctx.db
    .selectFrom('resources.location')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', wanted)
    .execute()
  const unknown = locationIds.findIndex((id) => id != null && !known.some((location) => location.id === id))
  if (unknown >= 0) throw wrongField(pathOf(unknown), 'unknown_location')
}

// Two who change the same hours at the same moment do so one after the other, and the second sees what the first did.
async function lockHours(ctx: Ctx, { claimantId }: Claimant): Promise<void> {
  const key = `${ctx.orgId}/hours/${claimantId}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(ctx.db)
}

type Stretch = Pick<Input<typeof contract.addException>, 'startsAt' | 'endsAt' | 'format' | 'locationId'>

/** In days: longer than any leave, and short enough to be no slip of the year. */
const longestException = 731

async function mustBeSensible(ctx: Ctx, { startsAt, endsAt, locationId }: Stretch): Promise<void> {
  checkMoment(startsAt)
  if (Temporal.Instant.compare(startsAt, endsAt) >= 0) throw wrongField('endsAt', 'not_after_start')
  if (Temporal.Instant.compare(endsAt, ctx.now) <= 0) throw wrongField('endsAt', 'in_the_past')
  if (startsAt.until(endsAt).total('hours') > longestException * 24)
    throw wrongField('endsAt', 'range_too_long', { maximum: longestException })
  await mustKnowLocations(ctx, [locationId], () => 'locationId')
}

export async function previewException(
  ctx: Ctx,
  input: Input<typeof contract.previewException>,
): Promise<Output<typeof contract.previewException>> {
  await mustBeOwn(ctx, input)
  await mustBeSensible(ctx, input)
  return { lessonsHit: await listLessonsHit(ctx, input) }
}

export async function addException(
  ctx: Ctx,
  input: Input<typeof contract.addException>,
): Promise<Output<typeof contract.addException>> {
  await mustBeOwn(ctx, input)
  await mustBeSensible(ctx, input)
  const { startsAt, endsAt, isAvailable, reason, format = 'both', locationId = null } = input
  const exception = { id: newId('availability_exception'), startsAt, endsAt, isAvailable, reason, format, locationId }
  await lockHours(ctx, input)
  await refuseContained(ctx, input.claimantId, exception)
  await ctx.db
    .insertInto('scheduling.availabilityException')
    .values({ ...exception, ...columnsOf(input), orgId: ctx.orgId })
    .execute()
  await emit(ctx, 'scheduling.exception_added', subjectOf(input), exception)
  return { exception, lessonsHit: isAvailable ? [] : await listLessonsHit(ctx, input) }
}

/** One that lies within another of the same kind would change nothing, and taking one of the two back would not either. */
async function refuseContained(
  ctx: Ctx,
  claimantId: string,
  wanted: Omit<contract.Exception, 'id' | 'reason'>,
): Promise<void> {
  const around = await ctx.db
    .selectFrom('scheduling.availabilityException')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('claimantId', '=', claimantId)
    .where('isAvailable', '=', wanted.isAvailable)
    .where('startsAt', '<=', wanted.startsAt)
    .where('endsAt', '>=', wanted.endsAt)
    .where((eb) => eb.or([eb('format', '=', 'both'), eb('format', '=', wanted.format)]))
    .where((eb) => eb.or([eb('locationId', 'is', null), eb('locationId', '=', wanted.locationId)]))
    .executeTakeFirst()
  if (around) throw wrongField('startsAt', wanted.isAvailable ? 'open_already' : 'off_already')
}

async function listLessonsHit(
  ctx: Ctx,
  { claimantKind, claimantId, startsAt, endsAt, format = 'both', locationId }: Claimant & Stretch,
) {
  const resourceId = claimantId as Id<'resource'> // of one of the two kinds; the other condition then finds nothing
  const rows = await withNames(visibleLessons(ctx))
    .where((eb) =>
      claimantKind === 'teacher'
        ? eb('lesson.teacherId', '=', claimantId as Id<'person'>)
        : eb.or([
            eb('lesson.roomId', '=', resourceId),
            eb.exists(
              eb
                .selectFrom('scheduling.lessonResource as further')
                .select('further.resourceId')
                .where('further.orgId', '=', ctx.orgId)
                .whereRef('further.lessonId', '=', 'lesson.id')
                .where('further.resourceId', '=', resourceId),
            ),
          ]),
    )
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '<', endsAt)
    .where('lesson.endsAt', '>', startsAt)
    .where('lesson.startsAt', '>', startsAt.subtract({ hours: 24 })) // no lesson is longer; the index can stop there
    .$if(format !== 'both', (query) => query.where('lesson.format', '=', format as 'in_person' | 'online'))
    .$if(locationId != null, (query) => query.where('lesson.locationId', '=', locationId!))
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
    .returning(['id', 'startsAt', 'endsAt', 'isAvailable', 'reason', 'format', 'locationId'])
    .executeTakeFirst()
  if (!removed) throw notFound()
  await emit(ctx, 'scheduling.exception_removed', subjectOf(input), removed)
  return {}
}

function subjectOf({ claimantKind, claimantId }: Claimant) {
  return { kind: claimantKind === 'teacher' ? 'person' : 'resource', id: claimantId }
}
