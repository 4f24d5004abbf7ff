import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { listDevices } from '#contract/identity'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'

const outboxRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'outbox',
  component: lazyRouteComponent(() => import('./outbox-page.tsx'), 'OutboxPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'account',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
  loader: ({ params }) => read(params.organisation, listDevices, {}),
})

export const notificationRoutes: AnyRoute[] = [outboxRoute, accountRoute]
