import { importBookings } from '#booking'
import { importOfferings } from '#catalogue'
import { getOrganisation, getPolicy } from '#organisations'
import { importPeople } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { importRooms } from '#resources'
import { importHours, importLessons } from '#scheduling'
import { idFromOld } from './old-ids.ts'
import type { EarlierRecords } from './old-records.ts'
import type { MessageArgs, MessageKey } from './old-database.ts'
import type { ImportPlan, Made, Remark, RemarkKind } from './plan.ts'
import { openUntil, ranOut, toBooking, toEnrolment } from './planned-bookings.ts'
import {
  toFamily,
  toGuardianship,
  toHours,
  toLesson,
  toOffering,
  toPerson,
  toPlace,
  toPrice,
  toRoom,
} from './planned-rows.ts'

/** What came in otherwise than the plan says, because of what is here already. */
class Remarks {
  readonly all: Remark[] = []

  add(kind: RemarkKind, thing: Made | undefined, message: MessageKey, args: MessageArgs = {}): void {
    const source = thing?.sources[0]
    if (source) this.all.push({ kind, ...source, message, args })
  }
}

interface Writing {
  readonly ctx: Ctx
  readonly plan: ImportPlan
  readonly earlier: EarlierRecords
  readonly remarks: Remarks
}

/**
 * Gives each module its part of the plan. What an earlier import made stays as it is now, also what was taken away since; only what comes of
 * rows that nothing was made of before is added.
 */
export async function writeRows(
  ctx: Ctx,
  plan: ImportPlan,
  earlier: EarlierRecords,
  onProgress: (step: string) => void,
): Promise<readonly Remark[]> {
  const writing: Writing = { ctx, plan, earlier, remarks: new Remarks() }
  onProgress('people')
  const newPeople = await writePeople(writing)
  onProgress('offerings')
  const newRooms = await writeOfferings(writing, newPeople)
  onProgress('hours')
  await writeHours(writing, (owner) => newPeople.has(owner) || newRooms.has(owner))
  onProgress('lessons')
  await writeLessons(writing)
  onProgress('bookings')
  await writeBookings(writing)
  return writing.remarks.all
}

async function writePeople({ ctx, plan, remarks }: Writing): Promise<ReadonlySet<string>> {
  const { made, sameEmails } = await importPeople(ctx, {
    persons: plan.persons.map((person) => toPerson(person, ctx.now)),
    families: plan.families.map((family) => toFamily(family, ctx.now)),
    guardianships: plan.guardianships.map((guardianship) => toGuardianship(guardianship, ctx.now)),
  })
  const persons = byId(plan.persons)
  for (const { personId, name, other } of sameEmails)
    remarks.add('clash', persons.get(personId), 'transfer.email_here', { name, other })
  return made
}

async function writeOfferings(
  { ctx, plan, remarks }: Writing,
  newPeople: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const { made, renamed } = await importRooms(
    ctx,
    plan.rooms.map((room) => toRoom(room, ctx.now)),
  )
  for (const room of plan.rooms) {
    const other = renamed.get(room.id)
    if (other) remarks.add('guessed', room, 'transfer.room_name_here', { name: room.name, other })
  }
  await importOfferings(
    ctx,
    {
      offerings: plan.offerings.map((offering) => toOffering(offering, ctx.now)),
      prices: plan.prices.map((price) => toPrice(price, ctx.now)),
    },
    newPeople,
  )
  return made
}

/** Hours of teachers are guesses, so only new teachers get them; hours of rooms are rows of the older system. */
async function writeHours({ ctx, plan, earlier, remarks }: Writing, isNew: (owner: string) => boolean): Promise<void> {
  const wanted = plan.availability.filter((rule) => isNew(rule.ownerId) || (!rule.guessed && earlier.isNew(rule)))
  const refused = await importHours(ctx, wanted.map(toHours))
  for (const rule of wanted) if (refused.has(rule.id)) remarks.add('kept', rule, 'transfer.hours_here')
}

async function writeLessons({ ctx, plan, earlier, remarks }: Writing): Promise<void> {
  const places = plan.places.filter((place) => earlier.isNew(place))
  const { clashes, refusedPlaces, grown } = await importLessons(
    ctx,
    plan.lessons.map((lesson) => toLesson(lesson, ctx.now)),
    places.map((place) => toPlace(place, ctx.now)),
  )
  const lessons = byId(plan.lessons)
  for (const { lessonId, asWhat } of clashes)
    remarks.add('clash', lessons.get(lessonId), 'transfer.clash_here', { what: asWhat })
  for (const place of places)
    if (refusedPlaces.has(place.id)) remarks.add('clash', place, 'transfer.lesson_cancelled_here')
  for (const lessonId of grown) remarks.add('clash', lessons.get(lessonId), 'transfer.overfull_here')
}

async function writeBookings({ ctx, plan, earlier, remarks }: Writing): Promise<void> {
  const { locale, currency } = await getOrganisation(ctx)
  const { terms } = await getPolicy(ctx, 'booking')
  const holdOf = (id: string) => idFromOld(ctx.orgId, 'music-school', 'hold', 'bookings', id) as Id<'hold'>
  const prolonged = ctx.now.add({ hours: terms.holdHours })
  const bookings = plan.bookings.map((booking) => {
    const expiresAt = openUntil(booking, ctx.now, prolonged)
    return toBooking(booking, { now: ctx.now, locale, currency, expiresAt, holdId: holdOf(booking.id) })
  })
  for (const booking of plan.bookings.filter((each) => earlier.isNew(each))) {
    if (ranOut(booking, ctx.now)) remarks.add('guessed', booking, 'transfer.request_ran_out')
    else if (booking.status === 'requested' && booking.expiresAt === null)
      remarks.add('guessed', booking, 'transfer.request_prolonged', { hours: terms.holdHours })
  }
  const unheld = await importBookings(
    ctx,
    bookings,
    plan.enrolments.map((enrolment) => toEnrolment(enrolment, ctx.now)),
  )
  if (unheld.size === 0) return
  for (const booking of plan.bookings)
    for (const { id, rank } of booking.choices)
      if (unheld.has(id)) remarks.add('clash', booking, 'transfer.choice_not_held', { rank })
}

function byId<Thing extends Made>(things: readonly Thing[]): ReadonlyMap<string, Thing> {
  return new Map(things.map((thing) => [thing.id, thing]))
}
