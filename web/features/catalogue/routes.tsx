import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { listOfferings } from '#contract/catalogue'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'

const loader = ({ params }: { params: { organisation: string } }) =>
  read(params.organisation, listOfferings, { all: true })

const catalogueRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'catalogue',
  component: lazyRouteComponent(() => import('./catalogue-page.tsx'), 'CataloguePage'),
  loader,
})

const newOfferingRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'catalogue/new',
  component: lazyRouteComponent(() => import('./offering-page.tsx'), 'NewOfferingPage'),
})

const offeringRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'catalogue/$offeringId',
  component: lazyRouteComponent(() => import('./offering-page.tsx'), 'OfferingPage'),
  loader,
})

export const catalogueRoutes: AnyRoute[] = [catalogueRoute, newOfferingRoute, offeringRoute]
