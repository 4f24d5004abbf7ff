import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { listImports, listOldRecords, listReportLines } from './reports.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listImports, listImports),
  serve(contract.listReportLines, listReportLines),
  serve(contract.listOldRecords, listOldRecords),
]
