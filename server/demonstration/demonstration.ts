import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { createOrganisation } from '#organisations'
import type { DatabaseAccess } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { importMusicSchool, readOldMusicSchool } from '#transfer'
import { addLogins, confirmGuardians } from './logins.ts'
import { madeEvent } from './need.ts'
import { moveRows, turnedWeekday } from './moved-rows.ts'
import { addPastWeeks } from './past-weeks.ts'

const sample = fileURLToPath(new URL('../../db/sample/music-school.sql', import.meta.url))

const school = {
  slug: 'kadensa',
  name: 'Kadensa Music',
  preset: 'music-school',
  country: 'ID',
  zone: 'Asia/Jakarta',
  currency: 'IDR',
  locale: 'en',
  isDemonstration: true,
} as const

/**
 * Makes the demonstration school from the sample of an older database, once for an install: its lessons lie around today, its last weeks were
 * held, noted, invoiced and mostly paid, and there is a login for each role. One that was cut short is thrown away first.
 */
export async function makeDemonstration(access: DatabaseAccess, now: Temporal.Instant): Promise<void> {
  await sql`truncate organisations.organisation, identity."user", identity.link cascade`.execute(access.owner)
  const orgId = newId('organisation')
  const rows = moveRows({ rows: await readOldMusicSchool(sample, () => {}), zone: school.zone, now })
  const { zone, currency, country } = school
  const source = {
    rows,
    name: 'music-school.sql',
    options: { zone, currency, country },
    now,
    before: (ctx: Parameters<typeof createOrganisation>[0]) => createOrganisation(ctx, school),
  }
  await importMusicSchool(access, orgId, source, () => {})
  await describeSchool(access, orgId, now)
  await confirmGuardians(access, orgId)
  await addPastWeeks(access, orgId, now)
  await addLogins(access, orgId, now)
  await inSystem(access, orgId, 'demonstration', (ctx) => emit(ctx, madeEvent, { kind: 'organisation', id: orgId }))
}

async function describeSchool(access: DatabaseAccess, orgId: Id<'organisation'>, now: Temporal.Instant): Promise<void> {
  const today = now.toZonedDateTimeISO(school.zone).toPlainDate()
  await access.owner
    .updateTable('organisations.organisation')
    .set({
      headline: 'Learn an instrument in Yogyakarta',
      description:
        'Piano, guitar, violin, drums and voice, one to one or in small groups, for beginners of any age. Come for one lesson and see who you would like to learn with.',
      address: 'Jl. Affandi No. 18, Yogyakarta',
      phone: '+62 274 555 0118',
      email: 'halo@kadensa.example',
      paymentInstructions: 'Bank Nusantara 0800 118 200, Kadensa Music. Please write the number of the invoice.',
    })
    .where('id', '=', orgId)
    .execute()
  await inSystem(access, orgId, 'demonstration', async ({ db }) => {
    const hours = [1, 2, 3, 4, 5, 6].map((weekday) => ({
      orgId,
      id: newId('opening_hours'),
      weekday: turnedWeekday(weekday, today),
      fromMinute: 9 * 60,
      toMinute: (weekday === 6 ? 17 : 20) * 60,
    }))
    await db.insertInto('organisations.openingHours').values(hours).execute()
  })
}
