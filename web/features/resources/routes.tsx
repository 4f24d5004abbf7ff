import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { listResources } from '#contract/resources'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'

const loader = ({ params }: { params: { organisation: string } }) => read(params.organisation, listResources, {})

const roomsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'rooms',
  component: lazyRouteComponent(() => import('./rooms-page.tsx'), 'RoomsPage'),
  loader,
})

const newRoomRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'rooms/new',
  component: lazyRouteComponent(() => import('./room-page.tsx'), 'NewRoomPage'),
  loader,
})

const roomRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'rooms/$resourceId',
  component: lazyRouteComponent(() => import('./room-page.tsx'), 'RoomPage'),
  loader,
})

export const resourceRoutes: AnyRoute[] = [roomsRoute, newRoomRoute, roomRoute]
