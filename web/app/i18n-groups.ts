import type { Catalogue } from '#messages/translator.ts'

/** Joins the files of one language into one table; the folder's name becomes the beginning of the key. */
export function joinGroups(files: Record<string, Record<string, string>>): Catalogue {
  const catalogue: Record<string, string> = {}
  for (const [path, messages] of Object.entries(files)) {
    const group = path.split('/').at(-2)
    for (const [key, message] of Object.entries(messages)) catalogue[`${group}.${key}`] = message
  }
  return catalogue
}
