import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { listEvents } from './events.ts'
import { undoChange } from './undoing.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listEvents, listEvents),
  serve(contract.undoChange, undoChange),
]
