// Sends requests over a fixed number of kept connections, each the next as soon as the last is answered, and times them.
import { HttpConnection, type HttpRequest } from '#testing/http-client.ts'
import { median, quantile } from './figures.ts'

export interface Load {
  readonly port: number
  readonly connections: number
  /** The next request of a connection; null when there are no more. */
  readonly next: (connection: number) => HttpRequest | null
  readonly milliseconds: number
}

export interface LoadResult {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly statuses: ReadonlyMap<number, number>
  /** The last answer. */
  readonly body: Buffer
}

export async function sendLoad(load: Load): Promise<LoadResult> {
  const latencies: number[] = []
  const statuses = new Map<number, number>()
  let body = Buffer.alloc(0)
  const started = performance.now()
  const ends = started + load.milliseconds
  const work = async (number: number) => {
    const connection = await HttpConnection.open(load.port)
    for (let request = load.next(number); request && performance.now() < ends; request = load.next(number)) {
      const sent = performance.now()
      const answer = await connection.send(request)
      latencies.push(performance.now() - sent)
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      body = Buffer.from(answer.body)
    }
    connection.close()
  }
  await Promise.all(Array.from({ length: load.connections }, (_, number) => work(number)))
  const seconds = (performance.now() - started) / 1000
  return {
    requests: latencies.length,
    perSecond: latencies.length / seconds,
    p50: median(latencies),
    p95: quantile(latencies, 0.95),
    p99: quantile(latencies, 0.99),
    statuses,
    body,
  }
}

/** Stops a line when what it measured is not what it meant to measure. */
export function mustBeDone(result: LoadResult, what: string): void {
  const others = [...result.statuses.keys()].filter((status) => status !== 200)
  if (others.length > 0 || result.requests === 0)
    throw new Error(`${what} answered ${others.join()}: ${result.body.toString().slice(0, 500)}`)
}
