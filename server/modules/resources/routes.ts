import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { changeLocation, createLocation, setWays } from './locations.ts'
import { changeResource, createResource, listResources } from './resources.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listResources, listResources),
  serve(contract.createResource, createResource),
  serve(contract.changeResource, changeResource),
  serve(contract.createLocation, createLocation),
  serve(contract.changeLocation, changeLocation),
  serve(contract.setWays, setWays),
]
