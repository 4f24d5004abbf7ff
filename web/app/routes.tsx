import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { auditRoutes } from '#web/features/audit/routes.tsx'
import { billingRoutes } from '#web/features/billing/routes.tsx'
import { bookingRoutes } from '#web/features/booking/routes.tsx'
import { catalogueRoutes } from '#web/features/catalogue/routes.tsx'
import { groupRoutes, offerRoutes } from '#web/features/groups/routes.tsx'
import { notificationRoutes } from '#web/features/notifications/routes.tsx'
import { organisationRoutes } from '#web/features/organisations/routes.tsx'
import { peopleRoutes } from '#web/features/people/routes.tsx'
import { portalRoutes } from '#web/features/portal/routes.tsx'
import { resourceRoutes } from '#web/features/resources/routes.tsx'
import { schedulingRoutes } from '#web/features/scheduling/routes.tsx'
import { seriesRoutes } from '#web/features/series/routes.tsx'
import { sessionRoutes } from '#web/features/session/routes.tsx'
import { teachingRoutes } from '#web/features/teaching/routes.tsx'
import { transferRoutes } from '#web/features/transfer/routes.tsx'
import { coverRoutes } from '#web/features/cover/routes.tsx'
import { memberRoute, rootRoute } from './routes-root.tsx'

const moreRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'more',
  component: lazyRouteComponent(() => import('./more-page.tsx'), 'MorePage'),
})

const tree = rootRoute.addChildren([
  ...sessionRoutes,
  ...offerRoutes,
  memberRoute.addChildren([
    moreRoute,
    ...portalRoutes,
    ...teachingRoutes,
    ...coverRoutes,
    ...bookingRoutes,
    ...schedulingRoutes,
    ...groupRoutes,
    ...seriesRoutes,
    ...peopleRoutes,
    ...catalogueRoutes,
    ...resourceRoutes,
    ...billingRoutes,
    ...organisationRoutes,
    ...notificationRoutes,
    ...auditRoutes,
    ...transferRoutes,
  ]),
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMs: 300,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
