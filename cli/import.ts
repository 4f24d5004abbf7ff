import { parseArgs } from 'node:util'
import { isSupportedCountry } from 'libphonenumber-js'
import { locales } from '#messages/translator.ts'
import { createOrganisation } from '#organisations'
import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import { isCurrency } from '#platform/currencies.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { Problem } from '#platform/errors.ts'
import { newId, type Id } from '#platform/ids.ts'
import { closeQueue, openQueue } from '#platform/jobs.ts'
import { findSentence } from '#platform/texts.ts'
import { isZone } from '#platform/time.ts'
import { importMusicSchool, nameOfSource, readOldMusicSchool, sayWhyUnreadable, UnreadableDatabase } from '#transfer'
import type { ImportOptions, ImportProgress, ImportSummary } from '#transfer'
import { joinInstall } from '../server/main.ts'

interface ImportWords {
  readonly from: string
  readonly zone: string | undefined
  readonly currency: string | undefined
  readonly country: string | undefined
  readonly slug: string
  readonly name: string
  readonly isVerbose: boolean
}

interface Target {
  readonly orgId: Id<'organisation'>
  readonly options: ImportOptions
  /** Makes the organisation, when there is none yet. */
  readonly before?: (ctx: Ctx) => Promise<void>
}

const usage = `lessonry import music-school --from <.sql file or postgres:// address> --zone Asia/Jakarta --currency IDR
  [--country ID] [--organisation my-school] [--name "My School"] [--lines]
Into an organisation that exists already, its own zone, currency and country are taken when none are given.`

/** Imports into the organisation of `--organisation`, which is made when it does not exist yet; prints the report. */
export async function runImport(words: readonly string[]): Promise<void> {
  const asked = readWords(words)
  try {
    const rows = await readOldMusicSchool(asked.from, showProgress)
    const install = await joinInstall(readConfig())
    try {
      await openQueue({ access: install.access, onError: (error) => console.error(error.message) })
      const { orgId, ...target } = await chooseOrganisation(install.access, asked)
      const source = { rows, name: nameOfSource(asked.from), now: Temporal.Now.instant(), ...target }
      const summary = await importMusicSchool(install.access, orgId, source, showProgress)
      endProgress()
      printReport(summary, asked.isVerbose)
    } finally {
      await closeQueue()
      await install.close()
    }
  } catch (error) {
    endProgress()
    if (error instanceof UnreadableDatabase) throw new Error(sayWhyUnreadable(error), { cause: null })
    if (error instanceof Problem) throw new Error(sayProblem(error), { cause: null })
    throw error
  }
}

function sayProblem({ code, details }: Problem): string {
  const fields = (details.errors ?? []).map(
    (field) => `${field.path}: ${findSentence('en', `errors.field.${field.code}`, field.args) ?? field.code}`,
  )
  return fields.length > 0 ? fields.join('\n') : (findSentence('en', `errors.${code}`, details.args) ?? code)
}

function readWords(words: readonly string[]): ImportWords {
  const option = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: option,
      zone: option,
      currency: option,
      country: option,
      organisation: option,
      name: option,
      lines: { type: 'boolean' },
    },
  })
  if (positionals.length !== 1 || positionals[0] !== 'music-school' || !values.from)
    throw new Error(`This is how:\n  ${usage}`)
  if (values.zone !== undefined && !isZone(values.zone))
    throw new Error(`--zone: ${values.zone} is no time zone. Example: Asia/Jakarta`)
  if (values.currency !== undefined && !isCurrency(values.currency))
    throw new Error(`--currency: ${values.currency} is no currency. Example: IDR`)
  if (values.country !== undefined && !isSupportedCountry(values.country))
    throw new Error(`--country: ${values.country} is no country. Example: ID`)
  return {
    from: values.from,
    zone: values.zone,
    currency: values.currency,
    country: values.country,
    slug: values.organisation ?? 'music-school',
    name: values.name ?? 'Music school',
    isVerbose: values.lines ?? false,
  }
}

// The one country whose people keep this zone, when there is just one.
function countryOf(zone: string): string | undefined {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const countries = letters.flatMap((first) => letters.map((second) => first + second))
  const keeping = countries.filter((country) => new Intl.Locale(`und-${country}`).getTimeZones?.()?.includes(zone))
  return keeping.length === 1 ? keeping[0] : undefined
}

async function chooseOrganisation(access: DatabaseAccess, asked: ImportWords): Promise<Target> {
  const { slug, name } = asked
  const found = await access.owner
    .selectFrom('organisations.organisation')
    .select(['id', 'zone', 'currency', 'country'])
    .where('slug', '=', slug)
    .executeTakeFirst()
  const zone = asked.zone ?? found?.zone
  const currency = asked.currency ?? found?.currency
  if (!zone || !currency)
    throw new Error(`The organisation ${slug} is new: please give its --zone and --currency.\n  ${usage}`)
  const country = asked.country ?? found?.country ?? countryOf(zone)
  if (!country || !isSupportedCountry(country))
    throw new Error('--country: please say the country of phone numbers that name none. Example: ID')
  const options = { zone, currency, country }
  if (found) return { orgId: found.id, options }
  const organisation = { slug, name, preset: 'music-school', country, zone, currency } as const
  const before = (ctx: Ctx) => createOrganisation(ctx, { ...organisation, locale: languageOf(country) })
  return { orgId: newId('organisation'), options, before }
}

function languageOf(country: string): Locale {
  const language = new Intl.Locale(`und-${country}`).maximize().language
  return locales.find((locale) => locale === language) ?? 'en'
}

const showProgress: ImportProgress = (step, done, total) => {
  const share = done !== undefined && total ? ` ${Math.floor((done / total) * 100)} %` : ''
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${step}${share}`)
}

function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001B[K')
}

function printReport({ tables, counts, remarks }: ImportSummary, isVerbose: boolean): void {
  const head = ['table', 'read', 'made', 'changed', 'unchanged', 'only kept']
  const lines = tables.map((table) =>
    [table.table, table.read, table.made, table.changed, table.unchanged, table.kept].map(String),
  )
  for (const line of [head, ...lines])
    console.log(line.map((cell, index) => (index === 0 ? cell.padEnd(22) : cell.padStart(10))).join(''))
  console.log()
  for (const [kind, count] of Object.entries(counts))
    console.log(`${kind.replace('_', ' ').padEnd(22)}${String(count).padStart(10)}`)
  if (!isVerbose) {
    if (remarks.length > 0) console.log('\nEvery line with its row: add --lines, or open Settings, Imports.')
    return
  }
  console.log()
  for (const { kind, table, key, message, args } of remarks)
    console.log(`${kind} ${table} ${key}: ${findSentence('en', message, args) ?? message}`)
}
