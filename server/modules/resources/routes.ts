import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { changeResource, createResource, listResources } from './resources.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listResources, listResources),
  serve(contract.createResource, createResource),
  serve(contract.changeResource, changeResource),
]
