import { sql } from 'kysely'
import { actingPerson, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { replaceOutsideBusy } from '#scheduling'
import type * as contract from './contract.ts'
import { FetchError, type OutsideCalendar } from './contract.ts'
import { calendarKnown, tooManyCalendars } from './errors.ts'

const mostCalendars = 10
const mostClashes = 50

/** The reader's own, and nobody else's for anybody: the office is told only that a teacher is busy. */
function myCalendars(ctx: Ctx) {
  return ctx.db
    .selectFrom('calendars.outsideCalendar')
    .select(['id', 'name', 'address', 'lastTriedAt', 'lastFetchedAt', 'nextFetchAt', 'error', 'events'])
    .where('orgId', '=', ctx.orgId)
    .where('personId', '=', ctx.actor.personId)
}

type Row = Awaited<ReturnType<ReturnType<typeof myCalendars>['executeTakeFirstOrThrow']>>

function describe({ address, error, ...row }: Row): OutsideCalendar {
  return { ...row, host: new URL(address).host, error: error === null ? null : FetchError.parse(error) }
}

async function findMine(ctx: Ctx, id: Id<'outside_calendar'>): Promise<OutsideCalendar> {
  const row = await myCalendars(ctx).where('id', '=', id).executeTakeFirst()
  if (!row) throw notFound()
  return describe(row)
}

export async function listOutsideCalendars(ctx: Ctx): Promise<Output<typeof contract.listOutsideCalendars>> {
  const rows = await myCalendars(ctx).orderBy('createdAt').orderBy('id').execute()
  return { calendars: rows.map(describe), clashes: await findClashes(ctx) }
}

type Clashes = Output<typeof contract.listOutsideCalendars>['clashes']

// A lesson that stands goes before a calendar elsewhere: nothing moves by itself, the teacher is told.
async function findClashes(ctx: Ctx): Promise<Clashes> {
  const { rows } = await sql<Clashes[number]>`
    select l.id as lesson_id, o.title, l.starts_at, l.ends_at
    from scheduling.lesson l join catalogue.offering o on o.org_id = l.org_id and o.id = l.offering_id
    where l.org_id = ${ctx.orgId} and l.teacher_id = ${ctx.actor.personId} and l.status = 'planned' and l.ends_at > ${ctx.now}
      and exists (
        select from scheduling.outside_busy b
        where b.org_id = ${ctx.orgId} and b.person_id = ${ctx.actor.personId}::uuid
          and b.starts_at < l.ends_at and b.ends_at > l.starts_at)
    order by l.starts_at, l.id limit ${mostClashes}`.execute(ctx.db)
  return rows
}

export async function addOutsideCalendar(
  ctx: Ctx,
  { name, address }: Input<typeof contract.addOutsideCalendar>,
): Promise<OutsideCalendar> {
  const personId = actingPerson(ctx)
  const url = readAddress(address)
  const known = await myCalendars(ctx).execute()
  if (known.length >= mostCalendars) throw tooManyCalendars({ args: { maximum: mostCalendars } })
  const id = newId('outside_calendar')
  const added = await ctx.db
    .insertInto('calendars.outsideCalendar')
    .values({
      orgId: ctx.orgId,
      id,
      personId,
      name: name.trim(),
      address: url,
      createdAt: ctx.now,
      nextFetchAt: ctx.now,
    })
    .onConflict((conflict) => conflict.columns(['orgId', 'personId', 'address']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw calendarKnown()
  await emit(ctx, 'calendars.outside_calendar_added', { kind: 'person', id: personId }, { name: name.trim() })
  return findMine(ctx, id)
}

/** Whether the host of the address may be asked is decided when it is: names change. */
function readAddress(text: string): string {
  const url = URL.parse(text.trim().replace(/^webcals?:/i, 'https:'))
  if (!url || !['https:', 'http:'].includes(url.protocol) || url.hostname === '')
    throw wrongField('address', 'invalid_calendar_address')
  if (url.username !== '' || url.password !== '') throw wrongField('address', 'invalid_calendar_address')
  url.hash = ''
  return url.href
}

export async function removeOutsideCalendar(
  ctx: Ctx,
  { calendarId }: Input<typeof contract.removeOutsideCalendar>,
): Promise<Record<string, never>> {
  const personId = actingPerson(ctx)
  const removed = await ctx.db
    .deleteFrom('calendars.outsideCalendar')
    .where('orgId', '=', ctx.orgId)
    .where('personId', '=', personId)
    .where('id', '=', calendarId)
    .returning('name')
    .executeTakeFirst()
  if (!removed) throw notFound()
  await replaceOutsideBusy(ctx, { personId, sourceId: calendarId, stretches: [] })
  await emit(ctx, 'calendars.outside_calendar_removed', { kind: 'person', id: personId }, { name: removed.name })
  return {}
}

export async function fetchOutsideCalendar(
  ctx: Ctx,
  { calendarId }: Input<typeof contract.fetchOutsideCalendar>,
): Promise<OutsideCalendar> {
  const { lastTriedAt } = await findMine(ctx, calendarId)
  const earliest = lastTriedAt?.add({ minutes: 1 }) ?? ctx.now
  await ctx.db
    .updateTable('calendars.outsideCalendar')
    .set({ nextFetchAt: Temporal.Instant.compare(earliest, ctx.now) > 0 ? earliest : ctx.now })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', calendarId)
    .execute()
  return findMine(ctx, calendarId)
}
