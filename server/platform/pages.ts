import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { notFound } from './errors.ts'

const built = fileURLToPath(new URL('../../dist/web/', import.meta.url))

/** Serves the built web application; every address that is not a file of it is a screen of the application. */
export async function addPages(app: FastifyInstance, _options: object): Promise<void> {
  if (!existsSync(`${built}index.html`)) return
  const shell = await readFile(`${built}index.html`, 'utf8')
  await app.register(fastifyStatic, {
    root: `${built}assets`,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  for (const path of ['/', '/:organisation', '/:organisation/*']) {
    app.get(path, async (request, reply) => {
      if (request.url.startsWith('/api/')) throw notFound()
      return reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(shell)
    })
  }
}
