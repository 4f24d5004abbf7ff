import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getBooking, listBookings, listMyBookings, requestBooking } from '#contract/booking'
import { getTimetable, listMyLessons, listSlots, planLesson } from '#contract/scheduling'
import { world } from '#testing/world.ts'

const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const range = { from: Temporal.PlainDate.from('2026-11-16'), to: Temporal.PlainDate.from('2026-11-22') }

test('the number of queries does not grow with the rows', async () => {
  const school = await world()
  const { as, access, dewi, maria, rina, budi, tom, piano } = school
  let queries = 0
  access.pool.on('acquire', (client) => {
    const counted = client as typeof client & { isCounted?: boolean }
    if (counted.isCounted) return
    counted.isCounted = true
    const query = client.query.bind(client) as (...args: unknown[]) => unknown
    client.query = ((...args: unknown[]) => {
      queries++
      return query(...args)
    }) as typeof client.query
  })
  async function countAll(): Promise<number[]> {
    const counts: number[] = []
    const count = async (work: () => Promise<unknown>) => {
      queries = 0
      await work()
      counts.push(queries)
    }
    await count(() => as(null)(listSlots, { offeringId: piano.id, ...range }))
    await count(() => as(dewi)(getTimetable, range))
    await count(() => as(maria)(listMyLessons, range))
    await count(() => as(dewi)(listBookings, {}))
    await count(() => as(maria)(listMyBookings, {}))
    const { rows } = await as(dewi)(listBookings, {})
    await count(() => as(dewi)(getBooking, { bookingId: rows[0]!.id }))
    return counts
  }
  async function fill(date: string): Promise<void> {
    const hours = ['10:00', '11:00', '12:00']
    for (const time of hours)
      await as(dewi)(planLesson, {
        offeringId: piano.id,
        teacherId: rina.id,
        startsAt: at(date, time),
        studentIds: [tom.id],
      })
    await as(maria)(requestBooking, {
      offeringId: piano.id,
      choices: [
        { startsAt: at(date, '14:00'), teacherId: rina.id },
        { startsAt: at(date, '16:00'), teacherId: budi.id },
      ],
      applicant: { studentName: 'Tom' },
      studentId: tom.id,
    })
  }
  await fill('2026-11-17')
  const few = await countAll()
  assert.ok(
    few.every((count) => count > 3 && count < 30),
    String(few),
  )
  await fill('2026-11-18')
  await fill('2026-11-19')
  await fill('2026-11-20')
  assert.deepEqual(await countAll(), few)
})
