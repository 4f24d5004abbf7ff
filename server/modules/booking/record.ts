import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { money, type Money } from '#platform/money.ts'
import { roomNamesOf } from '#scheduling'
import { type BookingStatus, type Cancellation, costOfCancelling, type Moving, movingOf, statusAt } from './rules.ts'

const CancellationTerms = z.object({ freeUntilHours: z.int(), latePercent: z.int() })
const MovingTerms = z.object({ freeUntilHours: z.int(), mostTimes: z.int() })

export interface ChoiceRecord {
  readonly id: Id<'choice'>
  readonly rank: number
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly teacherName: string
  readonly roomId: Id<'resource'> | null
  readonly roomName: string | null
  /** Set when the choice is a place in a lesson that stood already. */
  readonly lessonId: Id<'lesson'> | null
}

interface Row {
  id: Id<'booking'>
  code: string
  status: BookingStatus
  offeringId: Id<'offering'>
  offeringTitle: string
  hue: number
  holdId: Id<'hold'> | null
  expiresAt: Temporal.Instant | null
  studentId: Id<'person'> | null
  bookedBy: Id<'person'> | null
  studentName: string
  studentAge: number | null
  email: string | null
  waNumber: string | null
  guardianName: string
  guardianWa: string
  experience: string
  preferredDays: number[]
  preferredFrom: number | null
  preferredTo: number | null
  startDate: Temporal.PlainDate | null
  instrumentOwned: boolean | null
  referralSource: string
  notes: string
  locale: Locale
  priceAmount: bigint
  priceCurrency: string
  source: 'public' | 'portal' | 'office' | 'api' | 'import'
  createdAt: Temporal.Instant
  zone: string
  endedBecause: string | null
  lessonId: Id<'lesson'> | null
  lessonStatus: 'planned' | 'cancelled' | null
  lessonStartsAt: Temporal.Instant | null
  confirmedChoiceId: Id<'choice'> | null
  policyId: Id<'policy'>
  policyTerms: unknown
  movingPolicyId: Id<'policy'> | null
  movingTerms: unknown
  moves: number
  isShared: boolean
  choices: (Omit<ChoiceRecord, 'startsAt' | 'endsAt' | 'roomName'> & { startsAt: string; endsAt: string })[] | null
}

export interface BookingRecord extends Omit<
  Row,
  | 'choices'
  | 'policyTerms'
  | 'movingPolicyId'
  | 'movingTerms'
  | 'moves'
  | 'isShared'
  | 'confirmedChoiceId'
  | 'endedBecause'
  | 'priceAmount'
  | 'priceCurrency'
> {
  /** As stored; `statusAt` says what it is now. */
  readonly status: BookingStatus
  readonly price: Money
  readonly endedBecause: string
  readonly confirmedRank: number | null
  readonly choices: readonly ChoiceRecord[]
  readonly cancellation: Cancellation | null
  /** How far the family may move the lesson itself; null when there is none that is only its own. */
  readonly moving: (Moving & { readonly policyId: Id<'policy'> }) | null
}

/**
 * Bookings with everything that is shown of them, in two queries. A confirmed choice, and a place in a lesson, show the lesson as it stands now. Cancelling costs what the
 * policy said when the booking was made.
 */
export async function readBookings(ctx: Ctx, which: RawBuilder<unknown>): Promise<BookingRecord[]> {
  const { rows } = await sql<Row>`
    select b.id, b.code, b.status, b.offering_id, o.title as offering_title, o.hue, b.hold_id, b.expires_at, b.student_id, b.booked_by,
      b.student_name, b.student_age, b.email, b.wa_number, b.guardian_name, b.guardian_wa, b.experience, b.preferred_days, b.preferred_from,
      b.preferred_to, b.start_date, b.instrument_owned, b.referral_source, b.notes, b.locale, b.price_amount, b.price_currency, b.source,
      b.created_at, g.zone, e.reason as ended_because, l.id as lesson_id, l.status as lesson_status, l.starts_at as lesson_starts_at,
      f.choice_id as confirmed_choice_id, p.id as policy_id, p.terms as policy_terms,
      m.id as moving_policy_id, m.terms as moving_terms, coalesce(l.capacity > 1, false) as is_shared,
      (select count(*)::int from booking.move v where v.org_id = b.org_id and v.booking_id = b.id) as moves,
      (select json_agg(json_build_object('id', c.id, 'rank', c.rank,
          'startsAt', coalesce(standing.starts_at, c.starts_at), 'endsAt', coalesce(standing.ends_at, c.ends_at),
          'teacherId', t.id, 'teacherName', t.full_name,
          'roomId', case when standing.id is null then c.room_id else standing.room_id end, 'lessonId', c.lesson_id) order by c.rank)
        from booking.choice c
        left join scheduling.lesson standing on standing.org_id = c.org_id
          and standing.id = case when c.id = f.choice_id then l.id else c.lesson_id end
        join people.person t on t.org_id = c.org_id and t.id = coalesce(standing.teacher_id, c.teacher_id)
        where c.org_id = b.org_id and c.booking_id = b.id) as choices
    from booking.booking b
    join organisations.organisation g on g.id = b.org_id
    join catalogue.offering o on o.org_id = b.org_id and o.id = b.offering_id
    left join booking.ending e on e.org_id = b.org_id and e.booking_id = b.id
    left join booking.confirmation f on f.org_id = b.org_id and f.booking_id = b.id
    left join scheduling.lesson l on l.org_id = f.org_id and l.id = f.lesson_id
    cross join lateral (
      select id, terms from organisations.policy
      where org_id = b.org_id and kind = 'cancellation' and (valid_from <= b.created_at or version = 1)
      order by version desc limit 1
    ) p
    left join lateral (
      select id, terms from organisations.policy
      where org_id = b.org_id and kind = 'moving' and (valid_from <= b.created_at or version = 1)
      order by version desc limit 1
    ) m on true
    where b.org_id = ${ctx.orgId} and ${which}`.execute(ctx.db)
  const rooms = await roomNamesOf(
    ctx,
    rows.flatMap(({ choices }) => (choices ?? []).flatMap(({ roomId }) => roomId ?? [])),
  )
  return rows.map((row) => toRecord(ctx, row, rooms))
}

function toRecord(
  ctx: Ctx,
  { choices, policyTerms, confirmedChoiceId, priceAmount, priceCurrency, ...all }: Row,
  rooms: ReadonlyMap<Id<'resource'>, string>,
): BookingRecord {
  const { movingPolicyId, movingTerms, moves, isShared, ...row } = all
  const read = (choices ?? []).map(({ startsAt, endsAt, ...choice }) => ({
    ...choice,
    roomName: (choice.roomId && rooms.get(choice.roomId)) ?? null,
    startsAt: Temporal.Instant.from(startsAt),
    endsAt: Temporal.Instant.from(endsAt),
  }))
  const price = money(priceAmount, priceCurrency)
  const status = statusAt(row, ctx.now)
  const isOpen = status === 'requested' || (status === 'confirmed' && row.lessonStatus === 'planned')
  const terms = CancellationTerms.parse(policyTerms)
  return {
    ...row,
    price,
    endedBecause: row.endedBecause ?? '',
    choices: read,
    confirmedRank: status === 'confirmed' ? (read.find(({ id }) => id === confirmedChoiceId)?.rank ?? null) : null,
    cancellation: isOpen ? costOfCancelling({ price, lessonStartsAt: row.lessonStartsAt }, terms, ctx.now) : null,
    moving: isOpen && !isShared ? movable(ctx, { ...row, moves }, movingPolicyId, movingTerms) : null,
  }
}

function movable(
  ctx: Ctx,
  { lessonStartsAt, moves }: Pick<Row, 'lessonStartsAt' | 'moves'>,
  policyId: Id<'policy'> | null,
  terms: unknown,
): BookingRecord['moving'] {
  if (lessonStartsAt === null || policyId === null) return null
  const moving = movingOf({ lessonStartsAt, moves }, MovingTerms.parse(terms), ctx.now)
  return moving && { ...moving, policyId }
}

export async function findBooking(ctx: Ctx, bookingId: Id<'booking'>): Promise<BookingRecord | undefined> {
  return (await readBookings(ctx, sql`b.id = ${bookingId}`))[0]
}

/** The booking as it stands once nobody else can decide it before this transaction ends. */
export async function lockBooking(ctx: Ctx, bookingId: Id<'booking'>): Promise<BookingRecord | undefined> {
  await ctx.db
    .selectFrom('booking.booking')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', bookingId)
    .forNoKeyUpdate()
    .execute()
  return findBooking(ctx, bookingId)
}
