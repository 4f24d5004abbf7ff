import type { HolidaysTypes } from 'date-holidays'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { Holiday } from './contract.ts'

type Preview = Output<typeof contract.previewHolidays>
type Area = Preview['area']

/** The library and its dates are read when somebody first asks for holidays: they take a third of a second and 40 MB. */
async function loadLibrary() {
  const { default: Holidays } = await import('date-holidays')
  return Holidays
}

export async function previewHolidays(ctx: Ctx, input: Input<typeof contract.previewHolidays>): Promise<Preview> {
  const { zone: _zone, locale, ...known } = await readSchool(ctx)
  const area = input.country ? chosenArea(input) : (parseArea(known.holidayArea) ?? { country: known.country })
  const found = await findHolidays(area, { year: input.year, locale })
  const closures = await ctx.db
    .selectFrom('organisations.closure')
    .select(['fromDate', 'toDate', 'holiday'])
    .where('orgId', '=', ctx.orgId)
    .where('toDate', '>=', Temporal.PlainDate.from({ year: input.year, month: 1, day: 1 }))
    .execute()
  const isClosed = ({ fromDate, toDate }: FoundHoliday) =>
    closures.some(
      (closure) =>
        closure.holiday === keyOf(area, fromDate) ||
        (Temporal.PlainDate.compare(closure.fromDate, fromDate) <= 0 &&
          Temporal.PlainDate.compare(closure.toDate, toDate) >= 0),
    )
  return {
    area,
    ...(await listAreas(area, locale)),
    holidays: found.map((holiday) => ({ ...holiday, isClosed: isClosed(holiday) })),
  }
}

async function readSchool(ctx: Ctx) {
  return ctx.db
    .selectFrom('organisations.organisation')
    .select(['country', 'zone', 'locale', 'holidayArea'])
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow()
}

function chosenArea({ country, state, region }: Pick<Input<typeof contract.previewHolidays>, keyof Area>): Area {
  return { country: country!, ...(state && { state }), ...(state && region && { region }) }
}

function parseArea(text: string): Area | null {
  const [country, state, region] = text.split('-')
  return country ? chosenArea({ country, state, region }) : null
}

function writeArea({ country, state, region }: Area): string {
  return [country, state, region].filter(Boolean).join('-')
}

type FoundHoliday = Omit<Holiday, 'isClosed'>

interface Asked {
  readonly year: number
  readonly locale: string
}

const kinds = ['public', 'bank', 'optional', 'school'] as const

/** Whole days on which people are off, in order; of several on one day the most official. Names in the language of the school where there are any. */
async function findHolidays(area: Area, { year, locale }: Asked): Promise<FoundHoliday[]> {
  const Holidays = await loadLibrary()
  const { country, state, region } = area
  if (!Object.hasOwn(new Holidays().getCountries(), country)) throw wrongField('country', 'unknown_country')
  const calendar = new Holidays(
    { country, ...(state && { state }), ...(region && { region }) },
    { languages: [locale, 'en'] },
  )
  if (state && !Object.hasOwn(calendar.getStates(country) ?? {}, state)) throw wrongField('state', 'unknown_region')
  if (state && region && !Object.hasOwn(calendar.getRegions(country, state) ?? {}, region))
    throw wrongField('region', 'unknown_region')
  const days = new Map<string, FoundHoliday>()
  for (const kind of kinds) {
    for (const each of calendar.getHolidays(year)) {
      const holiday = each.type === kind ? toHoliday(each, kind) : null
      const day = holiday?.fromDate.toString()
      if (holiday && day && !days.has(day)) days.set(day, holiday)
    }
  }
  return [...days.values()].toSorted((one, other) => Temporal.PlainDate.compare(one.fromDate, other.fromDate))
}

/** Null for what takes less than half a day, such as the afternoon of Christmas Eve. */
function toHoliday({ date, start, end, name }: HolidaysTypes.Holiday, kind: FoundHoliday['kind']): FoundHoliday | null {
  const begins = Number(date.slice(11, 13))
  const hours = Math.round((end.getTime() - start.getTime()) / 3_600_000)
  const first = begins > 12 ? 1 : 0
  const last = Math.floor((begins + hours - 12) / 24)
  if (last < first) return null
  const day = Temporal.PlainDate.from(date.slice(0, 10))
  return { fromDate: day.add({ days: first }), toDate: day.add({ days: last }), name: name.slice(0, 120), kind }
}

async function listAreas(
  { country, state }: Area,
  locale: string,
): Promise<Pick<Preview, 'countries' | 'states' | 'regions'>> {
  const Holidays = await loadLibrary()
  const calendar = new Holidays()
  const { compare } = new Intl.Collator(locale)
  const list = (names: Record<string, string> | undefined) =>
    Object.entries(names ?? {})
      .map(([code, name]) => ({ code, name }))
      .toSorted((one, other) => compare(one.name, other.name))
  return {
    countries: list(calendar.getCountries(locale)),
    states: list(calendar.getStates(country, locale)),
    regions: state ? list(calendar.getRegions(country, state, locale)) : [],
  }
}

function keyOf({ country }: Area, day: Temporal.PlainDate): string {
  return `${country} ${day.toString()}`
}

/** Closes the school on the chosen holidays; a day that this did before is left as it is, so it can run again every year. */
export async function addHolidays(
  ctx: Ctx,
  { year, days, ...wanted }: Input<typeof contract.addHolidays>,
): Promise<Output<typeof contract.addHolidays>> {
  const area = chosenArea(wanted)
  const { locale } = await readSchool(ctx)
  const found = await findHolidays(area, { year, locale })
  const unknown = days.findIndex((day) => !found.some(({ fromDate }) => fromDate.equals(day)))
  if (unknown >= 0) throw wrongField(`days.${unknown}`, 'no_holiday')
  const chosen = found.filter(({ fromDate }) => days.some((day) => day.equals(fromDate)))
  const rows = chosen.map(({ fromDate, toDate, name }) => ({
    id: newId('closure'),
    fromDate,
    toDate,
    name,
    holiday: keyOf(area, fromDate),
  }))
  const added = rows.length === 0 ? [] : await insertOnce(ctx, rows)
  await ctx.db
    .updateTable('organisations.organisation')
    .set({ holidayArea: writeArea(area) })
    .where('id', '=', ctx.orgId)
    .execute()
  if (added.length > 0)
    await emit(
      ctx,
      'organisations.holidays_added',
      { kind: 'organisation', id: ctx.orgId },
      { area: writeArea(area), year, closures: added },
    )
  return { added }
}

interface NewClosure extends Output<typeof contract.addClosure> {
  readonly holiday: string
}

function insertOnce(ctx: Ctx, rows: readonly NewClosure[]) {
  return ctx.db
    .insertInto('organisations.closure')
    .values(rows.map((row) => ({ ...row, orgId: ctx.orgId })))
    .onConflict((conflict) => conflict.constraint('closure_holiday_once').doNothing())
    .returning(['id', 'fromDate', 'toDate', 'name'])
    .execute()
}
