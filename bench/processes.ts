// Servers under measurement run in processes of their own, as they do outside.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Sent } from './recorder.ts'

export interface ServerProcess {
  readonly port: number
  readonly pid: number
  /** What was sent to the database since the last time, from a server that records. */
  ask(what: 'take'): Promise<Sent[]>
  stop(): Promise<void>
}

/** Starts a script that says `{ port }` when it listens. */
export async function startProcess(script: string, env: Record<string, string>): Promise<ServerProcess> {
  const child = fork(join(import.meta.dirname, script), {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`${script} ended with ${code}.`)
  })
  const [{ port }] = (await Promise.race([once(child, 'message'), failed])) as [{ port: number }]
  failed.catch(() => {}) // it ends when it is told to
  return {
    port,
    pid: child.pid!,
    async ask(what) {
      child.send(what)
      const [sent] = (await once(child, 'message')) as [Sent[]]
      return sent
    },
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Our server on a database, behind one proxy so that requests can come from many addresses. */
export function startOurs(databaseUrl: string, env: Record<string, string> = {}): Promise<ServerProcess> {
  return startProcess('ours.ts', { DATABASE_URL: databaseUrl, ...env })
}
