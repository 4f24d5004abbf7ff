import assert from 'node:assert/strict'
import { listBookings, requestBooking } from '#contract/booking'
import type { world } from '#testing/world.ts'

export const day = (text: string) => Temporal.PlainDate.from(text)
export const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
export const wednesday = '2026-11-18'
export const thursday = '2026-11-19'
export const applicant = { studentName: 'Sari Putri', email: 'sari@mail.example', waNumber: '0812 3456 7890' }

export type World = Awaited<ReturnType<typeof world>>

export function ask(
  { as, piano, rina }: World,
  times: readonly Temporal.Instant[] = [at(wednesday, '14:00'), at(thursday, '15:00')],
) {
  const choices = times.map((startsAt) => ({ startsAt, teacherId: rina.id }))
  return as(null)(requestBooking, { offeringId: piano.id, choices, applicant })
}

export async function theOnly({ as, dewi }: World) {
  const { rows } = await as(dewi)(listBookings, {})
  assert.equal(rows.length, 1)
  return rows[0]!
}
