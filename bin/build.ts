import { existsSync } from 'node:fs'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build } from 'vite'

const root = join(import.meta.dirname, '..')
const configFile = join(root, 'vite.config.ts')
const publicEntry = join(root, 'web/public/entry-server.tsx')

await build({ configFile, logLevel: 'warn', configLoader: 'native' })
if (existsSync(publicEntry)) {
  await build({ configFile, logLevel: 'warn', configLoader: 'native', build: { ssr: publicEntry } })
}
await compressAssets(join(root, 'dist/web'))

/** Writes `.br` and `.gz` beside every text, once here instead of with each answer. */
async function compressAssets(folder: string): Promise<void> {
  const files = await Array.fromAsync(glob('**/*.{js,css,html,svg,json,txt,webmanifest}', { cwd: folder }))
  await Promise.all(files.map((file) => compress(join(folder, file))))
}

async function compress(path: string): Promise<void> {
  const text = await readFile(path)
  const [small, compatible] = await Promise.all([
    promisify(brotliCompress)(text, {
      params: {
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
      },
    }),
    promisify(gzip)(text, { level: constants.Z_BEST_COMPRESSION }),
  ])
  await Promise.all([writeFile(`${path}.br`, small), writeFile(`${path}.gz`, compatible)])
}
