import { forgetChanges } from '#platform/changes.ts'
import { every, type Job } from '#platform/jobs.ts'

export const jobs: readonly Job[] = [every('17 * * * *', forgetChanges)]
