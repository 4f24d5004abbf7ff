import { createRoute, lazyRouteComponent, redirect, type AnyRoute } from '@tanstack/react-router'
import { getInvitation, getSession } from '#contract/identity'
import { ApiProblem } from '#web/app/api.ts'
import { queryClient, read } from '#web/app/queries.ts'
import { rootRoute } from '#web/app/routes-root.tsx'
import { loadReady } from './ready.ts'
import { nextScreen } from './start.ts'

// What the cache knows may be from before the session ended.
async function loadSession({ location }: { location: { search: Record<string, unknown> } }) {
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === getSession.route })
  const session = await read(null, getSession, {})
  const next = typeof location.search['next'] === 'string' ? location.search['next'] : undefined
  const target = session.user && nextScreen(session, next)
  if (target) throw redirect({ href: target })
}

const readyRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./ready-page.tsx'), 'ReadyPage'),
  loader: loadReady,
})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-in',
  component: lazyRouteComponent(() => import('./sign-in-page.tsx'), 'SignInPage'),
  loader: loadSession,
})

const forgotRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'reset',
  component: lazyRouteComponent(() => import('./forgot-password-page.tsx'), 'ForgotPasswordPage'),
})

const newPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'reset/$token',
  component: lazyRouteComponent(() => import('./new-password-page.tsx'), 'NewPasswordPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'invitations/$token',
  component: lazyRouteComponent(() => import('./invitation-page.tsx'), 'InvitationPage'),
  loader: async ({ params }) => {
    try {
      return await read(null, getInvitation, { token: params.token })
    } catch (error) {
      if (error instanceof ApiProblem && error.status < 500) return null
      throw error
    }
  },
})

const apiReferenceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'api-reference',
  component: lazyRouteComponent(() => import('./api-reference-page.tsx'), 'ApiReferencePage'),
})

export const sessionRoutes: AnyRoute[] = [
  readyRoute,
  signInRoute,
  forgotRoute,
  newPasswordRoute,
  invitationRoute,
  apiReferenceRoute,
]
