import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import { composeLetter } from '#platform/letter.ts'
import { queueMail } from '#platform/mail.ts'

export interface Letter {
  /** Event and person: asking twice makes one mail. */
  readonly uniqueKey: string
  readonly recipient: string
  readonly recipientName: string
  readonly locale: Locale
  readonly subject: string
  readonly paragraphs: readonly string[]
  /** Where the button leads, from the address of the organisation on. */
  readonly action: { readonly label: string; readonly path: string }
}

/** Queues a plain letter with one link into the organisation's pages. */
export async function sendLetter(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>, letter: Letter): Promise<void> {
  const { paragraphs, action, ...mail } = letter
  const { slug, name } = await ctx.db
    .selectFrom('organisations.organisation')
    .select(['slug', 'name'])
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow()
  const url = `${readConfig().publicUrl}/${slug}${action.path}`
  const body = composeLetter({ locale: letter.locale, from: name, paragraphs, action: { label: action.label, url } })
  await queueMail(ctx, { ...mail, ...body })
}
