import { setImmediate as breathe } from 'node:timers/promises'
import { expandForeignRule, type ForeignRule, readForeignRule, TooMany } from './foreign-rule.ts'
import { ownUidEnding } from './lesson-event.ts'
import { type Component, decodeCalendar, OutsideUnreadable, type Property, readComponents } from './outside-lines.ts'
import { durationMinutesOf, localMinuteOf, propertyOf, valueOf } from './outside-values.ts'
import { knownName, OutsideZones, type Window } from './outside-zones.ts'

const minutesPerDay = 1440
const mostTimes = 100_000
const mostStretches = 10_000
const millisecondsAtOnce = 20
const longestMilliseconds = 5000

/**
 * When somebody is busy by a calendar from elsewhere: half-open epoch minutes, in order, those that touch or overlap joined. Cancelled and
 * free events do not count, nor do lessons of ours that came back. Whatever the file holds, it ends soon and lets others have their turn.
 */
export async function readBusyTimes(bytes: Uint8Array, window: Window, zone: string): Promise<[number, number][]> {
  const roots = await readComponents(decodeCalendar(bytes), breathe)
  const stretches: [number, number][] = []
  const deadline = performance.now() + longestMilliseconds
  for (const calendar of roots) {
    const zones = new OutsideZones(
      calendar.inside.filter(({ name }) => name === 'VTIMEZONE'),
      window,
      knownName(valueOf(calendar, 'X-WR-TIMEZONE') ?? '') ?? zone,
    )
    const events = calendar.inside.filter(({ name }) => name === 'VEVENT')
    const moved = movedTimes(events, zones)
    let turn = performance.now()
    for (const event of events) {
      if (performance.now() > deadline) throw new OutsideUnreadable('too_many_events')
      if (performance.now() - turn > millisecondsAtOnce) {
        await breathe()
        turn = performance.now()
      }
      stretches.push(...stretchesOf(event, { zones, window, moved }))
      if (stretches.length > mostTimes) throw new OutsideUnreadable('too_many_events')
    }
  }
  const united = unite(stretches)
  if (united.length > mostStretches) throw new OutsideUnreadable('too_many_events')
  return united
}

interface Place {
  readonly zones: OutsideZones
  readonly window: Window
  /** For each UID the times of repeated events that have an event of their own. */
  readonly moved: ReadonlyMap<string, ReadonlySet<number>>
}

function movedTimes(events: readonly Component[], zones: OutsideZones): ReadonlyMap<string, ReadonlySet<number>> {
  const moved = new Map<string, Set<number>>()
  for (const event of events) {
    const original = propertyOf(event, 'RECURRENCE-ID')
    const uid = valueOf(event, 'UID')
    if (!original || !uid) continue
    const times = moved.get(uid) ?? new Set()
    for (const minute of momentsOf(original, zones)) times.add(minute)
    moved.set(uid, times)
  }
  return moved
}

const isZulu = (value: string) => /Z$/i.test(value.trim())
const isDate = (value: string) => /^\d{8}$/.test(value.trim())

function momentsOf({ value, parameters }: Property, zones: OutsideZones): number[] {
  return value
    .split(',')
    .map((each) => momentOf(each.split('/')[0]!, parameters.get('TZID'), zones))
    .filter((each) => each !== undefined)
}

function momentOf(value: string, zone: string | undefined, zones: OutsideZones): number | undefined {
  const local = localMinuteOf(value)
  if (local === undefined) return undefined
  return isZulu(value) ? local : zones.toMinute(local, isDate(value) ? undefined : zone)
}

function* stretchesOf(event: Component, { zones, window, moved }: Place): Generator<[number, number]> {
  const start = propertyOf(event, 'DTSTART')
  if (!start || !isBusy(event)) return
  const local = localMinuteOf(start.value)
  const length = lengthOf(event, start, zones)
  if (local === undefined || length === undefined) return
  const isDays = isDate(start.value)
  const zone = isDays ? undefined : start.parameters.get('TZID')
  const toMinute = (minute: number) => (isZulu(start.value) ? minute : zones.toMinute(minute, zone))
  const without = excluded(event, { zones, moved })
  const extra = event.properties.filter(({ name }) => name === 'RDATE').flatMap((each) => momentsOf(each, zones))
  const repeated = repeatedTimes(event, { local, length, zone: isZulu(start.value) ? null : zone, zones, window })
  for (const at of new Set([toMinute(local), ...repeated.map(toMinute), ...extra])) {
    if (without.has(at)) continue
    const end = isDays ? zones.toMinute(Math.round(length) + localOf(at, local, toMinute), undefined) : at + length
    const [from, to] = [Math.max(at, window.from), Math.min(end, window.to)]
    if (from < to) yield [from, to]
  }
}

// Days are counted on the calendar, so a day on which the clock changes is 23 or 25 hours long.
function localOf(at: number, local: number, toMinute: (minute: number) => number): number {
  const days = Math.round((at - toMinute(local)) / minutesPerDay)
  return local + days * minutesPerDay
}

function isBusy(event: Component): boolean {
  const says = (name: string) => valueOf(event, name)?.toUpperCase()
  if (says('STATUS') === 'CANCELLED' || says('TRANSP') === 'TRANSPARENT') return false
  if (says('X-MICROSOFT-CDO-BUSYSTATUS') === 'FREE') return false
  return !valueOf(event, 'UID')?.endsWith(ownUidEnding)
}

/** Minutes that pass, or for whole days minutes of the calendar; an event without an end is a day long, or no time at all. */
function lengthOf(event: Component, start: Property, zones: OutsideZones): number | undefined {
  const end = propertyOf(event, 'DTEND')
  const duration = valueOf(event, 'DURATION')
  if (end && isDate(start.value) && isDate(end.value)) {
    const [from, to] = [localMinuteOf(start.value), localMinuteOf(end.value)]
    return from === undefined || to === undefined ? undefined : Math.max(to - from, minutesPerDay)
  }
  if (end) {
    const [from, to] = [start, end].map((each) => momentOf(each.value, each.parameters.get('TZID'), zones))
    return from === undefined || to === undefined || to < from ? undefined : to - from
  }
  if (duration !== undefined) return durationMinutesOf(duration)
  return isDate(start.value) ? minutesPerDay : 0
}

function excluded(event: Component, { zones, moved }: Pick<Place, 'zones' | 'moved'>): ReadonlySet<number> {
  const left = event.properties.filter(({ name }) => name === 'EXDATE').flatMap((each) => momentsOf(each, zones))
  const isOwnEvent = propertyOf(event, 'RECURRENCE-ID') !== undefined
  return new Set([...left, ...(isOwnEvent ? [] : (moved.get(valueOf(event, 'UID') ?? '') ?? []))])
}

interface Repeated {
  readonly local: number
  readonly length: number
  /** Null when its times are in UTC. */
  readonly zone: string | null | undefined
  readonly zones: OutsideZones
  readonly window: Window
}

const dayOf = (minute: number) => Math.floor(minute / minutesPerDay)

function repeatedTimes(event: Component, { local, length, zone, zones, window }: Repeated): number[] {
  const text = valueOf(event, 'RRULE')
  if (text === undefined || propertyOf(event, 'RECURRENCE-ID')) return []
  const rule = readForeignRule(text)
  if (rule === 'too_often') throw new OutsideUnreadable('too_many_events')
  if (!rule) return []
  try {
    return expandForeignRule(rule, {
      start: local,
      from: dayOf(window.from - length) - 1,
      last: dayOf(window.to) + 1,
      until: lastMinute(rule, { zone, zones }),
    })
  } catch (error) {
    if (error instanceof TooMany) throw new OutsideUnreadable('too_many_events', { cause: error })
    throw error
  }
}

// A moment as the last one is a local time of the event's own zone; the offset there is the one that its own wall time has.
function lastMinute({ until }: ForeignRule, { zone, zones }: Pick<Repeated, 'zone' | 'zones'>): number {
  const minute = until === null ? undefined : localMinuteOf(until)
  if (until === null || minute === undefined) return Infinity
  if (isDate(until)) return minute + minutesPerDay - 1
  if (zone === null || !isZulu(until)) return minute
  return minute + (minute - zones.toMinute(minute, zone ?? undefined))
}

function unite(stretches: readonly [number, number][]): [number, number][] {
  const united: [number, number][] = []
  for (const [from, to] of stretches.toSorted(([one], [other]) => one - other)) {
    const last = united.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else united.push([from, to])
  }
  return united
}
