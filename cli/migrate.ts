import { readConfig } from '#platform/config.ts'
import { migrate } from '#platform/migrate.ts'
import { openInstall } from '../server/main.ts'

export async function runMigrate(): Promise<void> {
  const config = readConfig()
  if (!config.databaseUrl) {
    const install = await openInstall(config)
    await install.close()
    return
  }
  const applied = await migrate(config.databaseUrl)
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
}
