// The whole server as `npm start` runs it, without making a demonstration; started by the lines that go over HTTP.
import { createServer } from 'node:net'
import { readConfig } from '#platform/config.ts'
import { startServer } from '../server/main.ts'
import { recordStatements } from './recorder.ts'

const port = await findPort()
const config = readConfig({ ...process.env, PORT: String(port), TRUSTED_PROXIES: '1', LOG_LEVEL: 'error' })
const server = await startServer(config, async () => {})
const stop = () => void server.stop().then(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('disconnect', stop) // whoever started it is gone
if (process.env['BENCH_RECORD']) {
  const recorder = recordStatements()
  process.on('message', () => process.send?.(recorder.take()))
}
process.send?.({ port })

async function findPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return address.port
}
