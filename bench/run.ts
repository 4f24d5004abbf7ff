// `npm run bench`: every line, one after the other, each in a process of its own; prints them and keeps them in bench/results.md.
// `npm run bench -- slots booking` runs only these. DATABASE_URL names a PostgreSQL to measure on; without it the embedded one is started.
import { execFileSync, fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { openServer } from './database.ts'
import { print, type Figure } from './figures.ts'

const lines = ['slots', 'recurrence', 'slots-http', 'booking', 'lessons', 'people', 'contention']
const wanted = process.argv.slice(2)
const chosen = lines.filter((line) => wanted.length === 0 || wanted.includes(line))
const heading = '| | Work | Ours | Beside it | Ratio | Goal |\n| --- | --- | --- | --- | --- | --- |'

function runLine(line: string, env: NodeJS.ProcessEnv): Promise<Figure[]> {
  return new Promise((resolve, reject) => {
    const figures: Figure[] = []
    const child = fork(join(import.meta.dirname, `${line}.ts`), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.on('message', (message) => figures.push(...(message as Figure[])))
    child.on('exit', (code) => (code === 0 ? resolve(figures) : reject(new Error(`${line} ended with ${code}.`))))
  })
}

function rowOf({ what, ours, beside, ratio, goal, isMet }: Figure): string {
  return `| ${isMet === null ? '' : isMet ? 'met' : '**not met**'} | ${[what, ours, beside, ratio, goal].join(' | ')} |`
}

const server = await openServer()
const failed: string[] = []
try {
  const sections: string[] = []
  // Whole contention takes the better part of an hour on two cores; here it is a sample, and `node bench/contention.ts` is the proof.
  const env = { RACE_SLOTS: '400', RACE_OTHER_SLOTS: '60', RACE_ROUNDS: '3', ...process.env, DATABASE_URL: server.url }
  for (const line of chosen) {
    console.log(`\n${line}`)
    try {
      const figures = await runLine(line, env)
      print(figures)
      sections.push(`## ${line}\n\n${heading}\n${figures.map(rowOf).join('\n')}\n`)
    } catch (error) {
      console.error(error)
      failed.push(line)
      sections.push(`## ${line}\n\nCould not be measured in this run.\n`)
    }
  }
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  const about = [
    '# What was measured',
    '',
    `${Temporal.Now.plainDateISO('UTC').toString()}, commit ${commit}, ${server.engine}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}.`,
    '',
    'Made by `npm run bench`. Figures of one run on one machine, which does other things as well: compare within a row, not between runs.',
    '',
  ]
  if (wanted.length === 0)
    writeFileSync(join(import.meta.dirname, 'results.md'), `${[...about, ...sections].join('\n')}`)
} finally {
  await server.close()
}
process.exitCode = failed.length > 0 ? 1 : 0
