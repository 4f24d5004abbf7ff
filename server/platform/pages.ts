import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))

/** Serves the built files under /assets, and at these addresses the shell of the application, which draws their screens. */
export async function addApplication(app: FastifyInstance, addresses: readonly string[]): Promise<void> {
  if (!existsSync(`${dist}web/index.html`)) return
  const shell = await readFile(`${dist}web/index.html`, 'utf8')
  await app.register(fastifyStatic, {
    root: `${dist}web/assets`,
    prefix: '/assets/',
    preCompressed: true,
    immutable: true,
    maxAge: '365d',
    index: false,
  })
  for (const address of addresses) {
    app.get(address, async (_, reply) =>
      reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(shell),
    )
  }
}

/** The files of one entry of the build, as a page has to name them. */
export interface EntryFiles {
  readonly script: string
  readonly modules: string[]
  readonly styles: string[]
  readonly fonts: string[]
}

const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    css: z.array(z.string()).default([]),
    assets: z.array(z.string()).default([]),
  }),
)

/** What the build made of an entry and of everything it needs at once; null where nothing has been built. */
export async function readEntry(entry: string): Promise<EntryFiles | null> {
  const path = `${dist}web/.vite/manifest.json`
  if (!existsSync(path)) return null
  const manifest = Manifest.parse(JSON.parse(await readFile(path, 'utf8')))
  const chunks = new Map<string, z.output<typeof Manifest>[string]>()
  collect(entry)
  const [own, ...others] = [...chunks.values()]
  if (!own) return null
  const all = [own, ...others]
  return {
    script: `/${own.file}`,
    modules: others.map(({ file }) => `/${file}`),
    styles: unique(all.flatMap(({ css }) => css)),
    fonts: unique(all.flatMap(({ assets }) => assets)).filter((file) => file.endsWith('.woff2')),
  }

  function collect(name: string): void {
    const chunk = manifest[name]
    if (!chunk || chunks.has(name)) return
    chunks.set(name, chunk)
    for (const needed of chunk.imports) collect(needed)
  }
}

/** Loads a module that was built for the server; null where nothing has been built. */
export async function loadBuilt(name: string): Promise<unknown> {
  const path = `${dist}public-server/${name}`
  return existsSync(path) ? import(path) : null
}

function unique(files: readonly string[]): string[] {
  return [...new Set(files)].map((file) => `/${file}`)
}
