import type { z } from 'zod'
import { getPolicy } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Endpoint, Input } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { encodeAnswer, type ServedRoute } from '#platform/serve.ts'
import { localDate } from '#platform/time.ts'
import type { PageDataJson } from '#web/public/page-schema.ts'
import { getBookingByLink } from './modules/booking/contract.ts'
import { answerBeforeLessonMinutes, shortestHoldMinutes } from './modules/booking/rules.ts'
import { listOfferings } from './modules/catalogue/contract.ts'
import { getOrganisation } from './modules/organisations/contract.ts'
import { listPublicTeachers } from './modules/people/contract.ts'
import { listSlots } from './modules/scheduling/contract.ts'

type Content<Kind> = Extract<PageDataJson['content'], { kind: Kind }>
type Json<E extends Endpoint> = z.input<E['output']>

/** So far ahead the first free day of every teacher is looked for. */
const lookAheadDays = 27
const shownDays = 7

/** What the public page is made of, read as a visitor reads it through the API. */
export async function composeSite(
  routes: readonly ServedRoute[],
  ctx: Ctx,
  query: Readonly<Record<string, string>>,
): Promise<Content<'site'>> {
  const organisation = await read(routes, ctx, getOrganisation, {})
  const { offerings } = await read(routes, ctx, listOfferings, {})
  const { teachers } = await read(routes, ctx, listPublicTeachers, {})
  const booking = await getPolicy(ctx, 'booking')
  const cancellation = await getPolicy(ctx, 'cancellation')
  const chosen = offerings.find(({ id }) => id === query['offering'])
  return {
    kind: 'site',
    organisation,
    offerings,
    teachers,
    terms: {
      holdHours: booking.terms.holdHours,
      freeUntilHours: cancellation.terms.freeUntilHours,
      latePercent: cancellation.terms.latePercent,
      shortestHoldMinutes,
      answerBeforeLessonMinutes,
    },
    slots: chosen ? await composeSlots(routes, ctx, { offering: chosen, query, zone: organisation.zone }) : null,
  }
}

export async function composeBooking(
  routes: readonly ServedRoute[],
  ctx: Ctx,
  token: string,
): Promise<Content<'booking'>> {
  const input = getBookingByLink.input.safeParse({ token })
  if (!input.success) throw notFound()
  const booking = await read(routes, ctx, getBookingByLink, input.data)
  const { offerings } = await read(routes, ctx, listOfferings, {})
  const alike = offerings.filter(({ title }) => title === booking.offeringTitle)
  const hasRoom = booking.choices.some(({ roomName }) => roomName !== null)
  return {
    kind: 'booking',
    organisation: await read(routes, ctx, getOrganisation, {}),
    booking,
    // A booking does not carry its format: it is online only where nothing says otherwise.
    isOnline: !hasRoom && alike.length > 0 && alike.every(({ format }) => format === 'online'),
    token,
  }
}

interface Shown {
  readonly offering: Json<typeof listOfferings>['offerings'][number]
  readonly query: Readonly<Record<string, string>>
  readonly zone: string
}

// The days on the screen go along whole; of the weeks after them only who is free first.
async function composeSlots(
  routes: readonly ServedRoute[],
  ctx: Ctx,
  { offering, query, zone }: Shown,
): Promise<Content<'site'>['slots']> {
  const offeringId = listOfferings.output.shape.offerings.element.shape.id.parse(offering.id)
  const today = localDate(ctx.now, zone)
  const ahead = await read(routes, ctx, listSlots, { offeringId, from: today, to: today.add({ days: lookAheadDays }) })
  const firstFree: Record<string, string> = {}
  for (const { date, slots } of ahead.days) {
    if (slots.length > 0) firstFree['any'] ??= date
    for (const id of slots.flatMap(({ teacherIds }) => teacherIds)) firstFree[id] ??= date
  }
  const asked = readDate(query['week']) ?? readDate(firstFree[query['teacher'] ?? 'any']) ?? today
  const from = Temporal.PlainDate.compare(asked, today) < 0 ? today : asked
  const to = from.add({ days: shownDays - 1 })
  const isAhead = from.until(today).days + lookAheadDays >= shownDays - 1
  const { days } = isAhead ? ahead : await read(routes, ctx, listSlots, { offeringId, from, to })
  return {
    offeringId: offering.id,
    days: days.filter(({ date }) => date >= from.toString() && date <= to.toString()),
    firstFree,
  }
}

/** The answer of an endpoint as JSON, from the function behind it. */
async function read<E extends Endpoint>(
  routes: readonly ServedRoute[],
  ctx: Ctx,
  endpoint: E,
  input: Input<E>,
): Promise<Json<E>> {
  const route = routes.find((each) => each.endpoint === endpoint)
  if (!route) throw new Error(`Nothing answers ${endpoint.route}.`)
  return JSON.parse(encodeAnswer(endpoint, await route.run(ctx, input))) as Json<E>
}

function readDate(text: string | undefined): Temporal.PlainDate | null {
  const isDate = text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!isDate) return null
  try {
    return Temporal.PlainDate.from(text)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
