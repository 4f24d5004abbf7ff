import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import {
  getMyFeed,
  getResourceFeed,
  renewMyFeed,
  renewResourceFeed,
  revokeMyFeed,
  revokeResourceFeed,
} from './feeds.ts'
import {
  addOutsideCalendar,
  fetchOutsideCalendar,
  listOutsideCalendars,
  removeOutsideCalendar,
} from './outside-calendars.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.getMyFeed, getMyFeed),
  serve(contract.renewMyFeed, renewMyFeed),
  serve(contract.revokeMyFeed, revokeMyFeed),
  serve(contract.getResourceFeed, getResourceFeed),
  serve(contract.renewResourceFeed, renewResourceFeed),
  serve(contract.revokeResourceFeed, revokeResourceFeed),
  serve(contract.listOutsideCalendars, listOutsideCalendars),
  serve(contract.addOutsideCalendar, addOutsideCalendar),
  serve(contract.removeOutsideCalendar, removeOutsideCalendar),
  serve(contract.fetchOutsideCalendar, fetchOutsideCalendar),
]
