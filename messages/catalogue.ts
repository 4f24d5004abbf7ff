import { glob, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createTranslator, locales, type Catalogue, type Locale, type Translator } from './translator.ts'

const folder = import.meta.dirname

/** Reads every group of a language from disk; the web has its own way, one file per language (web/app/i18n.tsx). */
export async function loadCatalogue(locale: Locale): Promise<Catalogue> {
  const groups = await listGroups()
  const parts = await Promise.all(groups.map((group) => readGroup(group, locale)))
  return Object.assign({}, ...parts) as Catalogue
}

export async function loadTranslators(): Promise<Readonly<Record<Locale, Translator>>> {
  const pairs = await Promise.all(
    locales.map(async (locale) => [locale, createTranslator(locale, await loadCatalogue(locale))] as const),
  )
  return Object.fromEntries(pairs) as Record<Locale, Translator>
}

/** A folder is a group as soon as it has its English. */
export async function listGroups(): Promise<string[]> {
  const files = await Array.fromAsync(glob('*/en.json', { cwd: folder }))
  return files.map((file) => dirname(file)).toSorted()
}

/** The messages of one group with its name before each key. */
export async function readGroup(group: string, locale: Locale): Promise<Catalogue> {
  const text = await readFile(join(folder, group, `${locale}.json`), 'utf8')
  const messages = JSON.parse(text) as Record<string, string>
  return Object.fromEntries(Object.entries(messages).map(([key, message]) => [`${group}.${key}`, message]))
}
