import { serve, serveInstall, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { enterDemonstration } from './demonstration.ts'
import { getInvitation } from './invitations.ts'
import { getMe } from './memberships.ts'
import { requestPasswordReset, resetPassword } from './resets.ts'
import { endDevice, getSession, listDevices, signIn, signOut } from './sessions.ts'

/** The endpoints that need a person's name or record are served by people, which knows both. */
export const routes: readonly ServedRoute[] = [
  serveInstall(contract.getSession, getSession),
  serveInstall(contract.signIn, signIn),
  serveInstall(contract.signOut, signOut),
  serveInstall(contract.listDevices, listDevices),
  serveInstall(contract.endDevice, endDevice),
  serveInstall(contract.requestPasswordReset, requestPasswordReset),
  serveInstall(contract.resetPassword, resetPassword),
  serveInstall(contract.getInvitation, getInvitation),
  serveInstall(contract.enterDemonstration, enterDemonstration),
  serve(contract.getMe, getMe),
]
