import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { getOrganisation } from '#organisations'
import type * as contract from './contract.ts'
import type { MyGroup } from './contract.ts'
import { priceOf } from './group-page.ts'
import { openOffer } from './record.ts'

/** The reader and the students whose confirmed guardian the reader is, and for whom of them the reader may decide. */
function myStudents(ctx: Ctx) {
  const me = ctx.actor.personId
  return sql`(
    select ${me}::uuid as id, true as may_book
    union all
    select student_id, may_book from people.guardianship
    where org_id = ${ctx.orgId} and guardian_id = ${me}::uuid and confirmed_at is not null and ended_at is null)`
}

/** Whether this place in a list is the reader's, or of a student of theirs. */
export async function isMine(ctx: Ctx, waitingId: Id<'waiting'>): Promise<boolean> {
  const { rows } = await sql`
    select from groups.waiting w join ${myStudents(ctx)} mine on mine.id = w.student_id
    where w.org_id = ${ctx.orgId} and w.id = ${waitingId}`.execute(ctx.db)
  return rows.length > 0
}

interface Agreed {
  readonly lessonsLeft: number | null
  readonly lessonsInAll: number | null
  readonly priceAmount: string | null
  readonly priceCurrency: string | null
}

interface Row extends Omit<MyGroup, 'member' | 'waiting' | 'times' | 'nextLessons'> {
  readonly times: MyGroup['times'] | null
  readonly nextLessons: { id: Id<'lesson'>; startsAt: string; endsAt: string }[] | null
  readonly member: (Agreed & { joinedOn: string; leftOn: string | null }) | null
  readonly waiting: {
    readonly id: Id<'waiting'>
    readonly position: number
    readonly mayAnswer: boolean
    readonly offer: (Agreed & { id: Id<'offer'>; expiresAt: string; fromOn: string }) | null
  } | null
}

/** In one query; of other people in the group only their number leaves the database. */
export async function listMyGroups(ctx: Ctx): Promise<Output<typeof contract.listMyGroups>> {
  const { zone } = await getOrganisation(ctx)
  const today = localDate(ctx.now, zone)
  const { rows } = await sql<Row>`
    select g.id, g.name, o.title as offering_title, o.hue, student.id as student_id, student.full_name as student_name,
      teacher.full_name as teacher_name, room.name as room_name, g.zone, g.term_from, g.term_to, g.places,
      (select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute) order by weekday, from_minute)
        from groups.weekly_time where org_id = ${ctx.orgId} and group_id = g.id) as times,
      (select count(*)::int from groups.member m where m.org_id = ${ctx.orgId} and m.group_id = g.id
        and m.joined_on <= greatest(g.term_from, ${today}::date)
        and (m.left_on is null or m.left_on > greatest(g.term_from, ${today}::date))) as places_taken,
      (select json_agg(json_build_object('id', n.id, 'startsAt', n.starts_at, 'endsAt', n.ends_at) order by n.starts_at) from (
        select l.id, l.starts_at, l.ends_at
        from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
        join scheduling.place p on p.org_id = l.org_id and p.lesson_id = l.id and p.status = 'taken' and p.student_id = student.id
        where gl.org_id = ${ctx.orgId} and gl.group_id = g.id and l.status = 'planned' and l.starts_at > ${ctx.now}
        order by l.starts_at limit 3) n) as next_lessons,
      own.member, own.waiting
    from ${myStudents(ctx)} mine
    join people.person student on student.org_id = ${ctx.orgId} and student.id = mine.id
    join lateral (
      select coalesce(m.group_id, w.group_id) as group_id, m.member, w.waiting
      from (
        select m.group_id, json_build_object('joinedOn', m.joined_on, 'leftOn', m.left_on, 'lessonsLeft', m.lessons_left,
          'lessonsInAll', m.lessons_in_all, 'priceAmount', m.price_amount::text, 'priceCurrency', m.price_currency) as member
        from groups.member m
        where m.org_id = ${ctx.orgId} and m.student_id = mine.id and (m.left_on is null or m.left_on > ${today}::date)
      ) m
      full join (
        select w.group_id, json_build_object('id', w.id, 'mayAnswer', mine.may_book, 'position', 1 + (
            select count(*)::int from groups.waiting before where before.org_id = ${ctx.orgId} and before.group_id = w.group_id
              and before.ended_at is null and (before.rank, before.id) < (w.rank, w.id)
              and not exists (select from groups.offer where offer.org_id = before.org_id and offer.waiting_id = before.id and offer.answer is null)),
          'offer', (select json_build_object('id', offer.id, 'expiresAt', offer.expires_at, 'fromOn', offer.from_on,
              'lessonsLeft', offer.lessons_left, 'lessonsInAll', offer.lessons_in_all, 'priceAmount', offer.price_amount::text,
              'priceCurrency', offer.price_currency)
            from groups.offer where offer.org_id = w.org_id and offer.waiting_id = w.id and ${openOffer(ctx)})) as waiting
        from groups.waiting w
        where w.org_id = ${ctx.orgId} and w.student_id = mine.id and w.ended_at is null and not exists (
          select from groups.offer where offer.org_id = w.org_id and offer.waiting_id = w.id and offer.answer is null
            and offer.expires_at <= ${ctx.now})
      ) w on w.group_id = m.group_id
    ) own on true
    join groups."group" g on g.org_id = ${ctx.orgId} and g.id = own.group_id and g.term_to >= ${today}::date
    join catalogue.offering o on o.org_id = g.org_id and o.id = g.offering_id
    join people.person teacher on teacher.org_id = g.org_id and teacher.id = g.teacher_id
    left join resources.resource room on room.org_id = g.org_id and room.id = g.room_id
    order by own.waiting is null, g.name, student.full_name, g.id, student.id`.execute(ctx.db)
  return { groups: rows.map(toMyGroup) }
}

function toMyGroup({ times, nextLessons, member, waiting, ...row }: Row): MyGroup {
  return {
    ...row,
    times: times ?? [],
    nextLessons: (nextLessons ?? []).map(({ id, startsAt, endsAt }) => ({
      id,
      startsAt: Temporal.Instant.from(startsAt),
      endsAt: Temporal.Instant.from(endsAt),
    })),
    member: member && {
      joinedOn: Temporal.PlainDate.from(member.joinedOn),
      leftOn: member.leftOn === null ? null : Temporal.PlainDate.from(member.leftOn),
      ...readAgreement(member),
    },
    waiting: waiting && {
      id: waiting.id,
      mayAnswer: waiting.mayAnswer,
      position: waiting.offer ? null : waiting.position,
      offer: waiting.offer && {
        id: waiting.offer.id,
        expiresAt: Temporal.Instant.from(waiting.offer.expiresAt),
        fromOn: Temporal.PlainDate.from(waiting.offer.fromOn),
        ...readAgreement(waiting.offer),
      },
    },
  }
}

function readAgreement({ lessonsLeft, lessonsInAll, priceAmount, priceCurrency }: Agreed) {
  return {
    lessonsLeft: lessonsLeft ?? 0,
    lessonsInAll: lessonsInAll ?? 0,
    price: priceOf(priceAmount === null ? null : BigInt(priceAmount), priceCurrency),
  }
}
