import { newId, type Id } from '#platform/ids.ts'
import type { Db, Made, Person } from './school-people.ts'

interface OfferingFacts extends Made {
  readonly currency: string
  readonly title: string
  readonly minutes: number
  readonly places: number
  readonly features: string[]
  readonly amount: bigint
  readonly teachers: readonly Person[]
}

export async function addOffering(db: Db, facts: OfferingFacts): Promise<Id<'offering'>> {
  const { orgId, now, currency, title, minutes, places, features, amount, teachers } = facts
  const id = newId('offering')
  await db
    .insertInto('catalogue.offering')
    .values({
      orgId,
      id,
      title,
      subject: title,
      durationMinutes: minutes,
      places,
      createdAt: now,
    })
    .execute()
  await db
    .insertInto('catalogue.offeringNeed')
    .values({ orgId, offeringId: id, position: 1, kind: 'room', features })
    .execute()
  await db
    .insertInto('catalogue.price')
    .values({ orgId, id: newId('price'), offeringId: id, amount, currency, validFrom: now })
    .execute()
  await db
    .insertInto('catalogue.offeringTeacher')
    .values(teachers.map((teacher) => ({ orgId, offeringId: id, teacherId: teacher.id })))
    .execute()
  return id
}
