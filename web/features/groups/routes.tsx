import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { getGroup, getOfferByLink } from '#contract/groups'
import { getOrganisation } from '#contract/organisations'
import type { Id } from '#platform/ids.ts'
import { ApiProblem } from '#web/app/api.ts'
import { queryClient, read } from '#web/app/queries.ts'
import { memberRoute, rootRoute } from '#web/app/routes-root.tsx'

interface GroupParams {
  readonly organisation: string
  readonly groupId: string
}

const loadGroup = ({ params }: { params: GroupParams }) =>
  read(params.organisation, getGroup, { groupId: params.groupId as Id<'group'> }) // the server looks at it

const groupsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'groups',
  component: lazyRouteComponent(() => import('./groups-page.tsx'), 'GroupsPage'),
})

const newGroupRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'groups/new',
  component: lazyRouteComponent(() => import('./group-form-page.tsx'), 'NewGroupPage'),
})

const groupRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'groups/$groupId',
  component: lazyRouteComponent(() => import('./group-page.tsx'), 'GroupPage'),
  loader: loadGroup,
})

const editGroupRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'groups/$groupId/edit',
  component: lazyRouteComponent(() => import('./group-form-page.tsx'), 'EditGroupPage'),
  loader: loadGroup,
})

const offerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '$organisation/offers/$token',
  component: lazyRouteComponent(() => import('./offer-page.tsx'), 'OfferPage'),
  loader: async ({ params: { organisation, token } }) => {
    // What the cache knows may be from before somebody else of the family answered.
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === getOfferByLink.route })
    try {
      const [offer] = await Promise.all([
        read(organisation, getOfferByLink, { token }),
        read(organisation, getOrganisation, {}),
      ])
      return offer
    } catch (error) {
      if (error instanceof ApiProblem && error.status < 500) return null
      throw error
    }
  },
})

export const groupRoutes: AnyRoute[] = [groupsRoute, newGroupRoute, groupRoute, editGroupRoute]
/** For whoever holds the link, signed in or not. */
export const offerRoutes: AnyRoute[] = [offerRoute]
