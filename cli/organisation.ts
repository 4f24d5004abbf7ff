import { parseArgs } from 'node:util'
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

const usage = `lessonry organisation list
lessonry organisation create --slug <harmoni-music> --name <Harmoni Music> --preset <music-school> --country <ID>
  --zone <Asia/Jakarta> --currency <IDR> --owner-email <olivia@harmoni.example> [--owner-name <Olivia>] [--locale <en>]`

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

const wanted = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,38}[a-z0-9]$/, '3 to 40 small letters, figures and hyphens'),
  name: z.string().trim().min(1).max(120),
  preset: Preset,
  country: z.string().regex(/^[A-Z]{2}$/, 'two capital letters (ISO 3166)'),
  zone,
  currency: z.string().refine(isCurrency, 'three capital letters (ISO 4217)'),
  locale: locale.default('en'),
  'owner-email': email,
  'owner-name': z.string().trim().min(1).max(200).optional(),
})

export async function runOrganisation(words: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true })
  if (positionals.length === 1 && positionals[0] === 'list') return listOrganisations()
  if (positionals.length === 1 && positionals[0] === 'create') return createFrom(values)
  throw new Error(usage)
}

async function createFrom(values: Readonly<Record<string, string | undefined>>): Promise<void> {
  const parsed = wanted.safeParse(values)
  if (!parsed.success) {
    const reasons = parsed.error.issues.map((issue) => `  --${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`${reasons.join('\n')}\n\n${usage}`)
  }
  const { 'owner-email': ownerEmail, 'owner-name': ownerName, ...organisation } = parsed.data
  const install = await joinInstall(readConfig())
  try {
    const { url, expiresAt } = await inSystem(install.access, newId('organisation'), 'command', async (ctx) => {
      await createOrganisation(ctx, organisation)
      const fullName = ownerName ?? ownerEmail.split('@')[0]!
      return inviteOwner(ctx, { fullName, email: ownerEmail, locale: organisation.locale })
    })
    const day = expiresAt.toZonedDateTimeISO(organisation.zone).toPlainDate().toString()
    console.log(`${organisation.name} is made. Until ${day} its owner can begin here, once:\n${url}`)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw new Error(findSentence('en', `errors.${error.code}`) ?? error.code, { cause: error })
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
