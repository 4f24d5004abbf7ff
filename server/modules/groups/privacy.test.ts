import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getLesson, listMyLessons } from '#contract/scheduling'
import { sampleInput } from '#testing/sample-input.ts'
import { requestOf, world } from '#testing/world.ts'
import { routes } from '../../app.ts'
import { addToWaitingList, getGroup, joinGroup, listMyGroups } from './contract.ts'
import { addGroup, addStudent, day } from './groups.test-data.ts'

test('families and students read how many are in a group and never who', async () => {
  const school = await world()
  const { as, dewi, tom, lila, maria, ana, organisation, send } = school
  const group = await addGroup(school, { places: 3 })
  const classmates = [await addStudent(school, 'Quillon Hidden'), await addStudent(school, 'Zephyra Secret')]
  const acceptedPrice = { amount: 36_000_000n, currency: 'IDR' }
  for (const { id: studentId } of [tom, ...classmates])
    await as(dewi)(joinGroup, { groupId: group.id, studentId, from: day('2026-11-16'), acceptedPrice })
  await as(dewi)(addToWaitingList, { groupId: group.id, studentId: lila.id })
  await school.settle()

  const [mine] = (await as(maria)(listMyGroups, {})).groups
  assert.deepEqual([mine?.placesTaken, mine?.places], [3, 3])
  const lesson = await as(maria)(getLesson, { lessonId: group.lessons[0]!.id })
  assert.deepEqual([lesson.placesTaken, lesson.students.map(({ name }) => name)], [3, ['Tom Santoso']])
  const { lessons } = await as(maria)(listMyLessons, { from: day('2026-11-16'), to: day('2026-12-31') })
  assert.deepEqual(lessons[0]?.studentNames, ['Tom Santoso'])

  const ids: Record<string, string> = { group: group.id, lesson: group.lessons[0]!.id, person: tom.id }
  const days: Record<string, string> = { from: '2026-11-16', to: '2026-12-20', date: '2026-11-25' }
  let read = 0
  for (const { endpoint } of routes.filter((route) => route.endpoint.route.startsWith('GET /'))) {
    if (endpoint.scope !== 'organisation') continue
    const wire = sampleInput(endpoint.input, (kind) => ids[kind] ?? classmates[0]!.id, 'ids') as Record<string, unknown>
    for (const name of Object.keys(days).filter((each) => each in wire)) wire[name] = days[name]
    const { method, path } = requestOf(endpoint, wire, organisation.slug)
    for (const reader of [maria, ana, lila, null]) {
      const answer = await send(reader, method, path)
      assert.doesNotMatch(
        JSON.stringify(answer.body),
        /Quillon|Zephyra/,
        `${endpoint.route} as ${reader?.name ?? 'a visitor'}`,
      )
      if (answer.status === 200) read++
    }
  }
  assert.ok(read > 30, `${read} answers read`)
  assert.match(
    JSON.stringify(await as(dewi)(getGroup, { groupId: group.id }), (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
    /Quillon/,
  )
})
