import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { requeueMail } from '#platform/mail.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { hasMailServer } from './config.ts'
import type * as contract from './contract.ts'
import { alreadySent, noMailServer } from './errors.ts'

/** The outbox; the database itself hides mails that open a login from everybody who is signed in. */
function officeMails(ctx: Ctx) {
  return ctx.db
    .selectFrom('platform.mail')
    .select((eb) => eb.ref('id').$castTo<Id<'mail'>>().as('id'))
    .select(['recipient', 'recipientName', 'subject', 'status', 'attempts', 'lastError', 'createdAt', 'sentAt'])
    .where('orgId', '=', ctx.orgId)
}

export async function listMails(
  ctx: Ctx,
  input: Input<typeof contract.listMails>,
): Promise<Output<typeof contract.listMails>> {
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.uuid()]))
  // Whoever writes a whole address means that one, and not others that end like it.
  const address = (input.search ?? '').trim().toLowerCase()
  const sought = `%${(input.search ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`
  const rows = await officeMails(ctx)
    .$if(input.status !== undefined, (query) => query.where('status', '=', input.status!))
    .$if(sought !== '%%', (query) =>
      query.where((eb) =>
        eb.or([
          sql<boolean>`lower(recipient) = ${address}`,
          eb.and([
            eb.not(eb.exists(officeMails(ctx).where(sql<boolean>`lower(recipient) = ${address}`))),
            eb.or((['recipient', 'recipientName', 'subject'] as const).map((column) => eb(column, 'ilike', sought))),
          ]),
        ]),
      ),
    )
    .$if(after !== null, (query) => query.where('id', '<', after![0]))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, ({ id }) => [id])
  return { rows: page.rows, next: page.next, mailServer: hasMailServer() }
}

export async function getMail(
  ctx: Ctx,
  { mailId }: Input<typeof contract.getMail>,
): Promise<Output<typeof contract.getMail>> {
  const mail = await officeMails(ctx).select(['bodyText', 'calendarMethod']).where('id', '=', mailId).executeTakeFirst()
  if (!mail) throw notFound()
  return mail
}

export async function resendMail(
  ctx: Ctx,
  { mailId }: Input<typeof contract.resendMail>,
): Promise<Output<typeof contract.resendMail>> {
  const mail = await getMail(ctx, { mailId })
  if (!hasMailServer()) throw noMailServer()
  if (!(await requeueMail(ctx, mailId))) throw alreadySent()
  await emit(ctx, 'notifications.mail_requeued', { kind: 'mail', id: mailId }, { recipient: mail.recipient })
  return getMail(ctx, { mailId })
}
