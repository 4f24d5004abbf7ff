#!/usr/bin/env node
// What `npx lessonry` runs, on any Node from 20 on: hands over to the Node that came with the install.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const own = join(root, 'node_modules/.bin/node')
const isNew = Number(process.versions.node.split('.')[0]) >= 26
if (!isNew && !existsSync(own)) {
  console.error('Run "npm start" or "npm ci" first: they install what Lessonry needs.')
  process.exit(1)
}
const { status, signal } = spawnSync(
  isNew ? process.execPath : own,
  [join(root, 'bin/lessonry.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
process.exit(signal ? 1 : (status ?? 1))
