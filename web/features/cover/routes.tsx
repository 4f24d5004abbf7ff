import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { memberRoute } from '#web/app/routes-root.tsx'
import { readAbsenceSearch } from './search.ts'

export const coverRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'absence',
    component: lazyRouteComponent(() => import('./absence-page.tsx'), 'AbsencePage'),
    validateSearch: readAbsenceSearch,
  }),
]
