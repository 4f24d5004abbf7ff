import { createRootRoute, createRoute, Outlet, redirect } from '@tanstack/react-router'
import { getMe } from '#contract/identity'
import { getOrganisation } from '#contract/organisations'
import { paths } from '#web/paths.ts'
import { ApiProblem } from './api.ts'
import { FailedScreen, MissingScreen } from './errors.tsx'
import { read } from './queries.ts'
import { Shell } from './shell.tsx'

export const rootRoute = createRootRoute({
  component: Outlet,
  errorComponent: FailedScreen,
  notFoundComponent: MissingScreen,
})

/** Above every screen of a member of an organisation: who is signed in, what they may do, the frame that fits their work. */
export const memberRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$organisation',
  component: Shell,
  errorComponent: FailedScreen,
  notFoundComponent: MissingScreen,
  loader: async ({ params, location }) => {
    try {
      await Promise.all([read(params.organisation, getMe, {}), read(params.organisation, getOrganisation, {})])
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) throw redirect({ href: paths.signIn(location.href) })
      throw error
    }
  },
})
