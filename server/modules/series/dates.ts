import { z } from 'zod'
import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { malformed, notFound, wrongField, type Problem } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { type BookableTime, checkDates, type CheckedDate } from '#scheduling'
import { type DateChoice, PreviewDate } from './contract.ts'
import { datesTaken } from './errors.ts'
import type { RuleDate } from './rules.ts'

/** What is planned on each date of a series. */
export interface Intent {
  readonly offeringId: Id<'offering'>
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly studentIds: readonly Id<'person'>[]
  readonly skipsClosures: boolean
  readonly durationMinutes: number
}

export interface OfferingFacts {
  readonly durationMinutes: number
  readonly places: number
  readonly zone: string
}

/** What the offering says, and that all the students are known and fit in. */
export async function readOffering(
  ctx: Ctx,
  { offeringId, studentIds }: Pick<Intent, 'offeringId' | 'studentIds'>,
): Promise<OfferingFacts> {
  const { rows } = await sql<OfferingFacts & { known: Id<'person'>[] }>`
    select o.duration_minutes, o.places, g.zone, array(
      select s.person_id from people.student_profile s
      where s.org_id = ${ctx.orgId} and s.person_id = any(${[...studentIds]}::uuid[])
    ) as known
    from catalogue.offering o join organisations.organisation g on g.id = o.org_id
    where o.org_id = ${ctx.orgId} and o.id = ${offeringId}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw notFound()
  const unknown = studentIds.findIndex((id) => !found.known.includes(id))
  if (unknown >= 0) throw wrongField(`studentIds.${unknown}`, 'unknown_student')
  const twice = studentIds.findIndex((id, i) => studentIds.indexOf(id) !== i)
  if (twice >= 0) throw wrongField(`studentIds.${twice}`, 'twice')
  if (studentIds.length > found.places) throw wrongField('studentIds', 'too_big', { maximum: found.places })
  return found
}

/** A date that has been looked at. `time` is what can be claimed; null when it is left out or something stands in the way. */
export interface SeenDate extends RuleDate {
  readonly state: PreviewDate['state']
  readonly choice: DateChoice | undefined
  readonly checked: CheckedDate | null
  readonly time: BookableTime | null
}

export interface DatesToSee {
  readonly dates: readonly RuleDate[]
  readonly choices?: readonly DateChoice[] | undefined
  /** Dates that stay as they are. */
  readonly isKept?: (date: Temporal.PlainDate) => boolean
  readonly isPaused?: (date: Temporal.PlainDate) => boolean
  /** Where a date is held when nothing is chosen: a lesson that was moved by hand stays there. */
  readonly placeOf?: (date: RuleDate) => { readonly startsAt: Temporal.Instant } | undefined
}

/** Looks at all the dates at once, by the engine that lists free times. */
export async function seeDates(ctx: Ctx, intent: Intent, wanted: DatesToSee): Promise<SeenDate[]> {
  const choices = readChoices(wanted)
  const asked = wanted.dates.filter(
    ({ date }) => !choices.get(date.toString())?.skip && !wanted.isPaused?.(date) && !wanted.isKept?.(date),
  )
  const checked = await checkDates(ctx, {
    offeringId: intent.offeringId,
    studentIds: intent.studentIds,
    dates: asked.map((each) => {
      const choice = choices.get(each.date.toString())
      return {
        startsAt: choice?.startsAt ?? wanted.placeOf?.(each)?.startsAt ?? each.startsAt,
        teacherId: choice?.teacherId ?? intent.teacherId,
        roomId: choice?.roomId ?? (choice?.startsAt ? null : intent.roomId),
      }
    }),
  })
  const results = new Map(asked.map(({ date }, i) => [date.toString(), checked[i]]))
  return wanted.dates.map((each) => {
    const choice = choices.get(each.date.toString())
    const seen = { ...each, choice, checked: null, time: null }
    if (wanted.isKept?.(each.date)) return { ...seen, state: 'kept' }
    if (choice?.skip) return { ...seen, state: 'skipped' }
    if (wanted.isPaused?.(each.date)) return { ...seen, state: 'paused' }
    const result = results.get(each.date.toString())
    if (!result) throw notFound()
    if (result.time) return { ...seen, state: 'free', checked: result, time: result.time }
    const isClosed = intent.skipsClosures && !choice && result.reasons.some(({ code }) => code === 'closure')
    return { ...seen, state: isClosed ? 'closed' : 'clash', checked: result }
  })
}

function readChoices({ dates, choices = [] }: DatesToSee): ReadonlyMap<string, DateChoice> {
  const known = new Set(dates.map(({ date }) => date.toString()))
  const chosen = new Map<string, DateChoice>()
  const errors = choices.flatMap((choice, i) => {
    const date = choice.date.toString()
    const path = `choices.${i}.date`
    if (!known.has(date)) return [{ path, code: 'not_in_series' }]
    if (chosen.has(date)) return [{ path, code: 'twice' }]
    chosen.set(date, choice)
    return []
  })
  if (errors.length > 0) throw malformed({ errors })
  return chosen
}

/** The dates as a screen shows them, numbered from `first` on. */
export function describeDates(
  seen: readonly SeenDate[],
  { durationMinutes }: Pick<Intent, 'durationMinutes'>,
  first = 1,
): PreviewDate[] {
  let number = first
  return seen.map(({ date, startsAt, clockChange, state, checked, choice }) => {
    const at = checked?.startsAt ?? choice?.startsAt ?? startsAt
    const isHeld = state === 'free' || state === 'clash' || state === 'kept'
    return {
      date,
      number: isHeld ? number++ : null,
      startsAt: at,
      endsAt: at.add({ minutes: durationMinutes }),
      state,
      reasons: [...(checked?.reasons ?? [])],
      alternatives: [...(checked?.alternatives ?? [])],
      clockChange,
    }
  })
}

/** The refusal of dates that cannot be held: each with what is so now. */
export function refuseDates(dates: readonly PreviewDate[]): Problem {
  return datesTaken({ extra: { dates: z.encode(z.array(PreviewDate), [...dates]) } })
}

/** Refuses unless every date can be held or is left out. */
export function mustAllBeFree(seen: readonly SeenDate[], intent: Intent): void {
  const clashes = describeDates(seen, intent).filter(({ state }) => state === 'clash')
  if (clashes.length > 0) throw refuseDates(clashes)
}
