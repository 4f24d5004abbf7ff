import '#web/ui/tokens.css'
import '#web/ui/base.css'
import { startTransition } from 'react'
import { applyTheme } from '#web/app/theme.ts'
import { dataElementId, type PageData } from './page-data.ts'
import { unpack } from './packed.ts'
import { Page } from './page.tsx'
import { hydrateRoot } from './react-client.ts'

applyTheme()
// Times are instants; a browser without Temporal gets it before anything runs.
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')

const root = document.getElementById('page')
const data = document.getElementById(dataElementId)
if (!root || !data) throw new Error('The page was served without its data.')

const page = unpack(data.textContent) as PageData // packed by the same release on the server
// In a transition React takes the page up in small slices, and a finger that taps meanwhile is answered.
startTransition(() => void hydrateRoot(root, <Page page={page} />))
// What asks the server comes when the page stands, so that it is there when it is needed.
setTimeout(() => void import('./calls.ts').catch(() => {}), 1500)
