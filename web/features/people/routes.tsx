import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { getFamily, getPerson, type FamilyId, type PersonId } from '#contract/people'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'
import type { z } from 'zod'

const peopleRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'people',
  component: lazyRouteComponent(() => import('./people-page.tsx'), 'PeoplePage'),
})

const newPersonRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'people/new',
  component: lazyRouteComponent(() => import('./person-form-page.tsx'), 'NewPersonPage'),
})

const personRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'people/$personId',
  component: lazyRouteComponent(() => import('./person-page.tsx'), 'PersonPage'),
  loader: ({ params }) =>
    read(params.organisation, getPerson, { personId: params.personId as z.output<typeof PersonId> }),
})

const editPersonRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'people/$personId/edit',
  component: lazyRouteComponent(() => import('./person-form-page.tsx'), 'EditPersonPage'),
  loader: ({ params }) =>
    read(params.organisation, getPerson, { personId: params.personId as z.output<typeof PersonId> }),
})

const familyRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'families/$familyId',
  component: lazyRouteComponent(() => import('./family-page.tsx'), 'FamilyPage'),
  loader: ({ params }) =>
    read(params.organisation, getFamily, { familyId: params.familyId as z.output<typeof FamilyId> }),
})

export const peopleRoutes: AnyRoute[] = [peopleRoute, newPersonRoute, personRoute, editPersonRoute, familyRoute]
