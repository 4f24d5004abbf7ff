import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  useSuspenseQuery,
  QueryClient,
} from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { Endpoint, Input, Output } from '#platform/contract.ts'
import { ApiProblem, call } from './api.ts'
import { readLocale } from './locale.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => !(error instanceof ApiProblem) && failures < 2,
    },
  },
})

const locale = readLocale()

// JSON has no bigint and no Temporal; both write themselves as text, which is all a key needs.
function keyOf(organisation: string | null, endpoint: Endpoint, input: unknown): readonly unknown[] {
  const text = JSON.stringify(input, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  return [organisation ?? '', endpoint.route, text]
}

/** A read, for a loader: `await read(params.organisation, listPeople, {…})` fills the cache before the screen shows. */
export function read<E extends Endpoint>(
  organisation: string | null,
  endpoint: E,
  input: Input<E>,
): Promise<Output<E>> {
  return queryClient.ensureQueryData(readOptions(organisation, endpoint, input))
}

function readOptions<E extends Endpoint>(organisation: string | null, endpoint: E, input: Input<E>) {
  return queryOptions({
    queryKey: keyOf(organisation, endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, { organisation, locale, signal }),
  })
}

/** The organisation of the address; null on screens of the whole install. */
export function useOrganisationSlug(): string | null {
  const params: { organisation?: string } = useParams({ strict: false })
  return params.organisation ?? null
}

/** What a read gave; suspends while it is on its way, throws to the error screen when it fails. */
export function useRead<E extends Endpoint>(endpoint: E, input: Input<E>): Output<E> {
  return useSuspenseQuery(readOptions(useOrganisationSlug(), endpoint, input)).data
}

/**
 * What a read gave, or undefined while it is on its way, when it failed, or when `when` is false: for what stands beside the main thing
 * and must never hold it up. What was there stays until the new answer is.
 */
export function useGlance<E extends Endpoint>(endpoint: E, input: Input<E>, when = true): Output<E> | undefined {
  const options = readOptions(useOrganisationSlug(), endpoint, input)
  return useQuery({ ...options, enabled: when, placeholderData: keepPreviousData }).data
}

type PageOutput<Row> = { rows: Row[]; next: string | null }
type RowOf<E> = Output<E> extends PageOutput<infer Row> ? Row : never

/** A list that grows by "Show more"; `rows` is undefined while the first page is on its way. */
export function usePages<E extends Endpoint>(endpoint: E, input: Input<E>) {
  const organisation = useOrganisationSlug()
  const query = useInfiniteQuery(
    infiniteQueryOptions({
      queryKey: [...keyOf(organisation, endpoint, input), 'pages'],
      initialPageParam: null as string | null,
      queryFn: ({ pageParam, signal }) =>
        call(endpoint, { ...(input as object), ...(pageParam === null ? {} : { cursor: pageParam }) } as Input<E>, {
          organisation,
          locale,
          signal,
        }) as Promise<PageOutput<RowOf<E>>>,
      getNextPageParam: (page) => page.next,
    }),
  )
  if (query.error) throw query.error
  return {
    rows: query.data?.pages.flatMap((page) => page.rows),
    isStale: query.isFetching,
    isLoadingMore: query.isFetchingNextPage,
    showMore: query.hasNextPage ? () => void query.fetchNextPage() : null,
  }
}

interface ActionOptions {
  /** Reads that may have changed; `'everything'` when many did. */
  readonly refresh: readonly Endpoint[] | 'everything'
}

interface Done<E extends Endpoint> {
  /** What is sent to an endpoint that takes a file. */
  readonly file?: Blob
  readonly onSuccess?: (output: Output<E>) => void
  readonly onError?: (error: Error) => void
}

/** A write. One key is used until it succeeds, so that trying again after a lost answer does it once. */
export function useAction<E extends Endpoint>(endpoint: E, { refresh }: ActionOptions) {
  const organisation = useOrganisationSlug()
  const client = useQueryClient()
  const mutation = useMutation<Output<E>, Error, { input: Input<E>; key: string; done: Done<E> }>({
    mutationFn: ({ input, key, done: { file } }) =>
      call(endpoint, input, { organisation, locale, idempotencyKey: key, ...(file && { file }) }),
    retry: (failures, error) => !(error instanceof ApiProblem) && failures < 3,
    networkMode: 'always',
    onError: (error, { done }) => done.onError?.(error),
    // Before anything is read again: a row that is gone by then could no longer say what became of it.
    onSuccess: async (output, { done }) => {
      done.onSuccess?.(output)
      const routes = refresh === 'everything' ? null : new Set(refresh.map((each) => each.route as unknown))
      await client.invalidateQueries({ predicate: ({ queryKey }) => routes === null || routes.has(queryKey[1]) })
    },
  })
  return {
    isPending: mutation.isPending,
    /** For a form: the server's sentence; anything else goes to the error screen of the app. */
    error: mutation.error instanceof ApiProblem ? mutation.error : null,
    failure: mutation.error instanceof ApiProblem ? null : mutation.error,
    reset: mutation.reset,
    run(input: Input<E>, done: Done<E> = {}): void {
      mutation.mutate({ input, key: crypto.randomUUID(), done })
    },
  }
}
