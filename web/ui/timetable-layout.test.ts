import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countLines, findNeighbour, placeInLanes, type Span } from './timetable-layout.ts'

function span(id: string, column: string, startMinute: number, endMinute: number): Span {
  return { id, column, startMinute, endMinute }
}

test('blocks that follow each other keep the whole width', () => {
  const places = placeInLanes([span('a', 'room', 600, 645), span('b', 'room', 645, 690)])
  assert.deepEqual(places.get('a'), { lane: 0, lanes: 1 })
  assert.deepEqual(places.get('b'), { lane: 0, lanes: 1 })
})

test('blocks that meet stand beside each other, and a free lane is used again', () => {
  const places = placeInLanes([
    span('long', 'room', 600, 720),
    span('first', 'room', 600, 660),
    span('second', 'room', 660, 720),
    span('elsewhere', 'hall', 610, 640),
  ])
  assert.deepEqual(places.get('long'), { lane: 0, lanes: 2 })
  assert.deepEqual(places.get('first'), { lane: 1, lanes: 2 })
  assert.deepEqual(places.get('second'), { lane: 1, lanes: 2 })
  assert.deepEqual(places.get('elsewhere'), { lane: 0, lanes: 1 })
})

test('lines drop from the end as a block gets lower', () => {
  assert.deepEqual([24, 40, 62, 66, 90].map(countLines), [1, 2, 3, 4, 5])
})

test('arrows lead down the column and across empty columns to the nearest time', () => {
  const spans = [
    span('a', 'one', 600, 645),
    span('b', 'one', 700, 745),
    span('c', 'three', 690, 735),
    span('d', 'three', 900, 945),
  ]
  const columns = ['one', 'two', 'three']
  assert.equal(findNeighbour(spans, columns, spans[0]!, 'down')?.id, 'b')
  assert.equal(findNeighbour(spans, columns, spans[0]!, 'up'), undefined)
  assert.equal(findNeighbour(spans, columns, spans[1]!, 'after')?.id, 'c')
  assert.equal(findNeighbour(spans, columns, spans[2]!, 'before')?.id, 'b')
})
