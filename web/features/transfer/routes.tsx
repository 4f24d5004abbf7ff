import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { listImports } from '#contract/transfer'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'

const importsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'settings/imports',
  component: lazyRouteComponent(() => import('./imports-page.tsx'), 'ImportsPage'),
  loader: ({ params }) => read(params.organisation, listImports, {}),
})

const importRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'settings/imports/$importId',
  component: lazyRouteComponent(() => import('./import-page.tsx'), 'ImportPage'),
  loader: ({ params }) => read(params.organisation, listImports, {}),
})

const oldRecordsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'settings/old-records',
  component: lazyRouteComponent(() => import('./old-records-page.tsx'), 'OldRecordsPage'),
})

export const transferRoutes: AnyRoute[] = [importsRoute, importRoute, oldRecordsRoute]
