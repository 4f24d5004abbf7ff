import assert from 'node:assert/strict'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { openDatabase } from '#platform/db.ts'
import { createTestDatabase } from '#testing/database.ts'
import { Live } from './live.ts'

const database = await createTestDatabase()
after(() => database.drop())

/** Where the test server listens: a port, or a socket in a folder. */
function addressOf(url: URL): { host: string; port: number } | { path: string } {
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname)
  const port = Number(url.port || 5432)
  return host.startsWith('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port }
}

/** Stands between Live and the database, so that the database can be away. */
class Gate {
  readonly sockets = new Set<Socket>()
  isOpen = true
  tries = 0
  readonly #server: Server

  constructor(target: URL) {
    this.#server = createServer((socket) => {
      this.tries++
      socket.on('error', () => {})
      if (!this.isOpen) {
        socket.destroy()
        return
      }
      const behind = connect(addressOf(target))
      behind.on('error', () => socket.destroy())
      this.sockets.add(socket)
      socket.on('close', () => {
        this.sockets.delete(socket)
        behind.destroy()
      })
      socket.pipe(behind).pipe(socket)
    })
  }

  async listen(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new Error('The gate has no port.')
    return address.port
  }

  close(): void {
    this.#server.close()
    for (const socket of this.sockets) socket.destroy()
  }
}

test('while the database is away it is asked by one connection, and one listens when it is back', async () => {
  const target = new URL(database.url)
  const gate = new Gate(target)
  const through = new URL(database.url)
  through.searchParams.delete('host')
  through.hostname = '127.0.0.1'
  through.port = String(await gate.listen())
  const access = openDatabase(through.href, { connections: 1 })
  const live = new Live(access, async () => assert.fail('Nobody listens.'))
  await live.start()
  gate.isOpen = false
  for (const socket of gate.sockets) socket.destroy()
  while (gate.tries < 4) await wait(50)
  gate.isOpen = true
  while (gate.sockets.size === 0) await wait(50)
  await wait(1500) // long enough for others, if there were any
  assert.equal(gate.sockets.size, 1)
  await live.stop()
  await access.close()
  gate.close()
})
