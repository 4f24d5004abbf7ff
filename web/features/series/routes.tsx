import { createRoute, lazyRouteComponent, notFound, type AnyRoute } from '@tanstack/react-router'
import { listOfferings } from '#contract/catalogue'
import { getOrganisation } from '#contract/organisations'
import { getTimetable } from '#contract/scheduling'
import { getSeries, SeriesId } from '#contract/series'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'
import { readChangeSearch, readNewSeriesSearch } from './search.ts'

/** Teachers and rooms to choose from. */
async function readChoices(organisation: string): Promise<void> {
  const { zone } = await read(organisation, getOrganisation, {})
  const today = Temporal.Now.plainDateISO(zone)
  await read(organisation, getTimetable, { from: today, to: today })
}

function seriesIdOf(params: { seriesId: string }) {
  const seriesId = SeriesId.safeParse(params.seriesId)
  if (!seriesId.success) throw notFound()
  return seriesId.data
}

export const seriesRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'series/new',
    component: lazyRouteComponent(() => import('./new-series-page.tsx'), 'NewSeriesPage'),
    validateSearch: readNewSeriesSearch,
    loader: async ({ params: { organisation } }) => {
      await Promise.all([readChoices(organisation), read(organisation, listOfferings, {})])
    },
  }),
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'series/$seriesId',
    component: lazyRouteComponent(() => import('./series-page.tsx'), 'SeriesPage'),
    loader: ({ params }) => read(params.organisation, getSeries, { seriesId: seriesIdOf(params) }),
  }),
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'series/$seriesId/change',
    component: lazyRouteComponent(() => import('./change-page.tsx'), 'ChangePage'),
    validateSearch: readChangeSearch,
    loader: async ({ params }) => {
      const { organisation } = params
      await Promise.all([
        readChoices(organisation),
        read(organisation, listOfferings, { all: true }),
        read(organisation, getSeries, { seriesId: seriesIdOf(params) }),
      ])
    },
  }),
]
