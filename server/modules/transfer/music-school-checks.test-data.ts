import assert from 'node:assert/strict'
import type { ImportPlan } from './plan.ts'
import type { OldRows } from './planning.ts'

/** The plan as text, without the records that hold the rows as they were. */
export function outcomeOf(plan: ImportPlan): string {
  return JSON.stringify({ ...plan, records: [] }, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
}

/** What Lessonry's tables ask of every plan, and that no value of any row is lost. */
export function checkPlan(from: OldRows, messy: ImportPlan): void {
  const all = [...from.values()].flat()
  assert.equal(messy.records.length, all.length)
  const kept = Map.groupBy(messy.records, (record) => JSON.stringify(record.columns))
  for (const row of all) assert.ok(kept.has(JSON.stringify(row.values)), `${row.table} ${row.key} is on a record`)

  const made = [
    messy.persons,
    messy.families,
    messy.guardianships,
    messy.offerings,
    messy.prices,
    messy.rooms,
    messy.availability,
    messy.lessons,
    messy.places,
    messy.bookings,
    messy.enrolments,
  ]
  const ids = made.flatMap((list) => list.map((each) => each.id))
  assert.equal(new Set(ids).size, ids.length, 'ids are unique')
  const known = new Set(ids)
  const leads = (id: string | null) => assert.ok(id === null || known.has(id), `${id} leads somewhere`)

  for (const person of messy.persons) assert.ok(person.fullName && Array.from(person.fullName).length <= 200)
  for (const link of messy.guardianships) {
    assert.notEqual(link.guardianId, link.studentId)
    leads(link.guardianId)
    leads(link.studentId)
  }
  const members = messy.families.flatMap((family) => family.memberIds)
  assert.equal(new Set(members).size, members.length)
  assert.equal(new Set(messy.rooms.map((room) => room.name)).size, messy.rooms.length)
  for (const offering of messy.offerings) {
    assert.ok(
      offering.title && offering.durationMinutes >= 5 && offering.durationMinutes <= 1440 && offering.places >= 1,
    )
    offering.teacherIds.forEach(leads)
  }
  for (const price of messy.prices) assert.ok(price.amount >= 0n)
  for (const rule of messy.availability) {
    leads(rule.ownerId)
    assert.ok(
      rule.weekday >= 1 &&
        rule.weekday <= 7 &&
        rule.fromMinute >= 0 &&
        rule.fromMinute < rule.toMinute &&
        rule.toMinute <= 1440,
    )
  }
  for (const lesson of messy.lessons) {
    for (const id of [lesson.offeringId, lesson.teacherId, lesson.roomId]) leads(id)
    assert.ok(lesson.startsAt < lesson.endsAt)
    const taken = messy.places.filter((place) => place.lessonId === lesson.id)
    assert.ok(taken.length <= lesson.capacity)
    assert.equal(new Set(taken.map((place) => place.studentId)).size, taken.length)
  }
  for (const booking of messy.bookings) {
    for (const id of [booking.offeringId, booking.studentId, booking.bookedBy]) leads(id)
    assert.ok(booking.studentName)
    for (const choice of booking.choices) assert.ok(choice.startsAt < choice.endsAt && known.has(choice.teacherId))
    if (booking.confirmation) leads(booking.confirmation.lessonId)
  }
  for (const enrolment of messy.enrolments)
    for (const id of [enrolment.offeringId, enrolment.studentId, enrolment.bookingId]) leads(id)
  checkClaims(messy)
}

function checkClaims({ lessons, places }: ImportPlan): void {
  const claims = lessons.flatMap((lesson) => [
    ...(lesson.teacherExclusive ? [{ who: lesson.teacherId, lesson }] : []),
    ...(lesson.roomExclusive && lesson.roomId ? [{ who: lesson.roomId, lesson }] : []),
    ...places
      .filter((place) => place.lessonId === lesson.id && place.exclusive)
      .map((place) => ({ who: place.studentId, lesson })),
  ])
  for (const taken of Map.groupBy(claims, (claim) => claim.who).values()) {
    const times = taken
      .map(({ lesson }) => lesson)
      .toSorted((one, other) => Date.parse(one.startsAt) - Date.parse(other.startsAt))
    for (const [index, lesson] of times.entries()) {
      const next = times[index + 1]
      assert.ok(!next || Date.parse(lesson.endsAt) <= Date.parse(next.startsAt), 'exclusive claims do not overlap')
    }
  }
}
