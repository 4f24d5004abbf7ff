import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { newId, type Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { Notification } from './contract.ts'
import type * as contract from './contract.ts'

export interface NewNotification {
  /** Event, person and kind: asking twice makes one notification. */
  readonly uniqueKey: string
  readonly personId: Id<'person'>
  /** `notifications.<kind>` is its sentence in messages/notifications; `arguments` are the sentence's. */
  readonly kind: string
  readonly arguments: Readonly<Record<string, string | number>>
  /** Where it leads, from the address of the organisation on. */
  readonly path: string
}

/** Tells people something inside the product, once for each key. */
export async function notify(ctx: Ctx, ...notifications: readonly NewNotification[]): Promise<void> {
  if (notifications.length === 0) return
  await ctx.db
    .insertInto('notifications.notification')
    .values(
      notifications.map((notification) => ({
        ...notification,
        orgId: ctx.orgId,
        id: newId('notification'),
        arguments: JSON.stringify(notification.arguments),
        createdAt: ctx.now,
      })),
    )
    .onConflict((conflict) => conflict.constraint('notification_once').doNothing())
    .execute()
}

function myNotifications(ctx: Ctx) {
  return ctx.db
    .selectFrom('notifications.notification')
    .where('orgId', '=', ctx.orgId)
    .where('personId', '=', ctx.actor.personId!)
}

export async function listNotifications(
  ctx: Ctx,
  input: Input<typeof contract.listNotifications>,
): Promise<Output<typeof contract.listNotifications>> {
  if (ctx.actor.personId === null) return { rows: [], next: null, unread: 0 }
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.uuid()]))
  const rows = await myNotifications(ctx)
    .select(['id', 'kind', 'arguments', 'path', 'createdAt', 'readAt'])
    .$if(after !== null, (query) => query.where('id', '<', after![0] as Id<'notification'>))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const { unread } = await myNotifications(ctx)
    .select((eb) => eb.fn.countAll<bigint>().as('unread'))
    .where('readAt', 'is', null)
    .executeTakeFirstOrThrow()
  const page = toPage(rows, limit, ({ id }) => [id])
  return {
    next: page.next,
    rows: page.rows.map((row) => ({ ...row, arguments: Notification.shape.arguments.parse(row.arguments) })),
    unread: Number(unread),
  }
}

export async function readNotifications(
  ctx: Ctx,
  { upTo }: Input<typeof contract.readNotifications>,
): Promise<Output<typeof contract.readNotifications>> {
  if (ctx.actor.personId === null) throw notFound()
  const mine = await myNotifications(ctx).select('id').where('id', '=', upTo).executeTakeFirst()
  if (!mine) throw notFound()
  await ctx.db
    .updateTable('notifications.notification')
    .set({ readAt: ctx.now })
    .where('orgId', '=', ctx.orgId)
    .where('personId', '=', ctx.actor.personId)
    .where('id', '<=', upTo)
    .where('readAt', 'is', null)
    .execute()
  return {}
}
