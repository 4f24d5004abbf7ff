import { parseArgs, type ParseArgsOptionsConfig } from 'node:util'

/** A command was given words it cannot use; its usage follows the sentence. */
export class Misuse extends Error {
  override name = 'Misuse'
}

/** Refuses options that there are not, or that lack their value, in one plain sentence that names the option. */
export function checkWords(words: readonly string[], options: ParseArgsOptionsConfig, takesPlainWords = false): void {
  const { tokens } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true, tokens: true })
  for (const token of tokens) {
    if (token.kind === 'positional' && !takesPlainWords) throw new Misuse(`"${token.value}" means nothing here.`)
    if (token.kind !== 'option') continue
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (!option) throw new Misuse(`There is no option ${token.rawName}.`)
    if (option.type === 'boolean' && token.value !== undefined) throw new Misuse(`${token.rawName} takes no value.`)
    const isNextOption = !token.inlineValue && token.value?.startsWith('-')
    if (option.type === 'string' && (!token.value || isNextOption)) throw new Misuse(`${token.rawName} needs a value.`)
  }
}
