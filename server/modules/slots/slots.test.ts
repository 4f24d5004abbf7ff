import assert from 'node:assert/strict'
import { env } from 'node:process'
import { test } from 'node:test'
import { epochMinute, instantOf } from '#platform/time.ts'
import * as fc from 'fast-check'
import { searches } from './random-searches.test-data.ts'
import { findSlots, nearestSlots, type Slot } from './slots.ts'
import { findSlotsSlowly } from './slow-slots.test-data.ts'
import { explain } from './why-not.ts'

const numRuns = Number(env['SLOT_CASES'] ?? 800)

test(`slots are what asking minute by minute gives, in ${numRuns} searches`, () => {
  let found = 0
  fc.assert(
    fc.property(searches, (search) => {
      const slots = findSlots(search)
      found += slots.length
      assert.deepEqual(slots, findSlotsSlowly(search))
    }),
    { numRuns },
  )
  assert.ok(found > numRuns, 'the searches are not empty ones')
})

test('a time is a slot exactly when nothing speaks against it, for any and for each teacher and resource', () => {
  fc.assert(
    fc.property(
      searches,
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 12 }),
      (search, places) => {
        const length = search.to.epochMilliseconds - search.from.epochMilliseconds
        if (length <= 0) return
        const slots = findSlots(search)
        const anywhere = places.map((place) => search.from.add({ milliseconds: Math.floor(place * length) }))
        const onMinutes = anywhere.map((instant) => instant.round({ smallestUnit: 'minute', roundingMode: 'ceil' }))
        const onQuarters = anywhere.map((instant) => instant.round({ smallestUnit: 'minute', roundingIncrement: 15 }))
        const onSlots = slots.slice(0, 8).map(({ start }) => instantOf(start))
        for (const start of [...anywhere, ...onMinutes, ...onQuarters, ...onSlots]) {
          if (Temporal.Instant.compare(start, search.from) < 0 || Temporal.Instant.compare(start, search.to) >= 0)
            continue
          const slot = slots.find((other) => instantOf(other.start).equals(start))
          const asked = String(start)
          assert.equal(explain(search, start).length === 0, slot !== undefined, asked)
          for (const [n, { id }] of search.teachers.entries()) {
            assert.equal(explain(search, start, id).length === 0, slot?.teachers.includes(n) ?? false, `${asked} ${id}`)
          }
          for (const [need, { kind, candidates: all }] of search.needs.entries()) {
            if (search.needs.length > 1) break
            for (const [n, candidate] of all.entries()) {
              const narrowed = { ...search, needs: [{ kind, candidates: [candidate] }] }
              const isListed = slot?.resources[need]!.includes(n) ?? false
              assert.equal(explain(narrowed, start).length === 0, isListed, `${asked} ${candidate.id}`)
            }
          }
        }
      },
    ),
    { numRuns: Math.ceil(numRuns / 4) },
  )
})

test('the nearest slots are the nearest', () => {
  const wanted = fc.integer({ min: -4000, max: 4000 })
  fc.assert(
    fc.property(searches, wanted, fc.integer({ min: 0, max: 5 }), (search, offset, count) => {
      const minute = epochMinute(search.from) + offset
      const distance = ({ start }: Slot) => Math.abs(start - minute)
      const byDistance = findSlots(search).toSorted((a, b) => distance(a) - distance(b) || a.start - b.start)
      const nearest = byDistance.slice(0, count).toSorted((a, b) => a.start - b.start)
      assert.deepEqual(nearestSlots(search, instantOf(minute), count), nearest)
    }),
    { numRuns: Math.ceil(numRuns / 4) },
  )
})
