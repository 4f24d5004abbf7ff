import { randomBytes } from 'node:crypto'
import type { DatabaseAccess } from '#platform/db.ts'
import { newId, type Id } from '#platform/ids.ts'
import { addOffering } from './school-offerings.ts'
import { addFamily, addPerson, type Db, type Person } from './school-people.ts'
import { addRoom } from './school-rooms.ts'

export type { Person }

/** A small music school. Maria is guardian of Tom, Ana of Lila; Rina teaches piano and choir, Budi the piano; Dewi keeps the office. */
export interface School {
  readonly organisation: {
    readonly id: Id<'organisation'>
    readonly slug: string
    readonly zone: string
    readonly currency: string
  }
  readonly olivia: Person
  readonly dewi: Person
  readonly rina: Person
  readonly budi: Person
  readonly maria: Person
  readonly tom: Person
  readonly ana: Person
  readonly lila: Person
  readonly families: { readonly marias: Id<'family'>; readonly anas: Id<'family'> }
  readonly piano: { readonly id: Id<'offering'>; readonly durationMinutes: 45; readonly priceAmount: bigint }
  readonly choir: { readonly id: Id<'offering'>; readonly durationMinutes: 60; readonly priceAmount: bigint }
  readonly studio: { readonly id: Id<'resource'> }
  readonly hall: { readonly id: Id<'resource'> }
}

export interface SchoolOptions {
  readonly places?: number
  readonly zone?: string
  readonly currency?: string
}

/**
 * Writes the school as the owner. Hours: Rina and Budi Monday to Saturday 10:00 to 18:00, rooms 09:00 to 20:00, open Monday to Saturday.
 * The piano needs a room with a piano (Studio 1), the choir any hall; price of the piano 185,000.00, of the choir 90,000.00.
 */
export async function addSchool(
  access: DatabaseAccess,
  now: Temporal.Instant,
  options: SchoolOptions = {},
): Promise<School> {
  const { zone = 'Asia/Jakarta', currency = 'IDR', places = 1 } = options
  const orgId = newId('organisation')
  const slug = `harmoni-${randomBytes(5).toString('hex')}`
  return access.owner.transaction().execute(async (db) => {
    await db
      .insertInto('organisations.organisation')
      .values({
        id: orgId,
        slug,
        name: 'Harmoni Music',
        preset: 'music-school',
        country: 'ID',
        zone,
        currency,
        locale: 'en',
        createdAt: now,
      })
      .execute()
    const hours = [1, 2, 3, 4, 5, 6]
    await db
      .insertInto('organisations.openingHours')
      .values(hours.map((weekday) => ({ orgId, id: newId('opening_hours'), weekday, fromMinute: 540, toMinute: 1200 })))
      .execute()
    await addPolicies(db, orgId, now)

    const add = (name: string, role: string | null, more: { staff?: boolean } = {}) =>
      addPerson(db, { orgId, name, role, now, isStaff: more.staff ?? false })
    const olivia = await add('Olivia Hartono', 'owner', { staff: true })
    const dewi = await add('Dewi Kartika', 'office', { staff: true })
    const rina = await add('Rina Utami', 'teacher')
    const budi = await add('Budi Nugroho', 'teacher')
    const maria = await add('Maria Santoso', 'guardian')
    const tom = await add('Tom Santoso', null)
    const ana = await add('Ana Wijaya', 'guardian')
    const lila = await add('Lila Wijaya', 'student')

    for (const teacher of [rina, budi])
      await db.insertInto('people.teacherProfile').values({ orgId, personId: teacher.id }).execute()
    for (const student of [tom, lila])
      await db.insertInto('people.studentProfile').values({ orgId, personId: student.id }).execute()
    const marias = await addFamily(db, { orgId, now, guardian: maria, child: tom, name: 'Santoso' })
    const anas = await addFamily(db, { orgId, now, guardian: ana, child: lila, name: 'Wijaya' })

    const piano = await addOffering(db, {
      orgId,
      now,
      currency,
      title: 'Piano',
      minutes: 45,
      places,
      features: ['piano'],
      amount: 18_500_000n,
      teachers: [rina, budi],
    })
    const choir = await addOffering(db, {
      orgId,
      now,
      currency,
      title: 'Choir',
      minutes: 60,
      places: 8,
      features: [],
      amount: 9_000_000n,
      teachers: [rina],
    })
    const locationId = newId('location')
    await db
      .insertInto('resources.location')
      .values({ orgId, id: locationId, name: 'Kemang', zone, createdAt: now })
      .execute()
    const studio = await addRoom(db, {
      orgId,
      now,
      locationId,
      zone,
      name: 'Studio 1',
      features: ['piano'],
      capacity: 3,
    })
    const hall = await addRoom(db, { orgId, now, locationId, zone, name: 'Hall', features: [], capacity: 20 })
    for (const teacher of [rina, budi]) {
      await db
        .insertInto('scheduling.availabilityRule')
        .values(
          hours.map((weekday) => ({
            orgId,
            id: newId('availability_rule'),
            personId: teacher.id,
            weekday,
            fromMinute: 600,
            toMinute: 1080,
            zone,
          })),
        )
        .execute()
    }
    return {
      organisation: { id: orgId, slug, zone, currency },
      olivia,
      dewi,
      rina,
      budi,
      maria,
      tom,
      ana,
      lila,
      families: { marias, anas },
      piano: { id: piano, durationMinutes: 45, priceAmount: 18_500_000n },
      choir: { id: choir, durationMinutes: 60, priceAmount: 9_000_000n },
      studio: { id: studio },
      hall: { id: hall },
    }
  })
}

async function addPolicies(db: Db, orgId: Id<'organisation'>, now: Temporal.Instant): Promise<void> {
  const terms = [
    { kind: 'booking', holdHours: 48 },
    { kind: 'cancellation', freeUntilHours: 24, latePercent: 50 },
    { kind: 'moving', freeUntilHours: 24, mostTimes: 2 },
    { kind: 'invoicing', dueDays: 14, prefix: 'INV' },
  ] as const
  await db
    .insertInto('organisations.policy')
    .values(
      terms.map((each) => ({
        orgId,
        id: newId('policy'),
        kind: each.kind,
        version: 1,
        validFrom: now.subtract({ hours: 24 }),
        terms: JSON.stringify(each),
      })),
    )
    .execute()
}
