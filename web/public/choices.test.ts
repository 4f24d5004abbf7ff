import assert from 'node:assert/strict'
import { test } from 'node:test'
import { choose, rankOf, replace, type Choice } from './choices.ts'

const at = (time: string): Choice => ({ startsAt: `2026-11-20T${time}:00Z`, teacherId: null, lessonId: null })
const [one, two, three] = [at('09:00'), at('10:00'), at('11:00')]

test('the first time is the first choice, the next the second, a third replaces the second', () => {
  const chosen = [one, two, three].reduce<Choice[]>(choose, [])
  assert.deepEqual(chosen, [one, three])
  assert.equal(rankOf(chosen, Temporal.Instant.from(three.startsAt)), 2)
})

test('a time that is chosen again is given back, and the second choice moves up', () => {
  assert.deepEqual(choose([one, two], one), [two])
})

test('another time takes the rank of the one that is gone', () => {
  assert.deepEqual(replace([one, two], one, three), [three, two])
  assert.deepEqual(replace([one, two], one, two), [two], 'never the same time twice')
})
