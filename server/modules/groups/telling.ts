import { z } from 'zod'
import { createLink } from '#identity'
import { notify, sendLetter } from '#notifications'
import { listOffice, namesOf, recipientsFor, type Contact } from '#people'
import { createFormatters, type Formatters } from '#messages/format.ts'
import type { Translator } from '#messages/translator.ts'
import type { Ctx } from '#platform/context.ts'
import type { Event } from '#platform/events.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { priceOf } from './group-page.ts'

const linkDays = 30

interface GroupFacts {
  readonly id: Id<'group'>
  readonly name: string
  readonly zone: string
  readonly teacherName: string
}

async function groupOf(ctx: Ctx, event: Event): Promise<GroupFacts> {
  return ctx.db
    .selectFrom('groups.group as group')
    .innerJoin('people.person as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'group.orgId').onRef('teacher.id', '=', 'group.teacherId'),
    )
    .select(['group.id', 'group.name', 'group.zone', 'teacher.fullName as teacherName'])
    .where('group.orgId', '=', ctx.orgId)
    .where('group.id', '=', event.subjectId as Id<'group'>) // events of these names are about groups
    .executeTakeFirstOrThrow()
}

const About = z.object({ studentId: idOf('person') })

interface Writing {
  readonly contact: Contact
  readonly t: Translator
  readonly format: Formatters
  readonly student: string
}

/** Everybody who decides for a student, each in their language. */
async function openWritings(ctx: Ctx, studentId: Id<'person'>, zone: string): Promise<Writing[]> {
  const student = (await namesOf(ctx, [studentId])).get(studentId) ?? ''
  const contacts = await recipientsFor(ctx, studentId, 'mayBook')
  return contacts.map((contact) => ({
    contact,
    student,
    t: translatorFor(contact.locale),
    format: createFormatters(contact.locale, zone),
  }))
}

interface Notice {
  readonly path: string
  readonly arguments: Readonly<Record<string, string>>
}

async function notifyOne(ctx: Ctx, event: Event, { id, hasLogin }: Contact, notice: Notice): Promise<void> {
  if (hasLogin) await notify(ctx, { uniqueKey: `${event.id}:${id}`, personId: id, kind: event.name, ...notice })
}

/** A place is kept for a family: each who decides for the student gets a link of their own that answers without signing in. */
export async function tellOfOffer(ctx: Ctx, event: Event): Promise<void> {
  const { studentId, offerId } = About.extend({ offerId: idOf('offer') }).parse(event.payload)
  const group = await groupOf(ctx, event)
  const offer = await ctx.db
    .selectFrom('groups.offer')
    .select(['expiresAt', 'fromOn', 'lessonsLeft', 'lessonsInAll', 'priceAmount', 'priceCurrency', 'answer'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', offerId)
    .executeTakeFirstOrThrow()
  if (offer.answer !== null) return
  const price = priceOf(offer.priceAmount, offer.priceCurrency)
  for (const { contact, t, format, student } of await openWritings(ctx, studentId, group.zone)) {
    const until = format.formatDayAndTime(offer.expiresAt)
    await notifyOne(ctx, event, contact, { path: '/home', arguments: { group: group.name, student, until } })
    if (!contact.email) continue
    const expiresAt = offer.expiresAt.add({ hours: linkDays * 24 })
    const token = await createLink(ctx, { purpose: 'place-offer', subjectId: offerId, expiresAt })
    const { lessonsLeft: left, lessonsInAll: all } = offer
    await sendLetter(ctx, {
      uniqueKey: `${event.id}:${contact.id}`,
      recipient: contact.email,
      recipientName: contact.name,
      locale: contact.locale,
      subject: t('mail.groups.offer.subject', { group: group.name, student }),
      paragraphs: [
        t('mail.booking.greeting', { name: contact.name }),
        t('mail.groups.offer.body', { group: group.name, student, until }),
        t('mail.groups.offer.lessons', {
          count: left,
          first: format.formatLongDay(offer.fromOn),
          teacher: group.teacherName,
        }),
        price
          ? t('mail.groups.offer.price', { price: format.formatMoney(price), left, all })
          : t('mail.groups.offer.each'),
        t('mail.groups.offer.next'),
        t('mail.booking.zone', { zone: group.zone }),
      ],
      action: { label: t('mail.groups.offer.action'), path: `/offers/${token}` },
    })
  }
}

/** Nobody answered in time: the family learns that the place went on, and the office that it did. */
export async function tellOfExpiry(ctx: Ctx, event: Event): Promise<void> {
  const { studentId } = About.parse(event.payload)
  const group = await groupOf(ctx, event)
  for (const { contact, t, student } of await openWritings(ctx, studentId, group.zone)) {
    await notifyOne(ctx, event, contact, { path: '/home', arguments: { group: group.name, student } })
    if (!contact.email) continue
    await sendLetter(ctx, {
      uniqueKey: `${event.id}:${contact.id}`,
      recipient: contact.email,
      recipientName: contact.name,
      locale: contact.locale,
      subject: t('mail.groups.over.subject', { group: group.name }),
      paragraphs: [
        t('mail.booking.greeting', { name: contact.name }),
        t('mail.groups.over.body', { group: group.name, student }),
      ],
      action: { label: t('mail.booking.ask_again'), path: '' },
    })
  }
  await tellOffice(ctx, event)
}

const Joined = About.extend({ from: z.iso.date(), lessonsLeft: z.int() })

/** A student has a place. */
export async function tellOfJoining(ctx: Ctx, event: Event): Promise<void> {
  const { studentId, from, lessonsLeft } = Joined.parse(event.payload)
  const group = await groupOf(ctx, event)
  for (const { contact, t, format, student } of await openWritings(ctx, studentId, group.zone)) {
    const day = format.formatLongDay(Temporal.PlainDate.from(from))
    await notifyOne(ctx, event, contact, { path: '/home', arguments: { group: group.name, student, day } })
    if (!contact.email) continue
    await sendLetter(ctx, {
      uniqueKey: `${event.id}:${contact.id}`,
      recipient: contact.email,
      recipientName: contact.name,
      locale: contact.locale,
      subject: t('mail.groups.joined.subject', { group: group.name, student }),
      paragraphs: [
        t('mail.booking.greeting', { name: contact.name }),
        t('mail.groups.joined.body', { group: group.name, student, day, count: lessonsLeft }),
      ],
      action: { label: t('mail.booking.calendar'), path: '/calendar' },
    })
  }
}

/** A student leaves, or waits: those who decide for the student see it in the product. */
export async function tellFamily(ctx: Ctx, event: Event): Promise<void> {
  const { studentId } = About.parse(event.payload)
  const group = await groupOf(ctx, event)
  for (const { contact, student } of await openWritings(ctx, studentId, group.zone))
    await notifyOne(ctx, event, contact, { path: '/home', arguments: { group: group.name, student } })
}

/** A family answered: the office sees it. */
export async function tellOffice(ctx: Ctx, event: Event): Promise<void> {
  const { studentId } = About.parse(event.payload)
  const { id, name: group } = await groupOf(ctx, event)
  const student = (await namesOf(ctx, [studentId])).get(studentId) ?? ''
  for (const contact of await listOffice(ctx))
    await notifyOne(ctx, event, contact, { path: `/groups/${id}`, arguments: { group, student } })
}
