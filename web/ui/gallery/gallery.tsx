import { useLayoutEffect } from 'react'
import { arabic } from './arabic.ts'
import { english } from './english.ts'
import { Conversations } from './conversations.tsx'
import { Controls } from './controls.tsx'
import { Lists } from './lists.tsx'
import { OfficeSample } from './office-sample.tsx'
import { Surfaces } from './surfaces.tsx'
import { Heading } from '#web/ui/text.tsx'
import { ToastProvider } from '#web/ui/toast.tsx'
import './gallery.css'

const panels = [
  { theme: 'light', text: english, title: 'Light' },
  { theme: 'dark', text: english, title: 'Dark' },
  { theme: 'light', text: arabic, title: arabic.title },
]

/** Every part in every state: light, dark and from the right, beside each other. `?frame=office` shows the office. */
export function Gallery() {
  const asked = new URLSearchParams(location.search)
  const text = asked.get('lang') === 'ar' ? arabic : english
  const theme = asked.get('theme')

  useLayoutEffect(() => {
    const page = document.documentElement
    page.lang = text.lang
    page.dir = text.dir
    if (theme) page.dataset['theme'] = theme
  }, [text, theme])

  if (asked.get('frame') === 'office') return <OfficeSample text={text} />

  return (
    <ToastProvider label={text.messages} closeLabel={text.close}>
      <main className="gallery">
        {panels.map(({ theme, text, title }) => (
          <div key={title} className="gallery-panel surface" data-theme={theme} lang={text.lang} dir={text.dir}>
            <Heading level={1}>{title}</Heading>
            <Controls text={text} />
            <Lists text={text} />
            <Conversations text={text} />
            <Surfaces text={text} />
          </div>
        ))}
      </main>
    </ToastProvider>
  )
}
