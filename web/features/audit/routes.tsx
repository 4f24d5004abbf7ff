import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { memberRoute } from '#web/app/routes-root.tsx'

const auditRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'audit',
  component: lazyRouteComponent(() => import('./audit-page.tsx'), 'AuditPage'),
})

export const auditRoutes: AnyRoute[] = [auditRoute]
