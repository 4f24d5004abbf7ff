#!/usr/bin/env node
import { commands } from '../cli/commands.ts'

const [name = 'help', ...words] = process.argv.slice(2)
const command = commands[name]
if (!command) {
  console.error(`There is no command "${name}". These there are: ${Object.keys(commands).join(', ')}.`)
  process.exit(2)
}
try {
  await command.run(words)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  if (error instanceof Error && error.cause instanceof Error) console.error(`  because: ${error.cause.message}`)
  process.exit(1)
}
