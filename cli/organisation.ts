import { parseArgs } from 'node:util'
import { isSupportedCountry } from 'libphonenumber-js'
import { z } from 'zod'
import { email, locale, zone } from '#platform/contract.ts'
import { readConfig } from '#platform/config.ts'
import { isCurrency } from '#platform/currencies.ts'
import { Problem } from '#platform/errors.ts'
import { newId } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { findSentence } from '#platform/texts.ts'
import { createOrganisation } from '#organisations'
import { Preset } from '#contract/organisations'
import { inviteOwner } from '#people'
import { joinInstall } from '../server/main.ts'
import { checkWords, Misuse } from './words.ts'

const options = {
  slug: { type: 'string' },
  name: { type: 'string' },
  preset: { type: 'string' },
  country: { type: 'string' },
  zone: { type: 'string' },
  currency: { type: 'string' },
  locale: { type: 'string' },
  'owner-email': { type: 'string' },
  'owner-name': { type: 'string' },
} as const

type Option = keyof typeof options

const wanted = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/),
  name: z.string().trim().min(1).max(120),
  preset: Preset,
  country: z.string().refine((code) => isSupportedCountry(code)),
  zone,
  currency: z.string().refine(isCurrency),
  locale: locale.default('en'),
  'owner-email': email,
  'owner-name': z.string().trim().min(1).max(200),
} satisfies Record<Option, z.ZodType>)

const meanings: Readonly<Record<Option, string>> = {
  slug: '3 to 40 small letters, figures and hyphens. Example: harmoni',
  name: 'what people call it, up to 120 letters. Example: "Harmoni Music"',
  preset: `what kind of business it is, one of ${Preset.options.join(', ')}`,
  country: 'two capital letters that stand for a country. Example: ID',
  zone: 'the name of a time zone. Example: Asia/Jakarta',
  currency: 'three capital letters that stand for a currency. Example: IDR',
  locale: `a language, one of ${locale.options.join(', ')}`,
  'owner-email': 'an e-mail address. Example: olivia@harmoni.example',
  'owner-name': 'the name of a person, up to 200 letters. Example: "Olivia Hartono"',
}

export async function runOrganisation(words: readonly string[]): Promise<void> {
  checkWords(words, options, true)
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
  if (positionals.length === 1 && positionals[0] === 'list') return listOrganisations()
  if (positionals.length === 1 && positionals[0] === 'create') return createFrom(values)
  throw new Misuse('Please say what to do: organisation create, or organisation list')
}

async function createFrom(values: Readonly<Partial<Record<Option, string>>>): Promise<void> {
  const parsed = wanted.safeParse(values)
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map(({ path }) => path[0] as Option)) // every issue is about one of the options
    const sentences = [...wrong].map((name) =>
      values[name] === undefined ? `--${name} is missing: ${meanings[name]}` : `--${name}: ${meanings[name]}`,
    )
    throw new Misuse(sentences.join('\n'))
  }
  const { 'owner-email': ownerEmail, 'owner-name': ownerName, ...organisation } = parsed.data
  const install = await joinInstall(readConfig())
  try {
    const { url, expiresAt } = await inSystem(install.access, newId('organisation'), 'command', async (ctx) => {
      await createOrganisation(ctx, organisation)
      return inviteOwner(ctx, { fullName: ownerName, email: ownerEmail, locale: organisation.locale })
    })
    const day = expiresAt.toZonedDateTimeISO(organisation.zone).toPlainDate().toString()
    console.log(`${organisation.name} is made. Until ${day} its owner can begin here, once:\n${url}`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    if (error.code === 'organisations.slug_taken')
      throw new Misuse(
        `--slug: another organisation here is called ${organisation.slug} already. Please choose another.`,
      )
    throw new Error(findSentence('en', `errors.${error.code}`, error.details.args) ?? error.code)
  } finally {
    await install.close()
  }
}

async function listOrganisations(): Promise<void> {
  const install = await joinInstall(readConfig())
  try {
    const organisations = await install.access.owner
      .selectFrom('organisations.organisation')
      .select(['slug', 'name', 'preset', 'zone'])
      .orderBy('slug')
      .execute()
    for (const { slug, name, preset, zone: where } of organisations) console.log([slug, name, preset, where].join('\t'))
  } finally {
    await install.close()
  }
}
