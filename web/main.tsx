import '#web/ui/tokens.css'
import '#web/ui/base.css'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'

const Gallery = lazy(async () => {
  const { Gallery } = await import('#web/ui/gallery/gallery.tsx')
  return { default: Gallery }
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <Suspense>{location.pathname === '/ui' && <Gallery />}</Suspense>
  </StrictMode>,
)
