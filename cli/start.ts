import { readConfig } from '#platform/config.ts'
import { startServer } from '../server/main.ts'

/** Runs until it is told to stop; the last line it prints says where it is. */
export async function start(): Promise<void> {
  const config = readConfig()
  const server = await startServer(config, async () => {})
  console.log(`Lessonry is ready on ${config.publicUrl}`)

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
