import { useEffect, useState, useSyncExternalStore } from 'react'
import type { Locale } from '#messages/translator.ts'
import type { Id } from '#platform/ids.ts'
import { ask } from './answers.ts'
import { firstFreeDay, type KnownDays } from './days.ts'
import { anyTeacher, type Day, type SiteData } from './page-data.ts'

interface Snapshot {
  readonly days: KnownDays
  readonly hasFailed: boolean
}

interface SlotSource {
  readonly organisation: string
  readonly offeringId: string
  readonly locale: Locale
}

/** The free times of one offering as far as they were asked for. */
export class KnownSlots {
  readonly #source: SlotSource
  readonly #listeners = new Set<() => void>()
  readonly #asked = new Set<string>()
  /** The server sent the first free days along. */
  readonly isServed: boolean
  readonly #firstFree: Readonly<Record<string, Temporal.PlainDate>>
  #snapshot: Snapshot

  constructor(source: SlotSource, served: SiteData['slots']) {
    this.#source = source
    const mine = served?.offeringId === source.offeringId ? served : null
    this.isServed = mine !== null
    this.#firstFree = mine?.firstFree ?? {}
    this.#snapshot = { days: byDate(mine?.days ?? []), hasFailed: false }
    for (const date of this.#snapshot.days.keys()) this.#asked.add(date)
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): Snapshot => this.#snapshot

  firstFree(teacher: string | null, today: Temporal.PlainDate): Temporal.PlainDate | null {
    const served = this.#firstFree[teacher ?? anyTeacher] ?? null
    const known = firstFreeDay(this.#snapshot.days.values(), teacher, today)
    if (served === null || known === null) return served ?? known
    return Temporal.PlainDate.compare(served, known) < 0 ? served : known
  }

  /** Asks for days that were not asked for yet. */
  async want(from: Temporal.PlainDate, to: Temporal.PlainDate): Promise<void> {
    const missing = datesBetween(from, to).filter((date) => !this.#asked.has(date.toString()))
    const first = missing[0]
    const last = missing.at(-1)
    if (first && last) await this.load(first, last)
  }

  async load(from: Temporal.PlainDate, to: Temporal.PlainDate): Promise<void> {
    const dates = datesBetween(from, to).map(String)
    for (const date of dates) this.#asked.add(date)
    const { organisation, locale } = this.#source
    const offeringId = this.#source.offeringId as Id<'offering'> // one of the offerings that the page was served with
    const answer = await ask(({ askSlots }) => askSlots({ offeringId, from, to }, { organisation, locale }))
    if (answer.kind === 'done') {
      this.#change({ days: new Map([...this.#snapshot.days, ...byDate(answer.value.days)]), hasFailed: false })
    } else {
      for (const date of dates) this.#asked.delete(date)
      this.#change({ ...this.#snapshot, hasFailed: true })
    }
  }

  /** Reads everything anew that is known. */
  async refresh(): Promise<void> {
    const dates = [...this.#snapshot.days.keys()].toSorted()
    const first = dates[0]
    const last = dates.at(-1)
    if (first && last) await this.load(Temporal.PlainDate.from(first), Temporal.PlainDate.from(last))
  }

  #change(snapshot: Snapshot): void {
    this.#snapshot = snapshot
    for (const listener of this.#listeners) listener()
  }
}

function byDate(days: readonly Day[]): KnownDays {
  return new Map(days.map((day) => [day.date.toString(), day]))
}

function datesBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): Temporal.PlainDate[] {
  return Array.from({ length: Math.max(0, from.until(to).days + 1) }, (_, index) => from.add({ days: index }))
}

const noSnapshot: Snapshot = { days: new Map(), hasFailed: false }
const noSubscription = () => () => {}

/** The known free times of the chosen offering; each offering is asked for once. */
export function useSlots(
  source: Omit<SlotSource, 'offeringId'> & { offeringId: string | null },
  served: SiteData['slots'],
): { slots: KnownSlots | null } & Snapshot {
  const [library] = useState(() => new Map<string, KnownSlots>())
  const { offeringId } = source
  let slots = offeringId === null ? null : (library.get(offeringId) ?? null)
  if (offeringId !== null && !slots) {
    slots = new KnownSlots({ ...source, offeringId }, served)
    library.set(offeringId, slots)
  }
  const read = slots?.read ?? (() => noSnapshot)
  const snapshot = useSyncExternalStore(slots?.subscribe ?? noSubscription, read, read)
  return { slots, ...snapshot }
}

/** Asks for the days that are shown, after the page stands. */
export function useShownDays(slots: KnownSlots | null, from: Temporal.PlainDate, to: Temporal.PlainDate): void {
  const first = from.toString()
  const last = to.toString()
  useEffect(() => {
    void slots?.want(Temporal.PlainDate.from(first), Temporal.PlainDate.from(last))
  }, [slots, first, last])
}
