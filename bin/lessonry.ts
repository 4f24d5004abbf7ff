#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { Misuse } from '../cli/words.ts'

// What Node has compiled once it need not compile at the next start; this halves the time that takes. `npm start` says the same in
// NODE_COMPILE_CACHE, which counts for this file too.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/lessonry'))
const { commands, listCommands } = await import('../cli/commands.ts')

const asksForHelp = (word: string) => word === '--help' || word === '-h'

const [name = 'help', ...words] = process.argv.slice(2)
const command = Object.hasOwn(commands, name) ? commands[name] : undefined
if (asksForHelp(name)) {
  console.log(listCommands())
  process.exit(0)
}
if (!command) {
  console.error(`There is no command "${name}". These there are:\n\n${listCommands()}`)
  process.exit(2)
}
if (words.some(asksForHelp)) {
  console.log(`${command.summary}.\n\n${command.usage}`)
  process.exit(0)
}
try {
  await command.run(words)
} catch (error) {
  if (error instanceof Misuse) {
    console.error(`${error.message}\n\n${command.usage}`)
    process.exit(2)
  }
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof Error && error.cause instanceof Error) console.error(`  because: ${error.cause.message}`)
  process.exit(1)
}
