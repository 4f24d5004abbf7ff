import { createRoute, lazyRouteComponent, notFound, type AnyRoute } from '@tanstack/react-router'
import { listInvoices } from '#contract/billing'
import { BookingId, getBooking, listBookings } from '#contract/booking'
import { listMails, listStuckReactions } from '#contract/notifications'
import { listUnmarkedLessons } from '#contract/teaching'
import { waiting } from '#web/app/counts.ts'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'

export const bookingRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'inbox',
    component: lazyRouteComponent(() => import('./inbox-page.tsx'), 'InboxPage'),
    loader: ({ params: { organisation } }) =>
      Promise.all([
        read(organisation, listBookings, waiting.requests),
        read(organisation, listUnmarkedLessons, waiting.unmarked),
        read(organisation, listInvoices, waiting.overdue),
        read(organisation, listMails, waiting.mails),
        read(organisation, listStuckReactions, {}),
      ]),
  }),
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'requests',
    component: lazyRouteComponent(() => import('./requests-page.tsx'), 'RequestsPage'),
  }),
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'requests/$bookingId',
    component: lazyRouteComponent(() => import('./request-page.tsx'), 'RequestPage'),
    loader: ({ params }) => {
      const bookingId = BookingId.safeParse(params.bookingId)
      if (!bookingId.success) throw notFound()
      return read(params.organisation, getBooking, { bookingId: bookingId.data })
    },
  }),
]
