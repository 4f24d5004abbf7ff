import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { changeOffering, createOffering, listOfferings } from './offerings.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listOfferings, listOfferings),
  serve(contract.createOffering, createOffering),
  serve(contract.changeOffering, changeOffering),
]
