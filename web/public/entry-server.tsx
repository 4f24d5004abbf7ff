import { renderToString } from 'react-dom/server'
import { z } from 'zod'
import { createTranslator, directionOf, locales } from '#messages/translator.ts'
import { dataElementId } from './page-data.ts'
import { PageData, type PageDataJson } from './page-schema.ts'
import { pack } from './packed.ts'
import { Page } from './page.tsx'
import { describeForSearch } from './structured-data.ts'

/** The built files that a page needs. */
export interface PageFiles {
  readonly script: string
  readonly modules: readonly string[]
  /** The style sheet; it goes into the page, so that nothing has to be fetched before it is drawn. */
  readonly style: string
  readonly fonts: readonly string[]
}

export interface PageRequest {
  readonly data: PageDataJson
  readonly files: PageFiles
  /** The address of the page without its query. */
  readonly url: string
}

/** The whole document of a public page. */
export function renderPage({ data, files, url }: PageRequest): string {
  const page = z.decode(PageData, data)
  const { locale, content } = page
  const head = headOf(page, url)
  const font = files.fonts.filter(
    (path) => path.includes(locale === 'ar' ? 'arabic' : 'sans-latin-') && !path.includes('latin-ext'),
  )
  return [
    '<!doctype html>',
    `<html lang="${locale}" dir="${directionOf(locale)}">`,
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">',
    '<meta name="color-scheme" content="light dark">',
    ...font.map((path) => `<link rel="preload" href="${path}" as="font" type="font/woff2" crossorigin>`),
    `<style>${files.style}</style>`,
    ...(content.kind === 'missing' ? ['<link rel="icon" href="data:,">'] : [iconOf(content.organisation)]),
    // Each runs in a task of its own, and between two tasks a finger is answered.
    ...[...files.modules, files.script].map((path) => `<script type="module" src="${path}"></script>`),
    ...head,
    '</head>',
    '<body>',
    `<div id="page">${renderToString(<Page page={page} />)}</div>`,
    `<script id="${dataElementId}" type="application/json">${embed(pack(page))}</script>`,
    '</body>',
    '</html>',
  ].join('\n')
}

/** The first letter in the colour of the organisation, drawn here so that nothing is fetched for it. */
function iconOf({ name, accentHue, accentChroma }: { name: string; accentHue: number; accentChroma: number }): string {
  const letter = escape(Array.from(name)[0]?.toUpperCase() ?? '')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="oklch(0.445 ${accentChroma / 1000} ${accentHue})"/><text x="16" y="23" text-anchor="middle" font-family="sans-serif" font-size="20" font-weight="700" fill="#fff">${letter}</text></svg>`
  return `<link rel="icon" type="image/svg+xml" href="data:image/svg+xml,${encodeURIComponent(svg)}">`
}

function headOf(page: PageData, url: string): string[] {
  const { locale, content, catalogue } = page
  const t = createTranslator(locale, catalogue)
  if (content.kind === 'missing') return [`<title>${escape(t('public.missing'))}</title>`, noIndex]
  const { organisation } = content
  if (content.kind === 'booking') {
    const title = t('public.title_booking', { code: content.booking.code, name: organisation.name })
    return [`<title>${escape(title)}</title>`, noIndex, '<meta name="referrer" content="no-referrer">']
  }
  const title = organisation.headline
    ? t('public.title', { headline: organisation.headline, name: organisation.name })
    : organisation.name
  const description =
    organisation.description || t('public.description', { name: organisation.name, address: organisation.address })
  const inLocale = (lang: string) => `${url}?lang=${lang}`
  return [
    `<title>${escape(title)}</title>`,
    meta('name', 'description', shorten(description)),
    `<link rel="canonical" href="${escape(locale === organisation.locale ? url : inLocale(locale))}">`,
    ...locales.map((lang) => `<link rel="alternate" hreflang="${lang}" href="${escape(inLocale(lang))}">`),
    `<link rel="alternate" hreflang="x-default" href="${escape(url)}">`,
    meta('property', 'og:type', 'website'),
    meta('property', 'og:site_name', organisation.name),
    meta('property', 'og:title', title),
    meta('property', 'og:description', shorten(description)),
    meta('property', 'og:url', url),
    meta('property', 'og:locale', locale),
    meta('name', 'twitter:card', 'summary'),
    `<script type="application/ld+json">${embed(JSON.stringify(describeForSearch(content, url)))}</script>`,
  ]
}

const noIndex = '<meta name="robots" content="noindex">'

function meta(kind: 'name' | 'property', name: string, content: string): string {
  return `<meta ${kind}="${name}" content="${escape(content)}">`
}

/** As much as a search engine shows. */
function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= 160 ? line : `${line.slice(0, 157).replace(/\s\S*$/, '')}…`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** JSON that cannot end the element it stands in. */
function embed(json: string): string {
  return json.replaceAll('<', '\\u003c')
}
