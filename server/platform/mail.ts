import { createTransport, type Transporter } from 'nodemailer'
import type { Ctx } from './context.ts'
import type { Locale } from './contract.ts'
import type { DatabaseAccess } from './db.ts'
import { newId } from './ids.ts'

export interface Mail {
  /** What the mail is about and for whom; asking for the same mail twice makes one. */
  readonly uniqueKey: string
  readonly recipient: string
  readonly recipientName: string
  readonly locale: Locale
  readonly subject: string
  readonly bodyText: string
  readonly bodyHtml: string
  /** An event for the calendar of the recipient (RFC 5546), beside the text and as a file. */
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string } | undefined
}

/** Writes a mail in this transaction; it leaves after the commit, or stays in the outbox where no mail server is set up. */
export async function queueMail(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>, { calendar, ...mail }: Mail): Promise<void> {
  await ctx.db
    .insertInto('platform.mail')
    .values({
      ...mail,
      calendarMethod: calendar?.method ?? null,
      calendar: calendar?.content ?? null,
      subject: mail.subject.replace(/[\r\n]+/g, ' '),
      orgId: ctx.orgId,
      id: newId('mail'),
      status: 'queued',
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.constraint('mail_once').doNothing())
    .execute()
}

/** Queues a mail that was kept or has failed once more; false when it is neither. */
export async function requeueMail(ctx: Pick<Ctx, 'db' | 'orgId'>, mailId: string): Promise<boolean> {
  const requeued = await ctx.db
    .updateTable('platform.mail')
    .set({ status: 'queued', attempts: 0, lastError: '', retryAt: null })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', mailId)
    .where('status', 'in', ['kept', 'failed'])
    .returning('id')
    .executeTakeFirst()
  return requeued !== undefined
}

export interface MailSettings {
  readonly smtpUrl: string | undefined
  readonly from: string
}

const maximalAttempts = 12
const longestPauseMinutes = 720

/** How long a mail rests after a try: 2 minutes, then twice as long each time, so a mail server may be away for two days. */
function pauseAfter(attempts: number): Temporal.Duration {
  return Temporal.Duration.from({ minutes: Math.min(2 ** attempts, longestPauseMinutes) })
}

/** Sends what is queued, oldest first. A mail is locked while it is tried, so two workers never send the same one at once. */
export class Postman {
  readonly #access: DatabaseAccess
  readonly #transport: Transporter | null
  readonly #from: string
  #round: Promise<number> | undefined

  constructor(access: DatabaseAccess, settings: MailSettings) {
    this.#access = access
    this.#from = settings.from
    this.#transport = settings.smtpUrl
      ? createTransport({
          url: settings.smtpUrl,
          connectionTimeout: 10_000,
          socketTimeout: 20_000,
          disableFileAccess: true,
          disableUrlAccess: true,
        })
      : null
  }

  get hasServer(): boolean {
    return this.#transport !== null
  }

  /** Sends up to `limit` mails and returns how many it looked at. One round at a time: who calls during one is given that one. */
  deliver(limit = 50): Promise<number> {
    this.#round ??= this.#deliver(limit).finally(() => (this.#round = undefined))
    return this.#round
  }

  async #deliver(limit: number): Promise<number> {
    if (!this.#transport) return this.#keepAll()
    let seen = 0
    while (seen < limit && (await this.#deliverOne(this.#transport))) seen++
    return seen
  }

  async #keepAll(): Promise<number> {
    const result = await this.#access.owner
      .updateTable('platform.mail')
      .set({ status: 'kept' })
      .where('status', '=', 'queued')
      .executeTakeFirst()
    return Number(result.numUpdatedRows)
  }

  // The try is counted and committed before the mail server is asked, so no transaction waits for the network.
  async #deliverOne(transport: Transporter): Promise<boolean> {
    const mail = await this.#claim()
    if (!mail) return false
    const mine = this.#access.owner
      .updateTable('platform.mail')
      .where('orgId', '=', mail.orgId)
      .where('id', '=', mail.id)
    try {
      await transport.sendMail({
        from: this.#from,
        to: { name: mail.recipientName, address: mail.recipient },
        subject: mail.subject,
        text: mail.bodyText,
        html: mail.bodyHtml,
        ...(mail.calendar !== null && {
          icalEvent: { method: mail.calendarMethod ?? 'REQUEST', filename: 'lesson.ics', content: mail.calendar },
        }),
        messageId: `<${mail.id}@lessonry>`,
        headers: { 'Auto-Submitted': 'auto-generated' },
      })
      await mine.set({ status: 'sent', sentAt: Temporal.Now.instant(), lastError: '' }).execute()
    } catch (error) {
      const reason = error instanceof Error ? error.message.slice(0, 500) : String(error)
      const status = mail.attempts >= maximalAttempts ? 'failed' : 'queued'
      const retryAt = Temporal.Now.instant().add(pauseAfter(mail.attempts))
      await mine.set({ status, lastError: reason, retryAt }).execute()
    }
    return true
  }

  async #claim() {
    const now = Temporal.Now.instant()
    return this.#access.owner
      .updateTable('platform.mail as mail')
      .set((eb) => ({ attempts: eb('mail.attempts', '+', 1), retryAt: now.add({ minutes: 2 }) }))
      .where((eb) =>
        eb(
          'mail.id',
          'in',
          eb
            .selectFrom('platform.mail')
            .select('id')
            .where('status', '=', 'queued')
            .where((inner) => inner.or([inner('retryAt', 'is', null), inner('retryAt', '<=', now)]))
            .orderBy('id')
            .limit(1)
            .forUpdate()
            .skipLocked(),
        ),
      )
      .returningAll()
      .executeTakeFirst()
  }
}
