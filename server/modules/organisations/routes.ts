import type { ServedRoute } from '#platform/serve.ts'

export const routes: readonly ServedRoute[] = []
