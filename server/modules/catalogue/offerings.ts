import { sql } from 'kysely'
import { listTeachers } from '#people'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { malformed, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { withoutUndefined } from '#platform/fields.ts'
import type * as contract from './contract.ts'
import type { Need, Offering } from './contract.ts'
import { hueOf } from './hue.ts'
import { setPrice } from './prices.ts'

export type OfferingRow = Output<typeof contract.createOffering>

/** Everyone sees what can be booked; the office sees what is no longer offered too. */
function visibleOfferings(ctx: Ctx) {
  const everything = offerings(ctx)
  return can(ctx, 'catalogue.manage') ? everything : everything.where('offering.isActive', '=', true)
}

function offerings(ctx: Ctx) {
  return ctx.db
    .selectFrom('catalogue.offering as offering')
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom('catalogue.price as price')
          .select(['price.amount', 'price.currency', 'price.validFrom'])
          .where('price.orgId', '=', ctx.orgId)
          .whereRef('price.offeringId', '=', 'offering.id')
          .where('price.validFrom', '<=', ctx.now)
          .orderBy('price.validFrom', 'desc')
          .orderBy('price.id', 'desc')
          .limit(1)
          .as('price'),
      (join) => join.onTrue(),
    )
    .select(['offering.id', 'offering.title', 'offering.description', 'offering.subject', 'offering.level'])
    .select(['offering.format', 'offering.durationMinutes', 'offering.places', 'offering.confirmation'])
    .select(['offering.gridMinutes', 'offering.bufferBeforeMinutes'])
    .select(['offering.bufferAfterMinutes', 'offering.noticeMinutes', 'offering.furthestDays', 'offering.isActive'])
    .select(['offering.hue', 'price.amount', 'price.currency', 'price.validFrom as priceSince'])
    .select(
      sql<Need[]>`coalesce((
        select json_agg(json_build_object('kind', need.kind, 'features', need.features) order by need.position)
        from catalogue.offering_need need where need.org_id = ${ctx.orgId} and need.offering_id = offering.id
      ), '[]')`.as('needs'),
    )
    .select(
      sql<Id<'person'>[]>`array(
        select teacher.teacher_id from catalogue.offering_teacher teacher
        where teacher.org_id = ${ctx.orgId} and teacher.offering_id = offering.id order by teacher.teacher_id
      )`.as('teacherIds'),
    )
    .where('offering.orgId', '=', ctx.orgId)
}

type FoundOffering = Awaited<ReturnType<ReturnType<typeof offerings>['execute']>>[number]

function toOffering({ amount, currency, ...offering }: FoundOffering): OfferingRow {
  return { ...offering, price: amount === null || currency === null ? null : { amount, currency } }
}

export async function listOfferings(
  ctx: Ctx,
  { all = false }: Input<typeof contract.listOfferings>,
): Promise<Output<typeof contract.listOfferings>> {
  const rows = await visibleOfferings(ctx)
    .$if(!all, (query) => query.where('offering.isActive', '=', true))
    .orderBy('offering.isActive', 'desc')
    .orderBy('offering.title')
    .orderBy('offering.id')
    .execute()
  if (can(ctx, 'people.read')) return { offerings: rows.map(toOffering) }
  // Whoever is not shown on the public page is not pointed to from it either.
  const shown = new Set((await listTeachers(ctx)).filter(({ isPublic }) => isPublic).map(({ id }) => id))
  return {
    offerings: rows.map((row) => toOffering({ ...row, teacherIds: row.teacherIds.filter((id) => shown.has(id)) })),
  }
}

/** The offering as it is now, active or not, whoever asks; 404 when there is none. */
export async function getOffering(ctx: Ctx, offeringId: Id<'offering'>): Promise<OfferingRow> {
  const offering = await offerings(ctx).where('offering.id', '=', offeringId).executeTakeFirst()
  if (!offering) throw notFound()
  return toOffering(offering)
}

/** Offerings by id, active or not, whoever asks. */
export async function listOfferingsByIds(
  ctx: Ctx,
  ids: Iterable<Id<'offering'>>,
): Promise<Map<Id<'offering'>, OfferingRow>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await offerings(ctx).where('offering.id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.id, toOffering(row)]))
}

/** Who teaches an offering and has not left, by name. */
export async function teachersOf(
  ctx: Ctx,
  offeringId: Id<'offering'>,
): Promise<Awaited<ReturnType<typeof listTeachers>>> {
  const rows = await ctx.db
    .selectFrom('catalogue.offeringTeacher')
    .select('teacherId')
    .where('orgId', '=', ctx.orgId)
    .where('offeringId', '=', offeringId)
    .execute()
  const ids = new Set(rows.map(({ teacherId }) => teacherId))
  return (await listTeachers(ctx)).filter(({ id }) => ids.has(id))
}

export async function createOffering(
  ctx: Ctx,
  { priceAmount, teacherIds, needs, ...given }: Input<typeof contract.createOffering>,
): Promise<Output<typeof contract.createOffering>> {
  refuseNegative(priceAmount)
  await mustBeTeachers(ctx, teacherIds)
  const id = newId('offering')
  await ctx.db
    .insertInto('catalogue.offering')
    .values({
      orgId: ctx.orgId,
      id,
      ...withoutUndefined(given),
      title: given.title,
      durationMinutes: given.durationMinutes,
      hue: hueOf(given.subject || given.title),
      createdAt: ctx.now,
    })
    .execute()
  await replaceTeachers(ctx, id, teacherIds)
  await insertNeeds(ctx, id, needs ?? usualNeeds(given.format))
  await setPrice(ctx, id, priceAmount)
  await emit(
    ctx,
    'catalogue.offering_created',
    { kind: 'offering', id },
    { title: given.title, priceAmount: String(priceAmount), teacherIds },
  )
  return getOffering(ctx, id)
}

export async function changeOffering(
  ctx: Ctx,
  { offeringId, priceAmount, teacherIds, needs, ...given }: Input<typeof contract.changeOffering>,
): Promise<Output<typeof contract.changeOffering>> {
  await lockOffering(ctx, offeringId)
  const old = await getOffering(ctx, offeringId)
  if (priceAmount !== undefined) refuseNegative(priceAmount)
  if (teacherIds) await mustBeTeachers(ctx, teacherIds)
  const changes = Object.fromEntries(
    Object.entries(given).filter(
      ([field, value]) => value !== undefined && !isSame(value, old[field as keyof Offering]),
    ),
  ) as Partial<Omit<typeof given, never>>
  if (Object.keys(changes).length > 0) {
    const subject = (given.subject ?? old.subject) || (given.title ?? old.title)
    await ctx.db
      .updateTable('catalogue.offering')
      .set({ ...withoutUndefined(changes), hue: hueOf(subject) })
      .where('orgId', '=', ctx.orgId)
      .where('id', '=', offeringId)
      .execute()
  }
  const newTeachers = teacherIds && !isSame(teacherIds.toSorted(), old.teacherIds) ? teacherIds : undefined
  if (newTeachers) await replaceTeachers(ctx, offeringId, newTeachers)
  const newNeeds = needs && !isSame(needs, old.needs) ? needs : undefined
  if (newNeeds) await replaceNeeds(ctx, offeringId, newNeeds)
  if (priceAmount !== undefined) await setPrice(ctx, offeringId, priceAmount)
  const changed = {
    ...changes,
    ...(newTeachers && { teacherIds: newTeachers }),
    ...(newNeeds && { needs: newNeeds }),
  }
  const fields = Object.keys(changed) as (keyof Offering)[]
  if (fields.length > 0) {
    const before = Object.fromEntries(fields.map((field) => [field, old[field]]))
    await emit(ctx, 'catalogue.offering_changed', { kind: 'offering', id: offeringId }, { old: before, new: changed })
  }
  return getOffering(ctx, offeringId)
}

function refuseNegative(amount: bigint): void {
  if (amount < 0n) throw malformed({ errors: [{ path: 'priceAmount', code: 'too_small', args: { minimum: 0 } }] })
}

async function mustBeTeachers(ctx: Ctx, teacherIds: readonly Id<'person'>[]): Promise<void> {
  const known = new Set((await listTeachers(ctx)).map(({ id }) => id))
  const errors = teacherIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ path: `teacherIds.${index}`, code: 'not_a_teacher' }],
  )
  if (errors.length > 0) throw malformed({ errors })
}

async function replaceTeachers(
  ctx: Ctx,
  offeringId: Id<'offering'>,
  teacherIds: readonly Id<'person'>[],
): Promise<void> {
  await ctx.db
    .deleteFrom('catalogue.offeringTeacher')
    .where('orgId', '=', ctx.orgId)
    .where('offeringId', '=', offeringId)
    .execute()
  if (teacherIds.length === 0) return
  await ctx.db
    .insertInto('catalogue.offeringTeacher')
    .values([...new Set(teacherIds)].map((teacherId) => ({ orgId: ctx.orgId, offeringId, teacherId })))
    .execute()
}

function usualNeeds(format: Offering['format'] | undefined): Need[] {
  return format === 'online' ? [] : [{ kind: 'room', features: [] }]
}

async function replaceNeeds(ctx: Ctx, offeringId: Id<'offering'>, needs: readonly Need[]): Promise<void> {
  await ctx.db
    .deleteFrom('catalogue.offeringNeed')
    .where('orgId', '=', ctx.orgId)
    .where('offeringId', '=', offeringId)
    .execute()
  await insertNeeds(ctx, offeringId, needs)
}

async function insertNeeds(ctx: Ctx, offeringId: Id<'offering'>, needs: readonly Need[]): Promise<void> {
  if (needs.length === 0) return
  await ctx.db
    .insertInto('catalogue.offeringNeed')
    .values(needs.map((need, n) => ({ orgId: ctx.orgId, offeringId, position: n + 1, ...need })))
    .execute()
}

// Two changes at the same moment are made one after the other, so each sees the price and the teachers it replaces.
async function lockOffering(ctx: Ctx, offeringId: Id<'offering'>): Promise<void> {
  const found = await ctx.db
    .selectFrom('catalogue.offering')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', offeringId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw notFound()
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
