import { getOrganisation, type OrganisationFacts } from '#organisations'
import { createFormatters, type Formatters } from '#messages/format.ts'
import { directionOf, type Translator } from '#messages/translator.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import { queueMail } from '#platform/mail.ts'
import { translatorFor } from '#platform/texts.ts'
import { publicAddress } from './config.ts'

export interface Letter {
  /** What it is about and for whom: asking for it twice makes one. */
  readonly uniqueKey: string
  readonly recipient: string
  readonly recipientName: string
  readonly locale: Locale
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly action: { readonly label: string; readonly path: string } | null
}

/** What a letter is written with: sentences of the reader's language, times in the zone of the school. */
export interface Writing {
  readonly organisation: OrganisationFacts
  readonly t: Translator
  readonly format: Formatters
  /** "Thursday 19 November, 16:15–17:00" */
  readonly formatLesson: (time: { startsAt: Temporal.Instant; endsAt: Temporal.Instant }) => string
}

export async function openWriting(ctx: Ctx, locale: Locale): Promise<Writing> {
  return writingFor(await getOrganisation(ctx), locale)
}

export function writingFor(organisation: OrganisationFacts, locale: Locale): Writing {
  const format = createFormatters(locale, organisation.zone)
  return {
    organisation,
    t: translatorFor(locale),
    format,
    formatLesson: ({ startsAt, endsAt }) =>
      `${format.formatLongDay(startsAt)}, ${format.formatRange(startsAt, endsAt)}`,
  }
}

/** Queues a letter in this transaction; it ends with the name of the school. */
export async function queueLetter(ctx: Ctx, { organisation }: Writing, letter: Letter): Promise<void> {
  const { uniqueKey, recipient, recipientName, locale, subject, action } = letter
  const url = action && publicAddress(`/${organisation.slug}${action.path}`)
  const paragraphs = letter.paragraphs.filter((paragraph) => paragraph !== '')
  const link = action && url ? [`<p><a href="${escapeHtml(url)}">${escapeHtml(action.label)}</a></p>`] : []
  const html = [...paragraphs.map(toHtml), ...link, toHtml(organisation.name)]
  await queueMail(ctx, {
    uniqueKey,
    recipient,
    recipientName,
    locale,
    subject,
    bodyText: [...paragraphs, ...(action && url ? [`${action.label}:\n${url}`] : []), organisation.name].join('\n\n'),
    bodyHtml: `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><body>${html.join('')}</body></html>`,
  })
}

function toHtml(paragraph: string): string {
  return `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`
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
