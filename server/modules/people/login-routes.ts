import {
  acceptInvitation as acceptInvitationEndpoint,
  changeMember as changeMemberEndpoint,
  getDemonstration as getDemonstrationEndpoint,
  invitePerson as invitePersonEndpoint,
  listMembers as listMembersEndpoint,
  prepareJoining,
} from '#identity'
import { serve, serveInstall, serveInstallPrepared, type ServedRoute } from '#platform/serve.ts'
import { acceptInvitation, changeMember, getDemonstration, invitePerson, listMembers } from './login.ts'

/** Endpoints of the contract of identity that also need the person: identity is below people and cannot ask for it. */
export const loginRoutes: readonly ServedRoute[] = [
  serve(invitePersonEndpoint, invitePerson),
  serve(listMembersEndpoint, listMembers),
  serve(changeMemberEndpoint, changeMember),
  serveInstallPrepared(acceptInvitationEndpoint, prepareJoining, acceptInvitation),
  serveInstall(getDemonstrationEndpoint, getDemonstration),
]
