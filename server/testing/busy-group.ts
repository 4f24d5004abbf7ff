import { addToWaitingList, changeGroup, checkTerm, createGroup, joinGroup, planTerm } from '#contract/groups'
import { createPerson } from '#contract/people'
import type { Id } from '#platform/ids.ts'
import type { World } from './world.ts'

/**
 * A group of the choir in February, with three lessons: somebody new has its one place, and a student waits to whom a second place is offered.
 * Then there are as many places as people, so the next who waits stays on the list.
 */
export async function addBusyGroup(world: World, waitingId: Id<'person'>): Promise<Id<'group'>> {
  const { as, dewi, choir, rina, hall } = world
  const termFrom = Temporal.PlainDate.from('2027-02-01')
  const { id: groupId } = await as(dewi)(createGroup, {
    offeringId: choir.id,
    name: 'Choir in February',
    places: 1,
    teacherId: rina.id,
    roomId: hall.id,
    termFrom,
    termTo: termFrom.add({ days: 20 }),
    times: [{ weekday: 1, fromMinute: 11 * 60 }],
  })
  const { dates } = await as(dewi)(checkTerm, { groupId })
  await as(dewi)(planTerm, { groupId, starts: dates.map(({ startsAt }) => startsAt) })
  const member = await as(dewi)(createPerson, { fullName: 'Nadia Rahman', student: {} })
  await as(dewi)(joinGroup, { groupId, studentId: member.id, from: termFrom, acceptedPrice: null })
  await as(dewi)(addToWaitingList, { groupId, studentId: waitingId })
  await as(dewi)(changeGroup, { groupId, places: 2 })
  return groupId
}
