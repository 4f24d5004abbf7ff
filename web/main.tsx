import '#web/ui/tokens.css'
import '#web/ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { LinkProvider } from '#web/ui/link.tsx'
import { I18nProvider } from './app/i18n.tsx'
import { readLocale } from './app/locale.ts'
import { queryClient } from './app/queries.ts'
import { RouterLink } from './app/router-link.tsx'
import { router } from './app/routes.tsx'
import { applyTheme } from './app/theme.ts'

const Gallery = lazy(async () => {
  const { Gallery } = await import('#web/ui/gallery/gallery.tsx')
  return { default: Gallery }
})

// Times are instants; a browser without Temporal gets it before anything runs.
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')
applyTheme()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    {location.pathname === '/ui' ? (
      <Suspense>
        <Gallery />
      </Suspense>
    ) : (
      <QueryClientProvider client={queryClient}>
        <Suspense>
          <I18nProvider locale={readLocale()} zone={Temporal.Now.timeZoneId()}>
            <LinkProvider value={RouterLink}>
              <RouterProvider router={router} />
            </LinkProvider>
          </I18nProvider>
        </Suspense>
      </QueryClientProvider>
    )}
  </StrictMode>,
)
