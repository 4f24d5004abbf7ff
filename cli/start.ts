import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readConfig, type Config } from '#platform/config.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { needsDemonstration } from '../server/demonstration/need.ts'
import { startServer } from '../server/main.ts'

/** Runs until it is told to stop; the last line it prints says where it is. */
export async function start(): Promise<void> {
  const config = readConfig()
  const server = await startServer(config, async (access) => {
    if (config.isDemonstration && (await needsDemonstration(access))) await runDemonstration()
  })
  console.log(`Lessonry is ready on ${config.publicUrl}`)
  if (config.isDemonstration && (await hasDemonstration(server.access))) sayLogins(config)

  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

// In a process of its own, which gives back the memory that making a school takes.
async function runDemonstration(): Promise<void> {
  const child = spawn(process.execPath, [process.argv[1]!, 'demonstration'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0)
    throw new Error('The demonstration school could not be made. Start with DEMO=off to go on without it.')
}

async function hasDemonstration(access: DatabaseAccess): Promise<boolean> {
  const found = await access.owner
    .selectFrom('organisations.organisation')
    .select('id')
    .where('isDemonstration', '=', true)
    .executeTakeFirst()
  return found !== undefined
}

function sayLogins({ demonstrationPassword }: Config): void {
  const roles = ['owner', 'office', 'teacher', 'guardian', 'student']
  console.log(
    `Demonstration logins: ${roles.map((role) => `${role}@demo.lessonry.example`).join(', ')}; password ${demonstrationPassword}`,
  )
}
