import { readConfig } from '#platform/config.ts'
import { closeQueue, openQueue } from '#platform/jobs.ts'
import { makeDemonstration } from '../server/demonstration/demonstration.ts'
import { needsDemonstration } from '../server/demonstration/need.ts'
import { joinInstall } from '../server/main.ts'

/** Makes the demonstration school in an install that has no school yet; `start` runs it on the first start. */
export async function runDemonstration(): Promise<void> {
  const install = await joinInstall(readConfig())
  try {
    await openQueue({ access: install.access, onError: (error) => console.error(error.message) })
    if (!(await needsDemonstration(install.access))) throw new Error('There is a school here already.')
    await makeDemonstration(install.access, Temporal.Now.instant())
  } finally {
    await closeQueue()
    await install.close()
  }
}
