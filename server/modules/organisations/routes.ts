import { serve, serveUpload, type ServedRoute } from '#platform/serve.ts'
import { addClosure, removeClosure } from './closures.ts'
import * as contract from './contract.ts'
import { addHolidays, previewHolidays } from './holidays.ts'
import { removeLogo, setLogo, showLogo } from './logo.ts'
import { setOpeningHours } from './opening-hours.ts'
import { setPolicy } from './policies.ts'
import { changeOrganisation, showOrganisation, showSettings } from './profile.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.getOrganisation, showOrganisation),
  serve(contract.getSettings, showSettings),
  serve(contract.changeOrganisation, changeOrganisation),
  serve(contract.getLogo, showLogo),
  serveUpload(contract.setLogo, setLogo),
  serve(contract.removeLogo, removeLogo),
  serve(contract.setOpeningHours, setOpeningHours),
  serve(contract.addClosure, addClosure),
  serve(contract.removeClosure, removeClosure),
  serve(contract.previewHolidays, previewHolidays),
  serve(contract.addHolidays, addHolidays),
  serve(contract.setPolicy, setPolicy),
]
