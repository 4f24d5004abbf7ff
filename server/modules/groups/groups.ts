import { sql } from 'kysely'
import { z } from 'zod'
import { getOffering, teachersOf } from '#catalogue'
import { getOrganisation } from '#organisations'
import { setPlaces } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { withoutUndefined } from '#platform/fields.ts'
import { newId, type Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { localDate } from '#platform/time.ts'
import type * as contract from './contract.ts'
import type { Group, WeeklyTime } from './contract.ts'
import { tooFewPlaces } from './errors.ts'
import { describeGroup } from './group-page.ts'
import { settleList } from './offers.ts'
import { listLessonsFrom, mostTaken, readStays } from './places.ts'
import { findGroup, lockGroup, readGroups, subjectOf } from './record.ts'

const longestTermDays = 366
/** So far back a running term may have begun, and so far ahead one may end. */
const reach = { back: 400, ahead: 1000 }

export async function listGroups(
  ctx: Ctx,
  { over = 'no', search = '', ...page }: Input<typeof contract.listGroups>,
): Promise<Output<typeof contract.listGroups>> {
  const limit = limitOf(page)
  const after = readCursor(page.cursor, z.tuple([z.string(), z.uuid()]))
  const { zone } = await getOrganisation(ctx)
  const today = localDate(ctx.now, zone)
  const wanted = `%${search.trim().replace(/[\\%_]/g, (character) => `\\${character}`)}%`
  const rows = await readGroups(
    ctx,
    sql`${over === 'yes' ? sql`g.term_to < ${today}::date` : sql`g.term_to >= ${today}::date`}
      and (g.name ilike ${wanted} or o.title ilike ${wanted} or teacher.full_name ilike ${wanted})
      ${after ? sql`and (g.name, g.id) > (${after[0]}, ${after[1]}::uuid)` : sql``}
    order by g.name, g.id limit ${limit + 1}`,
  )
  return toPage(rows, limit, ({ name, id }) => [name, id])
}

type NewGroup = Input<typeof contract.createGroup>

export async function createGroup(ctx: Ctx, input: NewGroup): Promise<Group> {
  const { currency, zone } = await getOrganisation(ctx)
  const { times, termPrice = null, ...columns } = input
  await check(ctx, { ...input, ageFrom: input.ageFrom ?? null, ageTo: input.ageTo ?? null }, localDate(ctx.now, zone))
  const id = newId('group')
  const { offeringId, name, places, teacherId, termFrom, termTo, roomId = null } = columns
  await ctx.db
    .insertInto('groups.group')
    .values({
      ...withoutUndefined(columns),
      orgId: ctx.orgId,
      id,
      offeringId,
      name,
      places,
      teacherId,
      termFrom,
      termTo,
      roomId,
      zone,
      termPriceAmount: termPrice,
      termPriceCurrency: termPrice === null ? null : currency,
      createdAt: ctx.now,
    })
    .execute()
  await insertTimes(ctx, id, times)
  await emit(ctx, 'groups.group_created', { kind: 'group', id }, { ...input, termPrice: wirePrice(termPrice) })
  return describeGroup(ctx, id)
}

interface Checked {
  readonly offeringId: Id<'offering'>
  readonly places: number
  readonly ageFrom: number | null
  readonly ageTo: number | null
  readonly teacherId: Id<'person'>
  readonly roomId?: Id<'resource'> | null | undefined
  readonly termFrom: Temporal.PlainDate
  readonly termTo: Temporal.PlainDate
  readonly times: readonly WeeklyTime[]
  readonly termPrice?: bigint | null | undefined
}

async function check(ctx: Ctx, group: Checked, today: Temporal.PlainDate): Promise<void> {
  const { termFrom, termTo, ageFrom, ageTo, times } = group
  const days = today.until(termFrom).days
  if (days < -reach.back || days > reach.ahead) throw wrongField('termFrom', 'out_of_reach')
  if (Temporal.PlainDate.compare(termFrom, termTo) > 0) throw wrongField('termTo', 'before_first_day')
  if (termFrom.until(termTo).days >= longestTermDays)
    throw wrongField('termTo', 'range_too_long', { maximum: longestTermDays })
  if (ageFrom !== null && ageTo !== null && ageFrom > ageTo)
    throw wrongField('ageTo', 'too_small', { minimum: ageFrom })
  if (group.termPrice != null && group.termPrice < 0n) throw wrongField('termPrice', 'too_small', { minimum: 0 })
  const twice = times.findIndex((time, n) => times.findIndex((other) => isSameTime(time, other)) !== n)
  if (twice >= 0) throw wrongField(`times.${twice}`, 'twice')

  const found = await ctx.db
    .selectFrom('catalogue.offering')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', group.offeringId)
    .executeTakeFirst()
  if (!found) throw wrongField('offeringId', 'unknown_offering')
  const offering = await getOffering(ctx, group.offeringId)
  if (offering.places < 2) throw wrongField('offeringId', 'not_for_groups')
  if (group.places > offering.places) throw wrongField('places', 'too_big', { maximum: offering.places })
  const teachers = await teachersOf(ctx, group.offeringId)
  if (!teachers.some(({ id }) => id === group.teacherId)) throw wrongField('teacherId', 'not_a_teacher')
  if (group.roomId != null) await mustBeRoom(ctx, group.roomId)
}

async function mustBeRoom(ctx: Ctx, roomId: Id<'resource'>): Promise<void> {
  const room = await ctx.db
    .selectFrom('resources.resource')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', roomId)
    .where('kind', '=', 'room')
    .executeTakeFirst()
  if (!room) throw wrongField('roomId', 'unknown_room')
}

function isSameTime(one: WeeklyTime, other: WeeklyTime): boolean {
  return one.weekday === other.weekday && one.fromMinute === other.fromMinute
}

async function insertTimes(ctx: Ctx, groupId: Id<'group'>, times: readonly WeeklyTime[]): Promise<void> {
  await ctx.db
    .insertInto('groups.weeklyTime')
    .values(
      times.map(({ weekday, fromMinute }) => ({
        orgId: ctx.orgId,
        id: newId('weekly_time'),
        groupId,
        weekday,
        fromMinute,
      })),
    )
    .execute()
}

const wirePrice = (price: bigint | null | undefined) => (price == null ? null : String(price))

export async function changeGroup(ctx: Ctx, input: Input<typeof contract.changeGroup>): Promise<Group> {
  const { groupId, times, termPrice, ...given } = input
  await findGroup(ctx, groupId)
  const old = await lockGroup(ctx, groupId)
  const { currency } = await getOrganisation(ctx)
  const changes = withoutUndefined(given)
  const merged = {
    ...old,
    ...changes,
    times: times ?? old.times,
    termPrice: termPrice ?? old.termPrice?.amount ?? null,
  }
  await check(ctx, merged, localDate(ctx.now, old.zone))
  const price =
    termPrice === undefined
      ? {}
      : { termPriceAmount: termPrice, termPriceCurrency: termPrice === null ? null : currency }
  if (Object.keys({ ...changes, ...price }).length > 0) {
    await ctx.db
      .updateTable('groups.group')
      .set({ ...changes, ...price })
      .where('orgId', '=', ctx.orgId)
      .where('id', '=', groupId)
      .execute()
  }
  if (times) {
    await ctx.db.deleteFrom('groups.weeklyTime').where('orgId', '=', ctx.orgId).where('groupId', '=', groupId).execute()
    await insertTimes(ctx, groupId, times)
  }
  if (merged.places !== old.places) await changePlaces(ctx, groupId, merged.places)
  await emit(ctx, 'groups.group_changed', subjectOf(old), {
    old: Object.fromEntries(Object.keys(changes).map((field) => [field, old[field as keyof typeof old]])),
    new: { ...changes, ...(times && { times }), ...(termPrice !== undefined && { termPrice: wirePrice(termPrice) }) },
  })
  await settleList(ctx, await lockGroup(ctx, groupId))
  return describeGroup(ctx, groupId)
}

async function changePlaces(ctx: Ctx, groupId: Id<'group'>, places: number): Promise<void> {
  const { zone } = await lockGroup(ctx, groupId)
  const taken = mostTaken(await readStays(ctx, groupId), localDate(ctx.now, zone))
  if (taken > places) throw tooFewPlaces({ args: { taken } })
  const full = await setPlaces(ctx, { lessonIds: await listLessonsFrom(ctx, groupId), places })
  if (full.length > 0) throw tooFewPlaces({ args: { taken: places + 1 }, extra: { lessonIds: full } })
}
