import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { malformed, type FieldError } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { lockOrganisation } from './organisation.ts'

type Hours = Input<typeof contract.setOpeningHours>['hours'][number]

export async function setOpeningHours(
  ctx: Ctx,
  { hours }: Input<typeof contract.setOpeningHours>,
): Promise<Output<typeof contract.setOpeningHours>> {
  const errors = findOverlaps(hours)
  if (errors.length > 0) throw malformed({ errors })
  await lockOrganisation(ctx)
  const old = await ctx.db
    .deleteFrom('organisations.openingHours')
    .where('orgId', '=', ctx.orgId)
    .returning(['weekday', 'fromMinute', 'toMinute'])
    .execute()
  const openingHours = hours.toSorted(byTime)
  if (openingHours.length > 0) {
    await ctx.db
      .insertInto('organisations.openingHours')
      .values(openingHours.map((each) => ({ ...each, orgId: ctx.orgId, id: newId('opening_hours') })))
      .execute()
  }
  await emit(
    ctx,
    'organisations.opening_hours_set',
    { kind: 'organisation', id: ctx.orgId },
    { old: old.toSorted(byTime), new: openingHours },
  )
  return { openingHours }
}

function byTime(one: Hours, other: Hours): number {
  return one.weekday - other.weekday || one.fromMinute - other.fromMinute
}

/** Hours may touch, as 9 to 12 and 12 to 17 do. */
function findOverlaps(hours: readonly Hours[]): FieldError[] {
  const backwards = hours.flatMap(({ fromMinute, toMinute }, index) =>
    fromMinute < toMinute ? [] : [{ path: `hours.${index}.toMinute`, code: 'not_after_start' }],
  )
  if (backwards.length > 0) return backwards
  const inOrder = hours.map((each, index) => ({ ...each, index })).toSorted(byTime)
  const errors: FieldError[] = []
  let latest: (typeof inOrder)[number] | undefined
  for (const each of inOrder) {
    const sameDay = latest?.weekday === each.weekday ? latest : undefined
    if (sameDay && each.fromMinute < sameDay.toMinute)
      errors.push({ path: `hours.${each.index}.fromMinute`, code: 'overlaps' })
    if (!sameDay || each.toMinute > sameDay.toMinute) latest = each
  }
  return errors
}
