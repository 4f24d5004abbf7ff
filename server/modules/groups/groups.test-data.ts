import { createPerson } from '#contract/people'
import type { Input } from '#platform/contract.ts'
import type { Person, World } from '#testing/world.ts'
import { checkTerm, createGroup, planTerm, type Group } from './contract.ts'

export const day = (text: string) => Temporal.PlainDate.from(text)

/** Wednesdays at four in the afternoon, from 25 November to 16 December: four lessons of the choir in the hall. */
export function choirGroup({ choir, rina, hall }: World): Input<typeof createGroup> {
  return {
    offeringId: choir.id,
    name: 'Choir on Wednesday',
    places: 2,
    teacherId: rina.id,
    roomId: hall.id,
    termFrom: day('2026-11-25'),
    termTo: day('2026-12-16'),
    times: [{ weekday: 3, fromMinute: 16 * 60 }],
    termPrice: 36_000_000n,
  }
}

/** A group whose lessons are planned. */
export async function addGroup(school: World, changes: Partial<Input<typeof createGroup>> = {}): Promise<Group> {
  const { as, dewi } = school
  const { id } = await as(dewi)(createGroup, { ...choirGroup(school), ...changes })
  const { dates } = await as(dewi)(checkTerm, { groupId: id })
  return as(dewi)(planTerm, { groupId: id, starts: dates.map(({ startsAt }) => startsAt) })
}

/** A student in a family of their own. */
export async function addStudent({ as, dewi }: World, fullName: string): Promise<Person> {
  const { id } = await as(dewi)(createPerson, { fullName, student: {} })
  return { id, userId: null, name: fullName, email: null }
}
