import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { getTeachingDay } from '#contract/teaching'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'
import { readTodaySearch, StudentsSearch } from './search.ts'
import { dayInput } from './teaching-day.ts'

const todayRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'today',
  component: lazyRouteComponent(() => import('./today-page.tsx'), 'TodayPage'),
  validateSearch: readTodaySearch,
  loaderDeps: ({ search: { date, teacher } }) => ({ ...(date && { date }), ...(teacher && { teacher }) }),
  loader: ({ params, deps }) => read(params.organisation, getTeachingDay, dayInput(deps)),
})

const availabilityRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'availability',
  component: lazyRouteComponent(() => import('./availability-page.tsx'), 'AvailabilityPage'),
})

const studentsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'students',
  component: lazyRouteComponent(() => import('./students-page.tsx'), 'StudentsPage'),
  validateSearch: StudentsSearch,
})

const studentRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'students/$studentId',
  component: lazyRouteComponent(() => import('./student-page.tsx'), 'StudentPage'),
})

export const teachingRoutes: AnyRoute[] = [todayRoute, availabilityRoute, studentsRoute, studentRoute]
