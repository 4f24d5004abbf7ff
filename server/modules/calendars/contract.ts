import { z } from 'zod'
import { endpoint, fields, instant, nothing, text } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const ResourceId = idOf('resource')
const OutsideCalendarId = idOf('outside_calendar')

const Feed = z.object({
  createdAt: instant,
  /** When a calendar program last asked, to within five minutes. */
  lastReadAt: instant.nullable(),
})
export const FeedState = z.object({ feed: Feed.nullable() })
export type FeedState = z.output<typeof FeedState>

const NewAddress = z.object({
  /** The secret address. It is in this answer and nowhere else, not even in our database. */
  address: z.string(),
  feed: Feed,
})

export const getMyFeed = endpoint({
  route: 'GET /my/calendar-feed',
  needs: 'signed-in',
  summary: 'Whether the reader has a secret address under which calendar programs find their lessons (RFC 5545).',
  input: nothing,
  output: FeedState,
})

export const renewMyFeed = endpoint({
  route: 'POST /my/calendar-feed',
  needs: 'signed-in',
  summary: 'Makes the secret address of the reader’s calendar, or another one: the one before is dead at once.',
  input: nothing,
  output: NewAddress,
  holdsSecret: true,
})

export const revokeMyFeed = endpoint({
  route: 'DELETE /my/calendar-feed',
  needs: 'signed-in',
  summary: 'Ends the secret address of the reader’s calendar at once.',
  input: nothing,
  output: nothing,
})

export const getResourceFeed = endpoint({
  route: 'GET /resources/:resourceId/calendar-feed',
  needs: 'resources.manage',
  summary: 'Whether a room, vehicle or piece of equipment has a secret calendar address.',
  input: fields({ resourceId: ResourceId }),
  output: FeedState,
})

export const renewResourceFeed = endpoint({
  route: 'POST /resources/:resourceId/calendar-feed',
  needs: 'resources.manage',
  summary:
    'Makes the secret address of a resource’s calendar, which says course and teacher and no student, or another one: the one before is dead at once.',
  input: fields({ resourceId: ResourceId }),
  output: NewAddress,
  holdsSecret: true,
})

export const revokeResourceFeed = endpoint({
  route: 'DELETE /resources/:resourceId/calendar-feed',
  needs: 'resources.manage',
  summary: 'Ends the secret address of a resource’s calendar at once.',
  input: fields({ resourceId: ResourceId }),
  output: nothing,
})

/** Why the last try to read an outside calendar failed; each is a sentence `calendars.error.<code>`. */
export const FetchError = z.enum([
  'not_https',
  'forbidden_address',
  'forbidden_port',
  'unknown_host',
  'unreachable',
  'certificate',
  'too_slow',
  'too_large',
  'too_many_redirects',
  'not_found',
  'not_allowed',
  'refused',
  'not_a_calendar',
  'broken',
  'too_many_events',
])
export type FetchError = z.output<typeof FetchError>

const Clash = z.object({
  lessonId: idOf('lesson'),
  title: z.string(),
  startsAt: instant,
  endsAt: instant,
})

export const OutsideCalendar = z.object({
  id: OutsideCalendarId,
  name: z.string(),
  /** Only the host: the rest of the address is a secret. */
  host: z.string(),
  lastTriedAt: instant.nullable(),
  lastFetchedAt: instant.nullable(),
  nextFetchAt: instant,
  error: FetchError.nullable(),
  /** Stretches of busy time in the next 400 days. */
  events: z.int(),
})
export type OutsideCalendar = z.output<typeof OutsideCalendar>

export const listOutsideCalendars = endpoint({
  route: 'GET /my/outside-calendars',
  needs: 'teaching.teach',
  summary:
    'The reader’s own calendars elsewhere, whose busy time stops new lessons, how reading them went, and which lessons to come they clash with.',
  input: nothing,
  output: z.object({ calendars: z.array(OutsideCalendar), clashes: z.array(Clash) }),
})

export const addOutsideCalendar = endpoint({
  route: 'POST /my/outside-calendars',
  needs: 'teaching.teach',
  summary:
    'Adds a calendar by its https or webcal address; it is read within seconds and every 15 minutes from then on. Only when it is busy is kept. At most 10.',
  input: fields({ name: text(80, 1), address: text(2000, 1) }),
  output: OutsideCalendar,
  errors: ['calendars.too_many', 'calendars.already_added'],
})

export const removeOutsideCalendar = endpoint({
  route: 'DELETE /my/outside-calendars/:calendarId',
  needs: 'teaching.teach',
  summary: 'Forgets an outside calendar; its busy time is free at once.',
  input: fields({ calendarId: OutsideCalendarId }),
  output: nothing,
})

export const fetchOutsideCalendar = endpoint({
  route: 'POST /my/outside-calendars/:calendarId/fetch',
  needs: 'teaching.teach',
  summary:
    'Asks for an outside calendar to be read again now; within a minute of the last try it waits until the minute is over.',
  input: fields({ calendarId: OutsideCalendarId }),
  output: OutsideCalendar,
})
