import { every, on, type Job } from '#platform/jobs.ts'
import { carryOnSeries } from './carrying-on.ts'
import { tellOfSeries } from './telling.ts'
import { followZones } from './zone-changes.ts'

export const jobs: readonly Job[] = [
  on('series.planned', tellOfSeries),
  on('series.changed', tellOfSeries),
  on('series.ended', tellOfSeries),
  on('series.paused', tellOfSeries),
  on('series.zone_changed', tellOfSeries),
  every('20 1 * * *', carryOnSeries),
  every('50 1 * * *', followZones),
]
