import { createRoute, lazyRouteComponent, type AnyRoute } from '@tanstack/react-router'
import { getInvoice, getMoneySummary, InvoiceId } from '#contract/billing'
import { read } from '#web/app/queries.ts'
import { memberRoute } from '#web/app/routes-root.tsx'
import { MoneySearch } from './search.ts'

const moneyRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'money',
  component: lazyRouteComponent(() => import('./money-page.tsx'), 'MoneyPage'),
  validateSearch: MoneySearch,
  loader: ({ params }) => read(params.organisation, getMoneySummary, {}),
})

const invoiceRoute = createRoute({
  getParentRoute: () => memberRoute,
  path: 'invoices/$invoiceId',
  component: lazyRouteComponent(() => import('./invoice-page.tsx'), 'InvoicePage'),
  loader: ({ params }) => read(params.organisation, getInvoice, { invoiceId: InvoiceId.parse(params.invoiceId) }),
})

export const billingRoutes: AnyRoute[] = [moneyRoute, invoiceRoute]
