import { serve, serveInstall, serveInstallPrepared, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { enterDemonstration } from './demonstration.ts'
import { getInvitation } from './invitations.ts'
import { getMe } from './memberships.ts'
import { prepareReset, requestPasswordReset, resetPassword, sendResetInTime } from './resets.ts'
import { checkCredentials, endDevice, getSession, listDevices, signIn, signOut } from './sessions.ts'

/** The endpoints that need a person's name or record are served by people, which knows both. */
export const routes: readonly ServedRoute[] = [
  serveInstall(contract.getSession, getSession),
  serveInstallPrepared(contract.signIn, checkCredentials, signIn),
  serveInstall(contract.signOut, signOut),
  serveInstall(contract.listDevices, listDevices),
  serveInstall(contract.endDevice, endDevice),
  serveInstallPrepared(contract.requestPasswordReset, sendResetInTime, requestPasswordReset),
  serveInstallPrepared(contract.resetPassword, prepareReset, resetPassword),
  serveInstall(contract.getInvitation, getInvitation),
  serveInstall(contract.enterDemonstration, enterDemonstration),
  serve(contract.getMe, getMe),
]
