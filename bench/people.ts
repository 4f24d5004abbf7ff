// A page of 50 people with a search over 100,000, over HTTP: `node bench/people.ts`.
import { findSeeded, openServer } from './database.ts'
import { milliseconds, perSecond, report } from './figures.ts'
import { mustBeDone, sendLoad } from './load.ts'
import { startOurs } from './processes.ts'
import { manyPeople, slugOf, tokenOf } from './seed.ts'

const searches = [
  'dewi',
  'santoso',
  'amelie lefevre',
  'rina 4711',
  'nugrho',
  'maya.100',
  'zz nobody',
  'yusuf',
  'petit 99',
  'joko k',
]
const connections = 4

const server = await openServer()
const { url } = await findSeeded(server, 'large')
const ours = await startOurs(url)
let asked = 0
const next = () => ({
  path: `/api/o/${slugOf(manyPeople())}/people?limit=50&search=${encodeURIComponent(searches[asked++ % searches.length]!)}`,
  headers: { cookie: `lessonry_session=${tokenOf(manyPeople())}` },
})
try {
  await sendLoad({ port: ours.port, connections, next, milliseconds: 2000 })
  const result = await sendLoad({ port: ours.port, connections, next, milliseconds: 8000 })
  mustBeDone(result, 'GET /people')
  report([
    {
      what: `a page of 50 people with ${searches.length} searches in turn over 100,000 people, ${connections} connections`,
      ours: `p50 ${milliseconds(result.p50)}, p95 ${milliseconds(result.p95)}, ${perSecond(result.perSecond)}`,
      beside: '',
      ratio: '',
      goal: 'p95 ≤ 50 ms',
      isMet: result.p95 <= 50,
    },
  ])
} finally {
  await ours.stop()
  await server.close()
}
