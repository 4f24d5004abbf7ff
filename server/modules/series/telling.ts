import { z } from 'zod'
import { createFormatters } from '#messages/format.ts'
import { notify, sendLetter } from '#notifications'
import { contactsOf, namesOf, recipientsFor } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Event } from '#platform/events.ts'
import { idOf } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { readOccurrences } from './occurrences.ts'
import { findSeries } from './record.ts'

const Told = z.object({ studentIds: z.array(idOf('person')), teacherId: idOf('person') })

const what = {
  'series.planned': 'planned',
  'series.changed': 'changed',
  'series.ended': 'ended',
  'series.paused': 'paused',
  'series.zone_changed': 'zone_changed',
} as const

/** How many dates a mail names. */
const mostListed = 12

/** Everybody in a series is told once of what was done to it, with the dates as they are now. */
export async function tellOfSeries(ctx: Ctx, event: Event): Promise<void> {
  const { studentIds, teacherId } = Told.parse(event.payload)
  const kind = what[event.name as keyof typeof what] // this reaction is registered for these names only
  const series = await findSeries(ctx, idOf('series').parse(event.subjectId))
  const { title, zone } = series
  const all = await readOccurrences(ctx, series.id)
  const ahead = all.filter(
    ({ status, startsAt }) => status === 'planned' && Temporal.Instant.compare(startsAt!, ctx.now) > 0,
  )
  const names = await namesOf(ctx, studentIds)
  for (const studentId of studentIds) {
    const student = names.get(studentId) ?? ''
    for (const contact of await recipientsFor(ctx, studentId, 'receivesReports')) {
      const uniqueKey = `${event.id}:${studentId}:${contact.id}`
      const count = ahead.length
      if (contact.hasLogin) {
        await notify(ctx, {
          uniqueKey,
          personId: contact.id,
          kind: event.name,
          arguments: { title, student, count },
          path: '/calendar',
        })
      }
      if (contact.email === null) continue
      const t = translatorFor(contact.locale)
      const { formatDayAndTime } = createFormatters(contact.locale, zone)
      const times = ahead.slice(0, mostListed).map(({ startsAt }) => formatDayAndTime(startsAt!))
      await sendLetter(ctx, {
        uniqueKey,
        recipient: contact.email,
        recipientName: contact.name,
        locale: contact.locale,
        subject: t(`mail.series.${kind}.subject`, { title, student }),
        paragraphs: [
          t('mail.series.greeting', { name: contact.name }),
          t(`mail.series.${kind}.body`, { title, student, count }),
          ...(times.length > 0 ? [times.join('\n')] : []),
          ...(count > mostListed ? [t('mail.series.more', { count: count - mostListed })] : []),
          t('mail.series.zone', { zone }),
        ],
        action: { label: t('mail.series.action'), path: '/calendar' },
      })
    }
  }
  const teachers = await contactsOf(ctx, [teacherId])
  await notify(
    ctx,
    ...[...teachers.values()]
      .filter(({ hasLogin }) => hasLogin)
      .map(({ id }) => ({
        uniqueKey: `${event.id}:${id}`,
        personId: id,
        kind: event.name,
        arguments: { title, student: [...names.values()].join(', '), count: ahead.length },
        path: `/series/${series.id}`,
      })),
  )
}
