import { composeInvitation } from '#calendars'
import { getOrganisation, type OrganisationFacts } from '#organisations'
import { createFormatters, type Formatters } from '#messages/format.ts'
import type { Translator } from '#messages/translator.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { composeLetter } from '#platform/letter.ts'
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
  /** The lesson that it tells of, which goes with it for the calendar of whoever reads it. */
  readonly about?: { readonly lessonId: Id<'lesson'>; readonly studentId: Id<'person'> } | null
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

/** Queues a letter in this transaction, in the name of the school. */
export async function queueLetter(ctx: Ctx, { organisation }: Writing, letter: Letter): Promise<void> {
  const { paragraphs, action, about, ...mail } = letter
  const url = action && publicAddress(`/${organisation.slug}${action.path}`)
  const body = composeLetter({
    locale: letter.locale,
    from: organisation.name,
    paragraphs,
    action: action && url ? { label: action.label, url } : null,
  })
  const calendar = about ? await composeInvitation(ctx, { ...about, ...mail }) : null
  await queueMail(ctx, { ...mail, ...body, ...(calendar && { calendar }) })
}
