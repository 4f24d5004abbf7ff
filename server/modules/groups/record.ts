import { sql, type RawBuilder } from 'kysely'
import { getOrganisation } from '#organisations'
import { can, type Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { money, type Money } from '#platform/money.ts'
import { localDate } from '#platform/time.ts'
import type { GroupRow, WeeklyTime } from './contract.ts'

/** A group with names and counts, and what only its rules need. */
export interface GroupRecord extends GroupRow {
  readonly termPrice: Money | null
}

type Row = Omit<GroupRecord, 'termPrice' | 'times'> & {
  readonly termPriceAmount: bigint | null
  readonly termPriceCurrency: string | null
  readonly times: WeeklyTime[] | null
}

/** An offer that nobody answered counts until its deadline, whether or not a job has run. */
export function openOffer(ctx: Ctx) {
  return sql`offer.answer is null and offer.expires_at > ${ctx.now}`
}

/** The groups of the reader: all for the office, for teachers those they teach. */
function visible(ctx: Ctx) {
  return can(ctx, 'timetable.manage') ? sql`true` : sql`g.teacher_id = ${ctx.actor.personId}::uuid`
}

/** Groups that the reader may see, in one query. */
export async function readGroups(ctx: Ctx, which: RawBuilder<unknown>): Promise<GroupRecord[]> {
  const { zone } = await getOrganisation(ctx)
  return readRows(ctx, sql`${visible(ctx)} and ${which}`, localDate(ctx.now, zone))
}

async function readRows(ctx: Ctx, which: RawBuilder<unknown>, today: Temporal.PlainDate): Promise<GroupRecord[]> {
  const { rows } = await sql<Row>`
    select g.id, g.name, g.offering_id, o.title as offering_title, o.subject, o.hue, g.level_from, g.level_to, g.age_from, g.age_to, g.places,
      g.teacher_id, teacher.full_name as teacher_name, g.room_id, room.name as room_name, g.zone, g.term_from, g.term_to,
      g.term_price_amount, g.term_price_currency,
      (select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute) order by weekday, from_minute)
        from groups.weekly_time where org_id = ${ctx.orgId} and group_id = g.id) as times,
      (select count(*)::int from groups.member m where m.org_id = ${ctx.orgId} and m.group_id = g.id
        and m.joined_on <= greatest(g.term_from, ${today}::date)
        and (m.left_on is null or m.left_on > greatest(g.term_from, ${today}::date))) as places_taken,
      (select count(*)::int from groups.waiting w join groups.offer on offer.org_id = w.org_id and offer.waiting_id = w.id
        where w.org_id = ${ctx.orgId} and w.group_id = g.id and ${openOffer(ctx)}) as places_offered,
      (select count(*)::int from groups.waiting w where w.org_id = ${ctx.orgId} and w.group_id = g.id and w.ended_at is null
        and not exists (select from groups.offer where offer.org_id = w.org_id and offer.waiting_id = w.id and offer.answer is null)) as waiting,
      lessons.in_all as lessons_in_all, lessons."left" as lessons_left
    from groups."group" g
    join catalogue.offering o on o.org_id = g.org_id and o.id = g.offering_id
    join people.person teacher on teacher.org_id = g.org_id and teacher.id = g.teacher_id
    left join resources.resource room on room.org_id = g.org_id and room.id = g.room_id
    cross join lateral (
      select count(*)::int as in_all, count(*) filter (where l.starts_at > ${ctx.now})::int as "left"
      from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
      where gl.org_id = ${ctx.orgId} and gl.group_id = g.id and l.status = 'planned'
    ) lessons
    where g.org_id = ${ctx.orgId} and ${which}`.execute(ctx.db)
  return rows.map(({ termPriceAmount, termPriceCurrency, times, ...row }) => ({
    ...row,
    times: times ?? [],
    termPrice:
      termPriceAmount === null || termPriceCurrency === null ? null : money(termPriceAmount, termPriceCurrency),
  }))
}

/** One group that the reader may see. */
export async function findGroup(ctx: Ctx, groupId: Id<'group'>): Promise<GroupRecord> {
  const [group] = await readGroups(ctx, sql`g.id = ${groupId}`)
  if (!group) throw notFound()
  return group
}

/** The group as it stands once nobody else can change it, its members or its list before this transaction ends; whoever asks. */
export async function lockGroup(ctx: Ctx, groupId: Id<'group'>): Promise<GroupRecord> {
  const locked = await ctx.db
    .selectFrom('groups.group')
    .select(['id', 'zone'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', groupId)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!locked) throw notFound()
  return (await readRows(ctx, sql`g.id = ${groupId}`, localDate(ctx.now, locked.zone)))[0]!
}

export function subjectOf({ id }: { readonly id: Id<'group'> }) {
  return { kind: 'group', id }
}
