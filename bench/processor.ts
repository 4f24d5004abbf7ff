// How much processor time a server and its connections to PostgreSQL have used. On a machine that others use too it says more than the clock.
import { existsSync, readFileSync } from 'node:fs'
import { onServer } from './database.ts'

const ticksPerSecond = 100

function secondsOf(pid: number): number {
  const path = `/proc/${pid}/stat`
  if (!existsSync(path)) return 0
  const fields = readFileSync(path, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

/** Seconds of a process and of the PostgreSQL processes that answer it; null where the system does not tell. */
export async function processorSeconds(pid: number, databaseUrl: string, application: string): Promise<number | null> {
  if (!existsSync('/proc/self/stat')) return null
  const { rows } = await onServer(databaseUrl, (client) =>
    client.query<{ pid: number }>(
      `select pid from pg_stat_activity where datname = current_database() and application_name = $1`,
      [application],
    ),
  )
  return [pid, ...rows.map((row) => row.pid)].reduce((sum, each) => sum + secondsOf(each), 0)
}
