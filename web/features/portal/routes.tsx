import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { getInvoice, getMyAccount, InvoiceId } from '#contract/billing'
import { listMyBookings } from '#contract/booking'
import { listMyStudents } from '#contract/people'
import { listRecord } from '#contract/teaching'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'
import { lastLessonsOf } from './my-lessons.ts'
import { CalendarSearch, FamilySearch } from './search.ts'

const homeRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'home',
  component: lazyRouteComponent(() => import('./home-page.tsx'), 'HomePage'),
  validateSearch: FamilySearch,
  loader: async ({ params: { organisation } }) => {
    const [{ students }] = await Promise.all([
      read(organisation, listMyStudents, {}),
      read(organisation, listMyBookings, {}),
      read(organisation, getMyAccount, {}),
    ])
    await Promise.all(students.map(({ id }) => read(organisation, listRecord, lastLessonsOf(id))))
  },
})

const calendarRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'calendar',
  component: lazyRouteComponent(() => import('./calendar-page.tsx'), 'CalendarPage'),
  validateSearch: CalendarSearch,
  loader: ({ params }) => read(params.organisation, listMyStudents, {}),
})

const recordRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'record',
  component: lazyRouteComponent(() => import('./record-page.tsx'), 'RecordPage'),
  validateSearch: FamilySearch,
  loader: ({ params }) => read(params.organisation, listMyStudents, {}),
})

const paymentsRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'payments',
  component: lazyRouteComponent(() => import('./payments-page.tsx'), 'PaymentsPage'),
  loader: ({ params }) => read(params.organisation, getMyAccount, {}),
})

const familyInvoiceRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'payments/$invoiceId',
  component: lazyRouteComponent(() => import('./family-invoice-page.tsx'), 'FamilyInvoicePage'),
  loader: ({ params }) => read(params.organisation, getInvoice, { invoiceId: InvoiceId.parse(params.invoiceId) }),
})

export const portalRoutes: AnyRoute[] = [homeRoute, calendarRoute, recordRoute, paymentsRoute, familyInvoiceRoute]
