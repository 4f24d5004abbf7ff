import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
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
  /** What every style sheet of the entry says. */
  readonly style: string
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
  const seen = new Set<string>()
  collect(entry)
  // What is needed stands before what needs it, the entry itself last.
  const all = [...chunks.values()]
  const own = all.at(-1)
  if (!own) return null
  return {
    script: `/${own.file}`,
    modules: all.slice(0, -1).map(({ file }) => `/${file}`),
    style: await readStyle(unique(all.flatMap(({ css }) => css))),
    fonts: unique(all.flatMap(({ assets }) => assets)).filter((file) => file.endsWith('.woff2')),
  }

  function collect(name: string): void {
    const chunk = manifest[name]
    if (!chunk || seen.has(name)) return
    seen.add(name)
    for (const needed of chunk.imports) collect(needed)
    chunks.set(name, chunk)
  }
}

async function readStyle(paths: readonly string[]): Promise<string> {
  const sheets = await Promise.all(paths.map((path) => readFile(join(dist, 'web', path), 'utf8')))
  return sheets.join('')
}

/** Lets a page carry this one style sheet in itself; a strict content security policy takes it by its hash. */
export function allowStyle(reply: FastifyReply, style: string): void {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = String(reply.raw.getHeader('content-security-policy'))
  reply.raw.setHeader('content-security-policy', `${policy};style-src 'self' 'sha256-${hash}'`)
}

/** Loads a module that was built for the server; null where nothing has been built. */
export async function loadBuilt(name: string): Promise<unknown> {
  const path = `${dist}public-server/${name}`
  return existsSync(path) ? import(path) : null
}

function unique(files: readonly string[]): string[] {
  return [...new Set(files)].map((file) => `/${file}`)
}
