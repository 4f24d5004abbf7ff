import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { getSettings } from '#contract/organisations'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'

const settingsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'settings',
  component: lazyRouteComponent(() => import('./settings-page.tsx'), 'SettingsPage'),
  loader: ({ params }) => read(params.organisation, getSettings, {}),
})

const membersRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'settings/members',
  component: lazyRouteComponent(() => import('./members-page.tsx'), 'MembersPage'),
})

export const organisationRoutes: AnyRoute[] = [settingsRoute, membersRoute]
