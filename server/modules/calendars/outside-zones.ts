import { isZone, toStarts, type ZoneOffsets, zoneOffsets } from '#platform/time.ts'
import { expandForeignRule, readForeignRule } from './foreign-rule.ts'
import type { Component } from './outside-lines.ts'
import { localMinuteOf, valueOf } from './outside-values.ts'

/** Half-open epoch minutes in which events are looked for. */
export interface Window {
  readonly from: number
  readonly to: number
}

const minutesPerDay = 1440
const dayMs = 86_400_000

/** The zones of one foreign calendar: those that Node knows by name, and those that only the file itself describes. */
export class OutsideZones {
  readonly #described = new Map<string, Component>()
  readonly #tables = new Map<string, ZoneOffsets>()
  readonly #window: Window
  readonly #otherwise: ZoneOffsets

  /** `zone` is for times that name none. */
  constructor(described: readonly Component[], window: Window, zone: string) {
    for (const component of described) {
      const name = valueOf(component, 'TZID')
      if (name) this.#described.set(name, component)
    }
    this.#window = window
    this.#otherwise = this.#known(zone)
  }

  /** The first epoch minute of a local minute; a name of a zone that nobody describes means the calendar's own. */
  toMinute(local: number, zone: string | undefined): number {
    const minute = Int32Array.of(local)
    toStarts(minute, zone === undefined ? this.#otherwise : this.#table(zone))
    return minute[0]!
  }

  #table(name: string): ZoneOffsets {
    const found = this.#tables.get(name)
    if (found) return found
    const known = knownName(name)
    const described = this.#described.get(name)
    const table = known ? this.#known(known) : ((described && describe(described, this.#window)) ?? this.#otherwise)
    this.#tables.set(name, table)
    return table
  }

  #known(zone: string): ZoneOffsets {
    return zoneOffsets(zone, (this.#window.from / minutesPerDay) * dayMs, (this.#window.to / minutesPerDay) * dayMs)
  }
}

/** "Europe/Paris", also behind what a program puts in front of it: "/mozilla.org/20050126_1/Europe/Paris". */
export function knownName(name: string): string | undefined {
  const parts = name.split('/').filter((part) => part !== '')
  const candidates = [name, parts.slice(-2).join('/'), parts.slice(-3).join('/')]
  return candidates.find((candidate) => isZone(candidate))
}

/** A VTIMEZONE as stretches of one offset each; undefined when it says nothing that can be used. */
function describe(zone: Component, { from, to }: Window): ZoneOffsets | undefined {
  const changes = zone.inside.flatMap((observance) => changesOf(observance, { from, to }))
  const sorted = changes.toSorted((one, other) => one.at - other.at)
  const [first] = sorted
  if (!first) return undefined
  const begins = [Math.min(first.at, from) - 366 * minutesPerDay, ...sorted.map(({ at }) => at)]
  const offsets = [first.before, ...sorted.map(({ after }) => after)]
  return {
    begins: Int32Array.from(begins),
    offsets: Int32Array.from(offsets),
    wallEnds: Float64Array.from(offsets, (offset, i) => (begins[i + 1] ?? Infinity) + offset),
    untilEpochMs: to * 60_000,
  }
}

interface Change {
  readonly at: number
  readonly before: number
  readonly after: number
}

function changesOf(observance: Component, { from, to }: Window): Change[] {
  const [before, after] = [offsetOf(valueOf(observance, 'TZOFFSETFROM')), offsetOf(valueOf(observance, 'TZOFFSETTO'))]
  const start = localMinuteOf(valueOf(observance, 'DTSTART') ?? '')
  if (before === undefined || after === undefined || start === undefined) return []
  const rule = readForeignRule(valueOf(observance, 'RRULE') ?? '')
  const earliest = Math.floor(from / minutesPerDay) - 2 * 366 // so that the offset at the beginning is known
  const onsets =
    typeof rule === 'object'
      ? expandForeignRule(rule, {
          start,
          from: earliest,
          last: Math.floor(to / minutesPerDay),
          until: untilOf(rule.until, before),
        })
      : []
  const dates = observance.properties.filter(({ name }) => name === 'RDATE').flatMap(({ value }) => value.split(','))
  const more = dates.map(localMinuteOf).filter((minute) => minute !== undefined)
  return [...new Set([start, ...onsets, ...more])].map((local) => ({ at: local - before, before, after }))
}

function untilOf(until: string | null, offset: number): number {
  if (until === null) return Infinity
  const minute = localMinuteOf(until)
  return minute === undefined ? Infinity : until.endsWith('Z') ? minute + offset : minute
}

function offsetOf(text: string | undefined): number | undefined {
  const [, sign, hours, minutes] = text?.trim().match(/^([+-])(\d{2})(\d{2})(?:\d{2})?$/) ?? []
  if (sign === undefined) return undefined
  const size = Number(hours) * 60 + Number(minutes)
  return size >= minutesPerDay ? undefined : sign === '-' ? -size : size
}
