import { useNavigate, useSearch } from '@tanstack/react-router'
import { z } from 'zod'

/** A word in the address; the router reads figures there as numbers. */
export const searchWord = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined)

/**
 * The state of a screen that stands in its address, so that back, reload and sharing work. Whatever a hand wrote into the address and
 * the schema does not know falls back; every field of the schema therefore has a `catch`.
 */
export function useSearchState<Schema extends z.ZodObject>(schema: Schema) {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const state = schema.parse(search)
  const change = (part: Partial<z.output<Schema>>) => {
    void navigate({
      to: '.',
      search: (before: Record<string, unknown>) => ({ ...before, ...part }),
      replace: true,
    } as never) // the tree's own types end at the features
  }
  return [state, change] as const
}
