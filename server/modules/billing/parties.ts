import { z } from 'zod'
import type { OrganisationFacts } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import { amount, plainDate } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { listPayers } from './payers.ts'

const Party = z.object({ name: z.string(), addressLines: z.array(z.string()), taxId: z.string().nullable() })

/** What an invoice says beside its lines, as it was on the day of issue. */
export const Parties = z.object({
  organisation: Party.extend({
    phone: z.string().nullable(),
    email: z.string().nullable(),
    accentHue: z.number(),
    accentChroma: z.number(),
  }),
  billTo: Party,
  zone: z.string(),
  paymentInstructions: z.string().nullable(),
  /** What the family had paid in advance. */
  prepaid: z.array(z.object({ receivedOn: plainDate, method: z.enum(['cash', 'transfer']), amount })),
})
export type Parties = z.output<typeof Parties>

interface Occasion {
  readonly familyId: Id<'family'>
  readonly prepaid: Parties['prepaid']
}

/** Copies both sides, in the form in which they are stored. */
export async function describeParties(
  ctx: Ctx,
  organisation: OrganisationFacts,
  { familyId, prepaid }: Occasion,
): Promise<z.input<typeof Parties>> {
  return z.encode(Parties, {
    organisation: {
      name: organisation.name,
      addressLines: linesOf(organisation.address),
      taxId: organisation.taxNumber || null,
      phone: organisation.phone || null,
      email: organisation.email || null,
      accentHue: organisation.accentHue,
      accentChroma: organisation.accentChroma / 1000,
    },
    billTo: await describePayer(ctx, familyId),
    zone: organisation.zone,
    paymentInstructions: organisation.paymentInstructions || null,
    prepaid,
  })
}

// Two guardians may live apart: what both read names neither of them, only the family.
async function describePayer(ctx: Ctx, familyId: Id<'family'>): Promise<Parties['billTo']> {
  const payers = await listPayers(ctx, familyId)
  const [only] = payers
  if (only && payers.length === 1) return { name: only.name, addressLines: linesOf(only.address ?? ''), taxId: null }
  const family = await ctx.db
    .selectFrom('people.family')
    .select('name')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', familyId)
    .executeTakeFirstOrThrow()
  return { name: family.name, addressLines: [], taxId: null }
}

function linesOf(address: string): string[] {
  return address
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}
