import { parseArgs } from 'node:util'
import { createOrganisation } from '#organisations'
import { readConfig } from '#platform/config.ts'
import { importActor, type Ctx } from '#platform/context.ts'
import { isCurrency } from '#platform/currencies.ts'
import { inScope, type DatabaseAccess } from '#platform/db.ts'
import { Problem } from '#platform/errors.ts'
import { newId, type Id } from '#platform/ids.ts'
import { closeQueue, openQueue } from '#platform/jobs.ts'
import { findSentence } from '#platform/texts.ts'
import { isZone } from '#platform/time.ts'
import { importMusicSchool, nameOfSource, readOldMusicSchool, sayWhyUnreadable, UnreadableDatabase } from '#transfer'
import type { ImportProgress, ImportSummary } from '#transfer'
import { joinInstall } from '../server/main.ts'

interface ImportWords {
  readonly from: string
  readonly zone: string
  readonly currency: string
  readonly country: string
  readonly slug: string
  readonly name: string
  readonly isVerbose: boolean
}

const usage =
  'lessonry import music-school --from <.sql file or postgres:// address> --zone Asia/Jakarta --currency IDR\n' +
  '  [--country ID] [--organisation my-school] [--name "My School"] [--lines]'

/** Imports into the organisation of `--organisation`, which is made when it does not exist yet; prints the report. */
export async function runImport(words: readonly string[]): Promise<void> {
  const asked = readWords(words)
  const install = await joinInstall(readConfig())
  try {
    await openQueue({ access: install.access, onError: (error) => console.error(error.message) })
    const rows = await readOldMusicSchool(asked.from, showProgress)
    const orgId = await findOrCreateOrganisation(install.access, asked)
    const options = { zone: asked.zone, currency: asked.currency, country: asked.country as 'ID' } // checked by readWords()
    const source = { rows, name: nameOfSource(asked.from), options, now: Temporal.Now.instant() }
    const summary = await importMusicSchool(install.access, orgId, source, showProgress)
    endProgress()
    printReport(summary, asked.isVerbose)
  } catch (error) {
    endProgress()
    if (error instanceof Problem && error.cause instanceof UnreadableDatabase)
      throw new Error(sayWhyUnreadable(error.cause), { cause: null })
    throw error
  } finally {
    await closeQueue()
    await install.close()
  }
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
  if (positionals[0] !== 'music-school' || !values.from || !values.zone || !values.currency)
    throw new Error(`This is how:\n  ${usage}`)
  if (!isZone(values.zone)) throw new Error(`--zone: ${values.zone} is no time zone. Example: Asia/Jakarta`)
  if (!isCurrency(values.currency)) throw new Error(`--currency: ${values.currency} is no currency. Example: IDR`)
  const country = values.country ?? countryOf(values.zone)
  if (!country || !/^[A-Z]{2}$/.test(country))
    throw new Error('--country: please say the country of phone numbers that name none. Example: ID')
  return {
    from: values.from,
    zone: values.zone,
    currency: values.currency,
    country,
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

async function findOrCreateOrganisation(
  access: DatabaseAccess,
  { slug, name, zone, currency, country }: ImportWords,
): Promise<Id<'organisation'>> {
  const found = await access.owner
    .selectFrom('organisations.organisation')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (found) return found.id
  const orgId = newId('organisation')
  const locale = ({ ID: 'id', FR: 'fr', TN: 'fr', MA: 'fr', SA: 'ar', EG: 'ar' } as const)[country] ?? 'en'
  await inScope(access, { orgId, userId: null }, async (db) => {
    const request = { id: 'import', address: '', userAgent: '', locale: 'en' } as const
    const ctx: Ctx = { db, orgId, actor: importActor, now: Temporal.Now.instant(), request }
    await createOrganisation(ctx, { slug, name, preset: 'music-school', country, zone, currency, locale })
  })
  return orgId
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
