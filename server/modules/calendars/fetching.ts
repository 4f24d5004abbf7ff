import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { download, DownloadFailed, type Network } from '#platform/download.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { epochMinute } from '#platform/time.ts'
import { replaceOutsideBusy } from '#scheduling'
import type { FetchError } from './contract.ts'
import { OutsideUnreadable } from './outside-lines.ts'
import { readBusyTimes } from './outside-reader.ts'

const limits = { milliseconds: 15_000, bytes: 5 * 1024 * 1024, redirects: 3 }
const minutesBetween = 15
const longestPauseMinutes = 24 * 60
const daysAhead = 400
const atOnce = 4

interface Due {
  readonly orgId: Id<'organisation'>
  readonly id: Id<'outside_calendar'>
  readonly personId: Id<'person'>
  readonly address: string
  readonly failures: number
  readonly error: string | null
  readonly etag: string | null
  readonly lastModified: string | null
  readonly expandedOn: Temporal.PlainDate | null
  readonly zone: string
}

/**
 * Reads every outside calendar whose time has come, a few at once, and gives their number. Each is claimed before the network is asked, so
 * no transaction waits for it and two processes never ask for the same one.
 */
export async function fetchDueCalendars(
  access: DatabaseAccess,
  network: Network,
  now: Temporal.Instant,
): Promise<number> {
  let fetched = 0
  for (;;) {
    const due = await claimDue(access, now)
    if (due.length === 0) return fetched
    await Promise.all(due.map((calendar) => fetchOne(access, calendar, { network, now })))
    fetched += due.length
  }
}

// As the owner, because the organisations are walked. Calendars of whoever is no member any more are left alone.
async function claimDue(access: DatabaseAccess, now: Temporal.Instant): Promise<Due[]> {
  const { rows } = await sql<Due>`
    update calendars.outside_calendar c
    set last_tried_at = ${now}, next_fetch_at = ${now.add({ minutes: minutesBetween })}
    from organisations.organisation g
    where g.id = c.org_id and (c.org_id, c.id) in (
      select d.org_id, d.id from calendars.outside_calendar d
      join people.person p on p.org_id = d.org_id and p.id = d.person_id
      join identity.membership m on m.org_id = d.org_id and m.user_id = p.user_id and m.status = 'active'
      where d.next_fetch_at <= ${now}
      order by d.next_fetch_at limit ${atOnce} for update of d skip locked)
    returning c.org_id, c.id, c.person_id, c.address, c.failures, c.error, c.etag, c.last_modified, c.expanded_on, g.zone`.execute(
    access.owner,
  )
  return rows
}

interface Fetched {
  readonly stretches: readonly [number, number][] | null
  readonly etag: string | null
  readonly lastModified: string | null
}

interface Asking {
  readonly network: Network
  readonly now: Temporal.Instant
}

async function fetchOne(access: DatabaseAccess, calendar: Due, asking: Asking): Promise<void> {
  let outcome: Fetched | FetchError
  try {
    outcome = await fetchBusyTimes(calendar, asking)
  } catch (error) {
    if (!(error instanceof DownloadFailed || error instanceof OutsideUnreadable)) throw error
    outcome = error.kind
  }
  await inSystem(access, calendar.orgId, `calendars.fetch/${calendar.id}`, (ctx) =>
    typeof outcome === 'string'
      ? noteFailure(ctx, calendar, outcome, asking.now)
      : noteSuccess(ctx, calendar, outcome, asking.now),
  )
}

// An unchanged file is read again on a new day, because repeated events reach further then.
async function fetchBusyTimes({ address, zone, ...known }: Due, { network, now }: Asking): Promise<Fetched> {
  const isExpanded = known.expandedOn?.equals(dayOf(now)) ?? false
  const answer = await download(
    {
      url: address,
      accept: 'text/calendar',
      limits,
      ...(isExpanded ? { etag: known.etag, lastModified: known.lastModified } : {}),
    },
    network,
  )
  if (!answer.isNew) return { stretches: null, etag: known.etag, lastModified: known.lastModified }
  const from = epochMinute(dayOf(now).toZonedDateTime('UTC').toInstant().subtract({ hours: 24 }))
  const stretches = await readBusyTimes(answer.bytes, { from, to: from + (daysAhead + 1) * 1440 }, zone)
  return { stretches, etag: answer.etag, lastModified: answer.lastModified }
}

function dayOf(now: Temporal.Instant): Temporal.PlainDate {
  return now.toZonedDateTimeISO('UTC').toPlainDate()
}

function update(ctx: Ctx, { id }: Due) {
  return ctx.db.updateTable('calendars.outsideCalendar').where('orgId', '=', ctx.orgId).where('id', '=', id)
}

async function noteSuccess(ctx: Ctx, calendar: Due, fetched: Fetched, now: Temporal.Instant): Promise<void> {
  const { stretches, etag, lastModified } = fetched
  const kept = await update(ctx, calendar)
    .set({
      lastFetchedAt: now,
      failures: 0,
      error: null,
      etag,
      lastModified,
      expandedOn: dayOf(now),
      ...(stretches && { events: stretches.length }),
    })
    .returning(['personId', 'name', 'events'])
    .executeTakeFirst()
  if (!kept) return // taken away in the meantime
  const { personId, name, events } = kept
  const isNew = stretches !== null && (await replaceOutsideBusy(ctx, { personId, sourceId: calendar.id, stretches }))
  if (isNew || calendar.error !== null)
    await emit(ctx, 'calendars.outside_calendar_read', { kind: 'person', id: personId }, { name, events })
}

async function noteFailure(ctx: Ctx, calendar: Due, error: FetchError, now: Temporal.Instant): Promise<void> {
  const failures = calendar.failures + 1
  const pause = Math.min(minutesBetween * 2 ** failures, longestPauseMinutes)
  const kept = await update(ctx, calendar)
    .set({ failures, error, nextFetchAt: now.add({ minutes: pause }) })
    .returning(['personId', 'name'])
    .executeTakeFirst()
  if (kept && calendar.error !== error)
    await emit(
      ctx,
      'calendars.outside_calendar_failed',
      { kind: 'person', id: kept.personId },
      { name: kept.name, error },
    )
}
