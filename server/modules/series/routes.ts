import { serve, type ServedRoute } from '#platform/serve.ts'
import { changeSeries, previewChange } from './changing.ts'
import * as contract from './contract.ts'
import { decideDate, endSeries, pauseSeries, previewDate } from './ending.ts'
import { planSeries, previewSeries } from './planning.ts'
import { getSeries, getSeriesOfLesson } from './series.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.previewSeries, previewSeries),
  serve(contract.planSeries, planSeries),
  serve(contract.getSeries, getSeries),
  serve(contract.getSeriesOfLesson, getSeriesOfLesson),
  serve(contract.previewChange, previewChange),
  serve(contract.changeSeries, changeSeries),
  serve(contract.endSeries, endSeries),
  serve(contract.pauseSeries, pauseSeries),
  serve(contract.decideDate, decideDate),
  serve(contract.previewDate, previewDate),
]
