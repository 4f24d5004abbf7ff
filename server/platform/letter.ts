import { directionOf } from '#messages/translator.ts'
import type { Locale } from './contract.ts'

export interface Letter {
  readonly locale: Locale
  /** Who writes: stands above the text. */
  readonly from: string
  readonly paragraphs: readonly string[]
  readonly action: { readonly label: string; readonly url: string } | null
  /** What stands below the button, such as how long a link lives. */
  readonly closing?: string
}

/** One letter as plain text and as HTML that every mail reader shows: one column, one button, text as it was typed. */
export function composeLetter({ locale, from, paragraphs, action, closing }: Letter): {
  bodyText: string
  bodyHtml: string
} {
  const said = paragraphs.filter((paragraph) => paragraph.trim() !== '')
  const text = [...said, ...(action ? [`${action.label}:\n${action.url}`] : []), ...(closing ? [closing] : []), from]
  const button =
    action &&
    `<p style="margin:24px 0"><a href="${escapeHtml(action.url)}" style="${buttonStyle}">${escapeHtml(action.label)}</a></p>`
  const body = [
    `<p style="${fromStyle}">${escapeHtml(from)}</p>`,
    ...said.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`),
    ...(button ? [button] : []),
    ...(closing ? [`<p style="${closingStyle}">${escapeHtml(closing)}</p>`] : []),
  ]
  const head =
    '<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
  return {
    bodyText: text.join('\n\n'),
    bodyHtml: `<!doctype html><html lang="${locale}" dir="${directionOf(locale)}"><head>${head}</head><body style="${bodyStyle}"><div style="${columnStyle}">${body.join('')}</div></body></html>`,
  }
}

// Mail readers know neither tokens nor style sheets, so the few values stand here.
const bodyStyle = 'margin:0;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,Segoe UI,sans-serif'
const columnStyle = 'max-width:544px;margin:0 auto'
const fromStyle = 'margin:0 0 24px;padding-bottom:12px;border-bottom:2px solid #0f6b6b;font-weight:600'
const buttonStyle =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#0f6b6b;color:#ffffff;font-weight:600;text-decoration:none'
const closingStyle = 'margin:0 0 16px;font-size:14px;opacity:0.75'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!)
}
