import type { Translator } from '#messages/translator.ts'

type Arguments = Readonly<Record<string, string | number>>

/** The sentence of a key that only the server knows, or null when this version has none for it or lacks what it names. */
export function findSentence(t: Translator, key: string, args: Arguments = {}): string | null {
  try {
    return (t as (key: string, args: Arguments) => string)(key, args)
  } catch (error) {
    if (error instanceof Error && (error.name === 'MissingMessage' || 'code' in error)) return null
    throw error
  }
}
