import { getSeries, getSeriesOfLesson } from '#contract/series'
import { changesOfTimetable } from '#web/features/scheduling/changes.ts'

/** What may read differently once a series was planned or changed. */
export const changesOfSeries = [...changesOfTimetable, getSeries, getSeriesOfLesson] as const
