import { listInvoices } from '#contract/billing'
import { listBookings } from '#contract/booking'
import { listMails, listStuckReactions } from '#contract/notifications'
import { listUnmarkedLessons } from '#contract/teaching'
import { useGlance } from './queries.ts'
import type { Member } from './session.ts'

/** What the inbox reads; the counts beside the navigation are of the same answers. */
export const waiting = {
  requests: { status: 'requested', limit: 50 },
  unmarked: { limit: 50 },
  overdue: { state: 'overdue', limit: 50 },
  mails: { status: 'failed', limit: 50 },
} as const

export interface Counts {
  readonly inbox: number
  readonly requests: number
}

/** How much waits for a person of the office; at most fifty of a kind are counted. */
export function useCounts(member: Member): Counts {
  const requests = useGlance(listBookings, waiting.requests, member.can('booking.manage'))
  const unmarked = useGlance(listUnmarkedLessons, waiting.unmarked, member.can('teaching.oversee'))
  const overdue = useGlance(listInvoices, waiting.overdue, member.can('billing.manage'))
  const mails = useGlance(listMails, waiting.mails, member.can('notifications.manage'))
  const stuck = useGlance(listStuckReactions, {}, member.can('notifications.manage'))
  const rows = [requests, unmarked, overdue, mails, stuck].map((page) => page?.rows.length ?? 0)
  return { inbox: rows.reduce((sum, count) => sum + count, 0), requests: requests?.rows.length ?? 0 }
}
