import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { at, fullDay, plan, propose, wednesday } from './absences.test-data.ts'
import { findCover } from './contract.ts'

test('each lesson of a teacher who is ill is listed with who may cover it, online, other times and a make-up', async () => {
  const school = await world()
  const { toms, lilas, choir } = await fullDay(school)
  const { teacherName, zone, lessons } = await propose(school)
  assert.deepEqual([teacherName, zone], ['Rina Utami', 'Asia/Jakarta'])
  assert.deepEqual(
    lessons.map(({ id, studentNames, covers, proposed }) => [
      id,
      studentNames,
      covers.map(({ name }) => name),
      proposed,
    ]),
    [
      [toms, ['Tom Santoso'], ['Budi Nugroho'], { change: 'cover', teacherId: school.budi.id }],
      [lilas, ['Lila Wijaya'], ['Budi Nugroho'], { change: 'cover', teacherId: school.budi.id }],
      [choir, ['Lila Wijaya', 'Tom Santoso'], [], { change: 'make_up', teacherId: null }],
    ],
  )
  assert.ok(lessons.every(({ canBeOnline }) => canBeOnline))
  const [first] = lessons
  assert.ok(first!.otherTimes.length === 3)
  assert.ok(first!.otherTimes.every(({ startsAt }) => Temporal.Instant.compare(startsAt, wednesday.endsAt) >= 0))
})

test('who has taught a student comes before who has not, and who is busy is not named', async () => {
  const school = await world()
  const { as, dewi, olivia, rina, budi, tom, lila, piano, access, organisation, setNow } = school
  for (const teacherId of [olivia.id, dewi.id]) {
    await access.owner
      .insertInto('people.teacherProfile')
      .values({ orgId: organisation.id, personId: teacherId })
      .execute()
    await access.owner
      .insertInto('catalogue.offeringTeacher')
      .values({ orgId: organisation.id, offeringId: piano.id, teacherId })
      .execute()
    await access.owner
      .insertInto('scheduling.availabilityRule')
      .values({
        orgId: organisation.id,
        id: newId('availability_rule'),
        personId: teacherId,
        weekday: 3,
        fromMinute: 600,
        toMinute: 1080,
        zone: organisation.zone,
      })
      .execute()
  }
  await plan(school, '16:00', { teacher: budi, day: '16' })
  setNow(at('08:00', '17'))
  await plan(school, '10:00', { students: [tom] })
  await plan(school, '11:00', { students: [lila] })
  await access.owner
    .insertInto('scheduling.reservation')
    .values({
      orgId: organisation.id,
      id: newId('reservation'),
      personId: dewi.id,
      asWhat: 'teacher',
      during: `[${at('10:30').toString()},${at('11:15').toString()})`,
      lessonId: await plan(school, '17:00', { students: [] }),
    })
    .execute()
  const { lessons } = await as(dewi)(findCover, { teacherId: rina.id, ...wednesday })
  assert.deepEqual(
    lessons.map(({ covers }) => covers.map(({ name, lessonsTogether }) => [name, lessonsTogether])),
    [
      [
        ['Budi Nugroho', 1],
        ['Olivia Hartono', 0],
      ],
      [
        ['Budi Nugroho', 0],
        ['Olivia Hartono', 0],
      ],
      [
        ['Budi Nugroho', 0],
        ['Dewi Kartika', 0],
        ['Olivia Hartono', 0],
      ],
    ],
  )
})
