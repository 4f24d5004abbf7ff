import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname

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
      rolldownOptions: { input: [join(root, 'web/index.html'), join(root, 'web/public/entry-client.tsx')] },
    }),
    modulePreload: { polyfill: false },
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  ...(isSsrBuild && { ssr: { noExternal: true } }),
}))

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
