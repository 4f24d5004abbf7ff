import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const root = import.meta.dirname

/** The browser build goes to dist/web; the build of what renders the public page on the server to dist/public-server. */
export default defineConfig(({ isSsrBuild }) => ({
  root: join(root, 'web'),
  base: '/',
  publicDir: false,
  cacheDir: join(root, 'node_modules/.vite'),
  plugins: [react()],
  build: {
    // The first of each with light-dark() and popovers; older targets have their colours rewritten, so that a part of a
    // page can no longer change between light and dark.
    target: ['chrome125', 'safari17.5', 'firefox129'],
    emptyOutDir: true,
    outDir: join(root, isSsrBuild ? 'dist/public-server' : 'dist/web'),
    manifest: !isSsrBuild,
    modulePreload: { polyfill: false },
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  ...(isSsrBuild && { ssr: { noExternal: true } }),
}))
