// Free times over HTTP from PostgreSQL: `node bench/slots-http.ts`. Any teacher of 20, 30 days, with rooms, among 1,000,000 reservations, beside a
// bare node:http server with the same query and arithmetic, and beside the same question among 10,000 reservations.
import { findSeeded, openServer } from './database.ts'
import { median, milliseconds, percent, perSecond, report, times, type Figure } from './figures.ts'
import type { HttpRequest } from '#testing/http-client.ts'
import { mustBeDone, sendLoad, type LoadResult } from './load.ts'
import { startOurs, startProcess, type ServerProcess } from './processes.ts'
import { processorSeconds } from './processor.ts'
import { offeringOf, readMonday, slugOf } from './seed.ts'

const connections = 8
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5)
const roundMilliseconds = Number(process.env['BENCH_MILLISECONDS'] ?? 2500)

const monday = readMonday()
const path = `/api/o/${slugOf(0)}/slots?offeringId=${offeringOf(0)}&from=${monday.toString()}&to=${monday.add({ days: 29 }).toString()}`
const request: HttpRequest = { path }

function medianOf(results: readonly LoadResult[], pick: (result: LoadResult) => number): number {
  return median(results.map(pick))
}

const server = await openServer()
const [large, small] = [await findSeeded(server, 'large'), await findSeeded(server, 'small')]
const runs: Record<'ours' | 'oursSmall' | 'bare', ServerProcess> = {
  ours: await startOurs(large.url),
  oursSmall: await startOurs(small.url),
  bare: await startProcess('bare-slots.ts', { DATABASE_URL: large.url }),
}
const results: Record<keyof typeof runs, LoadResult[]> = { ours: [], oursSmall: [], bare: [] }
const processor: Record<keyof typeof runs, number[]> = { ours: [], oursSmall: [], bare: [] }
const databaseOf = { ours: large.url, oursSmall: small.url, bare: large.url }

async function measure(name: keyof typeof runs, isWarm: boolean): Promise<void> {
  const spent = () => processorSeconds(runs[name].pid, databaseOf[name], name === 'bare' ? 'bare' : 'lessonry')
  const before = await spent()
  const load = { port: runs[name].port, connections, next: () => request, milliseconds: roundMilliseconds }
  const result = await sendLoad(load)
  mustBeDone(result, name)
  const after = await spent()
  if (!isWarm) return
  results[name].push(result)
  if (before !== null && after !== null) processor[name].push(((after - before) / result.requests) * 1000)
}

try {
  for (let round = -1; round < rounds; round++)
    for (const name of Object.keys(runs) as (keyof typeof runs)[]) await measure(name, round >= 0)
} finally {
  for (const each of Object.values(runs)) await each.stop()
  await server.close()
}

const of = (name: keyof typeof runs) => ({
  rate: medianOf(results[name], ({ perSecond }) => perSecond),
  p50: medianOf(results[name], ({ p50 }) => p50),
  p99: medianOf(results[name], ({ p99 }) => p99),
  bytes: results[name][0]!.body.length,
  processor: median(processor[name]),
})
const [ours, oursSmall, bare] = [of('ours'), of('oursSmall'), of('bare')]
const figures: Figure[] = [
  {
    what: `free times over HTTP, 20 teachers, 12 rooms, 30 days, 1,000,000 reservations, ${connections} connections, ${ours.bytes} bytes`,
    ours: `p50 ${milliseconds(ours.p50)}, p99 ${milliseconds(ours.p99)}, ${perSecond(ours.rate)}`,
    beside: '',
    ratio: '',
    goal: 'p50 ≤ 8 ms, p99 ≤ 30 ms',
    isMet: ours.p50 <= 8 && ours.p99 <= 30,
  },
  {
    what: 'the same beside a bare node:http server with the same query and arithmetic',
    ours: perSecond(ours.rate),
    beside: `${perSecond(bare.rate)}, p50 ${milliseconds(bare.p50)}, ${bare.bytes} bytes`,
    ratio: percent(ours.rate / bare.rate),
    goal: '≥ 45 %',
    isMet: ours.rate / bare.rate >= 0.45,
  },
  {
    what: 'the same in processor time for each request, server and PostgreSQL together, which other work on the machine changes less',
    ours: milliseconds(ours.processor),
    beside: milliseconds(bare.processor),
    ratio: percent(bare.processor / ours.processor),
    goal: '',
    isMet: null,
  },
  {
    what: 'free times: growth from 10,000 to 1,000,000 reservations',
    ours: `p50 ${milliseconds(ours.p50)}, ${milliseconds(ours.processor)} of processor`,
    beside: `p50 ${milliseconds(oursSmall.p50)}, ${milliseconds(oursSmall.processor)} of processor`,
    ratio: times(ours.p50 / oursSmall.p50),
    goal: '≤ 1.3 ×',
    isMet: ours.p50 / oursSmall.p50 <= 1.3,
  },
]
report(figures)
