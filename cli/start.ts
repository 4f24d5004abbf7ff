import { readConfig, type Config } from '#platform/config.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { startServer } from '../server/main.ts'

/** Runs until it is told to stop; the last line it prints says where it is. */
export async function start(): Promise<void> {
  const config = readConfig()
  const server = await startServer(config, async (access) => {
    if (!config.isDemonstration || !(await isEmpty(access))) return
    const { makeDemonstration } = await import('../server/demonstration/demonstration.ts')
    await makeDemonstration(access, Temporal.Now.instant())
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

async function isEmpty(access: DatabaseAccess): Promise<boolean> {
  const anyone = await access.owner.selectFrom('organisations.organisation').select('id').limit(1).executeTakeFirst()
  return anyone === undefined
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
