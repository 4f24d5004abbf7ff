import { createRoute, lazyRouteComponent, notFound, type AnyRoute } from '@tanstack/react-router'
import { listOfferings } from '#contract/catalogue'
import { getLesson, getTimetable, LessonId } from '#contract/scheduling'
import { getMe } from '#contract/identity'
import { getOrganisation } from '#contract/organisations'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'
import { dayOf } from './local-time.ts'
import { daysOf, readTimetableSearch } from './timetable-search.ts'

export const schedulingRoutes: AnyRoute[] = [
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'timetable',
    component: lazyRouteComponent(() => import('./timetable-page.tsx'), 'TimetablePage'),
    validateSearch: readTimetableSearch,
    loaderDeps: ({ search }) => ({ date: search.date, span: search.span }),
    // What the screen would wait for is there before it is shown, so that going to another day does not flash.
    loader: async ({ params, deps }) => {
      const { organisation } = params
      const [{ zone }] = await Promise.all([read(organisation, getOrganisation, {}), read(organisation, getMe, {})])
      const date = deps.date ? Temporal.PlainDate.from(deps.date) : dayOf(Temporal.Now.instant(), zone)
      const days = daysOf(deps.span ?? 'day', date)
      await Promise.all([
        read(organisation, getTimetable, { from: days[0] ?? date, to: days.at(-1) ?? date }),
        read(organisation, listOfferings, { all: true }),
      ])
    },
  }),
  createRoute({
    getParentRoute: () => memberRoute,
    path: 'lessons/$lessonId',
    component: lazyRouteComponent(() => import('./lesson-page.tsx'), 'LessonPage'),
    loader: ({ params }) => {
      const lessonId = LessonId.safeParse(params.lessonId)
      if (!lessonId.success) throw notFound()
      return read(params.organisation, getLesson, { lessonId: lessonId.data })
    },
  }),
]
