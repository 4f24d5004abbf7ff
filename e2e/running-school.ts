import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createDemonstrationDatabase } from '#testing/database.ts'

/** The demonstration school on a server, a port and a database of its own. */
export interface RunningSchool {
  readonly url: string
  readonly databaseUrl: string
  stop(): Promise<void>
}

const checkout = join(import.meta.dirname, '..')

export async function startSchool(): Promise<RunningSchool> {
  const database = await createDemonstrationDatabase()
  try {
    const port = await findFreePort()
    const url = `http://127.0.0.1:${port}`
    const server = spawn(process.execPath, ['bin/lessonry.ts', 'start'], {
      cwd: checkout,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        DATABASE_URL: database.url,
        PORT: String(port),
        PUBLIC_URL: url,
        DEMO: 'on',
        SMTP_URL: '',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    await waitForReadyLine(server)
    return {
      url,
      databaseUrl: database.url,
      async stop() {
        server.kill('SIGTERM')
        if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
        await database.drop()
      },
    }
  } catch (error) {
    await database.drop()
    throw error
  }
}

function waitForReadyLine(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    for (const stream of [server.stdout, server.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        if (output.includes('Lessonry is ready on')) resolve()
      })
    }
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready.\n${output}`)))
  })
}

async function findFreePort(): Promise<number> {
  const probe = createServer()
  probe.listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('The probe has no port.')
  return address.port
}
