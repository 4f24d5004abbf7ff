import { directionOf } from '#messages/translator.ts'
import { readConfig } from '#platform/config.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
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
  const { uniqueKey, recipient, recipientName, locale, subject, paragraphs, action } = letter
  const url = await addressOf(ctx, action.path)
  const html = [
    ...paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`),
    `<p><a href="${escapeHtml(url)}">${escapeHtml(action.label)}</a></p>`,
  ]
  await queueMail(ctx, {
    uniqueKey,
    recipient,
    recipientName,
    locale,
    subject,
    bodyText: [...paragraphs, `${action.label}:\n${url}`].join('\n\n'),
    bodyHtml: `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><body>${html.join('')}</body></html>`,
  })
}

async function addressOf(ctx: { db: Ctx['db']; orgId: Id<'organisation'> }, path: string): Promise<string> {
  const { slug } = await ctx.db
    .selectFrom('organisations.organisation')
    .select('slug')
    .where('id', '=', ctx.orgId)
    .executeTakeFirstOrThrow()
  return `${readConfig().publicUrl}/${slug}${path}`
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
