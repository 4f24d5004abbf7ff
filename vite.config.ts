import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const application = join(root, 'web/index.html')
const publicEntry = join(root, 'web/public/entry-client.tsx')

/** The browser build goes to dist/web; the build of what renders the public page on the server to dist/public-server. */
export default defineConfig(({ isSsrBuild }) => ({
  root: join(root, 'web'),
  base: '/',
  publicDir: false,
  cacheDir: join(root, 'node_modules/.vite'),
  plugins: [react(), orderLayers()],
  build: {
    // The first of each with light-dark() and popovers; older targets have their colours rewritten, so that a part of a
    // page can no longer change between light and dark.
    target: ['chrome125', 'safari17.5', 'firefox129'],
    emptyOutDir: true,
    outDir: join(root, isSsrBuild ? 'dist/public-server' : 'dist/web'),
    manifest: !isSsrBuild,
    ...(!isSsrBuild && {
      rolldownOptions: {
        input: [application, publicEntry],
        output: {
          codeSplitting: {
            groups: [
              {
                name: 'react',
                test: /node_modules\/(react|react-dom|scheduler)\/|public\/react-client\.ts$/,
                priority: 1,
              },
              { name: nameShared, debugName: 'shared' },
            ],
          },
        },
      },
    }),
    modulePreload: { polyfill: false },
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  // The server has zod in memory already.
  ...(isSsrBuild && { ssr: { noExternal: true, external: ['zod'] } }),
}))

interface Importers {
  readonly isEntry: boolean
  readonly importers: readonly string[]
  readonly dynamicImporters: readonly string[]
}

/**
 * What the public page shares with anything else is one file, and so is what the application shares with its screens: a
 * browser asks for six at a time, and there would be thirty small ones of each.
 */
function nameShared(id: string, build: { getModuleInfo(id: string): Importers | null }): string | null {
  const needed = new Set([id])
  const starts = new Set<string>()
  for (const each of needed) {
    const info = build.getModuleInfo(each)
    if (!info) continue
    if (info.isEntry || info.dynamicImporters.length > 0) starts.add(each)
    for (const importer of info.importers) needed.add(importer)
  }
  if (starts.size < 2) return null
  if (starts.has(publicEntry)) return 'shared'
  return starts.has(application) ? 'shell' : null
}

/** Says the order of the cascade layers in front of every style, as any of them may be the first that a page loads. */
function orderLayers(): Plugin {
  return {
    name: 'order-layers',
    enforce: 'pre',
    transform: {
      filter: { id: /\.css$/ },
      handler: (code) => ({ code: `@layer tokens, base, parts, features;\n${code}`, map: null }),
    },
  }
}
