import { languageTag } from '#messages/translator.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import { composeLetter } from '#platform/letter.ts'
import { queueMail, type Mail } from '#platform/mail.ts'
import { translatorFor } from '#platform/texts.ts'
import { publicAddress } from './config.ts'
import { enterLogin, leaveLogin } from './scope.ts'
import { hashToken } from './tokens.ts'

interface InvitationMail {
  readonly token: string
  readonly organisation: { readonly name: string; readonly zone: string }
  readonly recipient: string
  readonly recipientName: string
  readonly locale: Locale
  readonly note: string
  readonly expiresAt: Temporal.Instant
  /** Whether the office may not read it in the outbox. */
  readonly isPrivate: boolean
}

/** Queues the mail with the link, and gives the link's address. */
export async function mailInvitation(ctx: Ctx, mail: InvitationMail): Promise<string> {
  const t = translatorFor(mail.locale)
  const url = publicAddress(`/invitations/${mail.token}`)
  const organisation = mail.organisation.name
  const date = new Intl.DateTimeFormat(languageTag(mail.locale), {
    dateStyle: 'long',
    timeZone: mail.organisation.zone,
  }).format(mail.expiresAt.epochMilliseconds)
  const letter = {
    ...mail,
    from: organisation,
    subject: t('mail.invitation.subject', { organisation }),
    paragraphs: [
      mail.recipientName === ''
        ? t('mail.invitation.greeting_unnamed')
        : t('mail.invitation.greeting', { name: mail.recipientName }),
      t('mail.invitation.body', { organisation }),
      ...(mail.note.trim() === '' ? [] : [t('mail.invitation.note', { note: mail.note.trim() })]),
    ],
    action: { label: t('mail.invitation.action'), url },
    end: t('mail.invitation.expiry', { date }),
  }
  const uniqueKey = `invitation:${hashToken(mail.token).toString('base64url')}`
  if (mail.isPrivate) await queuePrivateMail(ctx, writeMail(uniqueKey, letter))
  else await queueMail(ctx, writeMail(uniqueKey, letter))
  return url
}

interface ResetMail {
  readonly token: string
  readonly recipient: string
  readonly locale: Locale
}

export async function mailReset(ctx: Ctx, mail: ResetMail): Promise<void> {
  const t = translatorFor(mail.locale)
  const letter = {
    ...mail,
    from: 'Lessonry',
    recipientName: '',
    subject: t('mail.reset.subject'),
    paragraphs: [t('mail.reset.greeting'), t('mail.reset.body', { email: mail.recipient })],
    action: { label: t('mail.reset.action'), url: publicAddress(`/reset/${mail.token}`) },
    end: t('mail.reset.expiry'),
  }
  await queuePrivateMail(ctx, writeMail(`reset:${hashToken(mail.token).toString('base64url')}`, letter))
}

// Row-level security hides such a mail from every signed-in request, even from the one that writes it.
async function queuePrivateMail(ctx: Ctx, mail: Mail): Promise<void> {
  await leaveLogin(ctx)
  await queueMail(ctx, { ...mail, uniqueKey: `private:${mail.uniqueKey}` })
  if (ctx.actor.userId !== null) await enterLogin(ctx, ctx.actor.userId)
}

interface Letter {
  readonly from: string
  readonly recipient: string
  readonly recipientName: string
  readonly locale: Locale
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly action: { readonly label: string; readonly url: string }
  readonly end: string
}

function writeMail(uniqueKey: string, letter: Letter): Mail {
  const { paragraphs, action, end, from, locale, recipient, recipientName, subject } = letter
  return {
    uniqueKey,
    recipient,
    recipientName,
    locale,
    subject,
    ...composeLetter({ locale, from, paragraphs, action, closing: end }),
  }
}
