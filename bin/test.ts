import { startPostgres } from '#postgres/embedded.ts'
import { describeServer, dropDatabases, ensureTemplate, nameRun } from '#testing/database.ts'
import { spawn } from 'node:child_process'
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, relative } from 'node:path'
import { run } from 'node:test'

/** The whole check: `npm test`. Words after `npm test --` choose the test files whose path holds one of them. */

interface Count {
  passed: number
  failed: number
}

interface Failure {
  title: string
  error: unknown
}

const root = join(import.meta.dirname, '..')
process.chdir(root)
process.env['PATH'] = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter)
process.env['NODE_ENV'] = 'test'

const wanted = process.argv.slice(2)
const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stopped.abort())

const checks: [name: string, command: string, args: string[]][] = [
  ['types', 'tsc', []],
  ['lint', 'oxlint', ['--quiet']],
  ['format', 'oxfmt', ['--check']],
  ['messages', 'node', ['cli/messages.ts', '--check']],
]

async function main(): Promise<Count> {
  const total = { passed: 0, failed: 0 }
  if (wanted.length === 0) for (const check of checks) add(total, await runCheck(...check))

  const tests = findFiles(['server', 'messages', 'web', 'cli', 'bin'].map((folder) => `${folder}/**/*.test.ts`))
  const journeys = findFiles(['e2e/**/*.e2e.ts'])
  if (tests.length + journeys.length === 0 || stopped.signal.aborted) return total

  const server = await openServer()
  try {
    add(total, await runFiles(tests, 3))
    add(total, await runFiles(journeys, 2))
  } finally {
    await server.close()
  }
  return total
}

function findFiles(patterns: string[]): string[] {
  const files = globSync(patterns).toSorted()
  return wanted.length === 0 ? files : files.filter((file) => wanted.some((word) => file.includes(word)))
}

async function runCheck(name: string, command: string, args: string[]): Promise<Count> {
  if (stopped.signal.aborted) return { passed: 0, failed: 0 }
  const began = performance.now()
  const { ok, output } = await runCommand(command, args)
  printLine(ok, name, '', performance.now() - began)
  if (!ok && !stopped.signal.aborted) console.log(indent(output.trim()))
  return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function runCommand(command: string, args: string[]): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], signal: stopped.signal })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', (error) => resolve({ ok: false, output: error.message }))
    child.once('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/** One PostgreSQL for the whole run, with the migrated template that each test file's database is copied from. */
async function openServer(): Promise<{ close(): Promise<void> }> {
  const began = performance.now()
  const found = await findServer()
  const { address } = found
  const testRun = nameRun()
  const close = async () => {
    await dropDatabases(address, `${testRun}_`)
    await found.stop()
  }
  try {
    process.env['LESSONRY_TEST_POSTGRES'] = address
    process.env['LESSONRY_TEST_TEMPLATE'] = await ensureTemplate(address)
    process.env['LESSONRY_TEST_RUN'] = testRun
  } catch (error) {
    await close()
    throw error
  }
  printLine(true, 'database', '', performance.now() - began)
  return { close }
}

async function findServer(): Promise<{ address: string; stop(): Promise<void> }> {
  const given = process.env['DATABASE_URL']
  delete process.env['DATABASE_URL']
  if (given) return { address: given, stop: () => Promise.resolve() }

  const dataDir = mkdtempSync(join(tmpdir(), 'lessonry-test-run-'))
  chmodSync(dataDir, 0o711)
  const log = { info() {}, warn: printLog, error: printLog }
  const server = await startPostgres({ dataDir, log, isFleeting: true })
  const stop = async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { address: describeServer(server), stop }
}

/** Runs test files, each in a process of its own, and prints a line for each when it has ended. */
async function runFiles(files: string[], concurrency: number): Promise<Count> {
  const total = { passed: 0, failed: 0 }
  const failures = new Map<string, Failure[]>()
  const counts = new Map<string, Count>()
  if (files.length === 0 || stopped.signal.aborted) return total

  const complaints = new Map<string, string>()
  const stream = run({ files, concurrency, timeout: 300_000, signal: stopped.signal })
  for await (const { type, data } of stream) {
    const file = 'file' in data && data.file ? relative(root, data.file) : ''
    if (type === 'test:stderr') complaints.set(file, (complaints.get(file) ?? '') + data.message)
    if (type === 'test:fail' && data.todo === undefined) {
      failures.set(file, [...(failures.get(file) ?? []), { title: data.name, error: data.details.error }])
    }
    if (type === 'test:summary' && data.file !== undefined) {
      const { passed, failed, cancelled } = data.counts
      const count = { passed, failed: failed + cancelled }
      counts.set(file, count)
      const lines =
        count.failed > 0 ? [...(failures.get(file) ?? []).map(describeFailure), complaints.get(file) ?? ''] : []
      printFile(file, count, lines, data.duration_ms)
      failures.delete(file)
    }
  }
  if (stopped.signal.aborted) counts.set('', { passed: 0, failed: 1 })
  else for (const file of files) if (failures.has(file) || !counts.has(file)) failFile(file)
  for (const count of counts.values()) add(total, count)
  return total

  // A file that broke before, between or after its tests: no summary speaks of that.
  function failFile(file: string): void {
    const before = counts.get(file) ?? { passed: 0, failed: 0 }
    const found = failures.get(file) ?? [{ title: 'The file ended without a result.', error: '' }]
    const lines = [...found.map(describeFailure), complaints.get(file) ?? '']
    counts.set(file, { passed: before.passed, failed: before.failed + found.length })
    printFile(file, { passed: 0, failed: found.length }, lines)
  }
}

function printFile(file: string, count: Count, lines: string[], duration?: number): void {
  const numbers = `${count.passed} passed${count.failed > 0 ? `, ${count.failed} failed` : ''}`
  printLine(count.failed === 0, file, numbers, duration)
  for (const line of lines) if (line !== '') console.log(indent(line.trimEnd()))
}

function describeFailure({ title, error }: Failure): string {
  return `✖ ${title}\n${indent(describeError(error))}`
}

// node:test wraps what a test threw; the cause is what a reader wants.
function describeError(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  const details = 'detail' in cause && typeof cause.detail === 'string' ? `\n${cause.detail}` : ''
  const inner = cause.cause === undefined ? '' : `\ncaused by ${describeError(cause.cause)}`
  return `${cause.stack ?? cause.message}${details}${inner}`
}

function printLine(ok: boolean, name: string, numbers: string, duration?: number): void {
  const seconds = duration === undefined ? '' : `${(duration / 1000).toFixed(1)} s`
  console.log(`${ok ? '✔' : '✖'} ${name.padEnd(56)} ${numbers.padStart(24)} ${seconds.padStart(9)}`)
}

function printLog(details: object, message: string): void {
  console.log(`  PostgreSQL: ${message}`, details)
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ')
}

function add(total: Count, count: Count): void {
  total.passed += count.passed
  total.failed += count.failed
}

const count = await main().catch((error: unknown) => {
  console.log(indent(describeError(error)))
  return { passed: 0, failed: 1 }
})
const succeeded = count.failed === 0 && count.passed > 0
process.exitCode = stopped.signal.aborted ? 130 : succeeded ? 0 : 1
console.log(`${count.passed} passed, ${count.failed} failed`)
