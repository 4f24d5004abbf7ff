import '#web/ui/tokens.css'
import '#web/ui/base.css'
import { hydrateRoot } from 'react-dom/client'
import { z } from 'zod'
import { applyTheme } from '#web/app/theme.ts'
import { dataElementId, PageData } from './page-data.ts'
import { Page } from './page.tsx'

applyTheme()
// Times are instants; a browser without Temporal gets it before anything runs.
if (!('Temporal' in globalThis)) await import('temporal-polyfill/global')

const root = document.getElementById('page')
const data = document.getElementById(dataElementId)
if (!root || !data) throw new Error('The page was served without its data.')

hydrateRoot(root, <Page page={z.decode(PageData, JSON.parse(data.textContent))} />)
