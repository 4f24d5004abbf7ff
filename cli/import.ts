import { parseArgs } from 'node:util'
import { isSupportedCountry } from 'libphonenumber-js'
import { locales } from '#messages/translator.ts'
import { createOrganisation } from '#organisations'
import { inviteOwner } from '#people'
import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import { email, type Locale } from '#platform/contract.ts'
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
import { checkWords, Misuse } from './words.ts'

interface ImportWords {
  readonly from: string
  readonly zone: string | undefined
  readonly currency: string | undefined
  readonly country: string | undefined
  readonly slug: string
  readonly name: string
  readonly ownerEmail: string | undefined
  readonly ownerName: string | undefined
  readonly isVerbose: boolean
}

interface Target {
  readonly orgId: Id<'organisation'>
  readonly options: ImportOptions
  readonly isNew: boolean
  /** Makes the organisation when there is none yet, and invites its owner. */
  readonly before: (ctx: Ctx) => Promise<void>
  readonly invitations: { readonly url: string }[]
}

const option = { type: 'string' } as const
const wordOptions = {
  from: option,
  zone: option,
  currency: option,
  country: option,
  organisation: option,
  name: option,
  'owner-email': option,
  'owner-name': option,
  lines: { type: 'boolean' },
} as const

/** Imports into the organisation of `--organisation`, which is made when it does not exist yet; prints the report. */
export async function runImport(words: readonly string[]): Promise<void> {
  const asked = readWords(words)
  try {
    const rows = await readOldMusicSchool(asked.from, showProgress)
    const install = await joinInstall(readConfig())
    try {
      await openQueue({ access: install.access, onError: (error) => console.error(error.message) })
      const { orgId, options, before, isNew, invitations } = await chooseOrganisation(install.access, asked)
      const source = { rows, name: nameOfSource(asked.from), now: Temporal.Now.instant(), options, before }
      const summary = await importMusicSchool(install.access, orgId, source, showProgress)
      endProgress()
      printReport(summary, asked.isVerbose)
      for (const { url } of invitations) console.log(`\nThe owner can begin here, once:\n${url}`)
      if (isNew && invitations.length === 0)
        console.log(
          '\nNobody can sign in there yet. Run this again with --owner-email and --owner-name to invite the owner.',
        )
    } finally {
      await closeQueue()
      await install.close()
    }
  } catch (error) {
    endProgress()
    if (error instanceof UnreadableDatabase) console.error(sayWhyUnreadable(error))
    else if (error instanceof Problem) console.error(sayProblem(error))
    else throw error
    process.exitCode = 1
  }
}

function sayProblem({ code, details }: Problem): string {
  const fields = (details.errors ?? []).map(
    (field) =>
      `--${field.path === 'slug' ? 'organisation' : field.path}: ${findSentence('en', `errors.field.${field.code}`, field.args) ?? field.code}`,
  )
  return fields.length > 0 ? fields.join('\n') : (findSentence('en', `errors.${code}`, details.args) ?? code)
}

function readWords(words: readonly string[]): ImportWords {
  checkWords(words, wordOptions, true)
  const { values, positionals } = parseArgs({ args: [...words], allowPositionals: true, options: wordOptions })
  if (positionals.length !== 1 || positionals[0] !== 'music-school')
    throw new Misuse('Please say what to import: import music-school')
  if (!values.from) throw new Misuse('--from is missing: a .sql file, or the postgres:// address of a database')
  if (values.zone !== undefined && !isZone(values.zone))
    throw new Misuse(`--zone: ${values.zone} is no time zone. Example: Asia/Jakarta`)
  if (values.currency !== undefined && !isCurrency(values.currency))
    throw new Misuse(`--currency: ${values.currency} is no currency. Example: IDR`)
  if (values.country !== undefined && !isSupportedCountry(values.country))
    throw new Misuse(`--country: ${values.country} is no country. Example: ID`)
  const ownerEmail = values['owner-email']
  if (ownerEmail !== undefined && !email.safeParse(ownerEmail).success)
    throw new Misuse(`--owner-email: ${ownerEmail} is no e-mail address. Example: olivia@harmoni.example`)
  const ownerName = values['owner-name']?.trim()
  if (ownerEmail !== undefined && !ownerName)
    throw new Misuse('--owner-name is missing: the name of the person who has that address. Example: "Olivia Hartono"')
  return {
    from: values.from,
    zone: values.zone,
    currency: values.currency,
    country: values.country,
    slug: values.organisation ?? 'music-school',
    name: values.name ?? 'Music school',
    ownerEmail,
    ownerName,
    isVerbose: values.lines ?? false,
  }
}

// The one country whose people keep this zone, when there is just one.
function countryOf(zone: string): string | undefined {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('')
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
  if (!zone || !currency) throw new Misuse(`The organisation ${slug} is new: please give its --zone and --currency.`)
  const country = asked.country ?? found?.country ?? countryOf(zone)
  if (!country || !isSupportedCountry(country))
    throw new Misuse('--country: please say the country of phone numbers that name none. Example: ID')
  const options = { zone, currency, country }
  const locale = languageOf(country)
  const invitations: { url: string }[] = []
  const before = async (ctx: Ctx) => {
    if (!found) await createOrganisation(ctx, { slug, name, preset: 'music-school', country, zone, currency, locale })
    const { ownerEmail, ownerName: fullName } = asked
    if (!ownerEmail || !fullName) return
    invitations.push(await inviteOwner(ctx, { fullName, email: ownerEmail, locale }))
  }
  return { orgId: found?.id ?? newId('organisation'), options, before, isNew: !found, invitations }
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
    console.log(`${kind.replace('_', ' ')} ${table} ${key}: ${findSentence('en', message, args) ?? message}`)
}
