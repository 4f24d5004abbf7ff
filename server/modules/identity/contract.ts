import { z } from 'zod'
import {
  email,
  endpoint,
  fields,
  installEndpoint,
  instant,
  locale,
  nothing,
  pageFields,
  pageOf,
  text,
} from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const Role = z.enum(['owner', 'office', 'teacher', 'guardian', 'student'])
export type Role = z.output<typeof Role>

export const UserId = idOf('user')
const token = z.string().regex(/^[A-Za-z0-9_-]{20,100}$/)
/** At least 8 characters, no rule about which; common and breached ones are refused (NIST SP 800-63B-4, 3.1.1.2). */
const newPassword = z.string().min(8).max(200)

export const Membership = z.object({
  organisation: z.object({ slug: z.string(), name: z.string(), accentHue: z.int(), accentChroma: z.int() }),
  roles: z.array(Role),
})
export const Session = z.object({
  user: z.object({ id: UserId, email: z.string(), locale }).nullable(),
  memberships: z.array(Membership),
})
export type Session = z.output<typeof Session>

export const getSession = installEndpoint({
  route: 'GET /session',
  needs: 'anyone',
  summary: 'Who is signed in, and to which organisations they belong; user is null when nobody is.',
  input: nothing,
  output: Session,
})

export const signIn = installEndpoint({
  route: 'POST /session',
  needs: 'anyone',
  summary: 'Signs in with e-mail and password and sets the session cookie. At most 10 tries an account in 15 minutes.',
  input: fields({ email, password: z.string().min(1).max(200) }),
  output: Session,
  errors: ['identity.wrong_credentials', 'identity.too_many_tries'],
})

export const signOut = installEndpoint({
  route: 'DELETE /session',
  needs: 'anyone',
  summary: 'Ends this session; does nothing when nobody is signed in.',
  input: nothing,
  output: nothing,
})

export const Device = z.object({
  id: idOf('session'),
  userAgent: z.string(),
  address: z.string(),
  createdAt: instant,
  lastUsedAt: instant,
  isThis: z.boolean(),
})

export const listDevices = installEndpoint({
  route: 'GET /sessions',
  needs: 'signed-in',
  summary: 'Every place where this login is signed in, latest use first.',
  input: nothing,
  output: z.object({ devices: z.array(Device) }),
})

export const endDevice = installEndpoint({
  route: 'DELETE /sessions/:sessionId',
  needs: 'signed-in',
  summary: 'Signs another device of this login out.',
  input: fields({ sessionId: idOf('session') }),
  output: nothing,
})

export const requestPasswordReset = installEndpoint({
  route: 'POST /password-resets',
  needs: 'anyone',
  summary: 'Sends a link to choose a new password, if the address has a login. The answer is the same either way.',
  input: fields({ email }),
  output: nothing,
})

export const resetPassword = installEndpoint({
  route: 'POST /password-resets/:token/completion',
  needs: 'anyone',
  summary: 'Chooses a new password by the link from the mail, once, within an hour; ends every session of the login.',
  input: fields({ token, password: newPassword }),
  output: Session,
  errors: ['identity.link_used', 'identity.password_too_common'],
})

export const getInvitation = installEndpoint({
  route: 'GET /invitations/:token',
  needs: 'anyone',
  summary: 'What an invitation is for, before it is accepted.',
  input: fields({ token }),
  output: z.object({
    organisation: z.object({ slug: z.string(), name: z.string(), accentHue: z.int(), accentChroma: z.int() }),
    email: z.string(),
    hasLogin: z.boolean(),
    expiresAt: instant,
  }),
  errors: ['identity.link_used'],
})

export const acceptInvitation = installEndpoint({
  route: 'POST /invitations/:token/acceptance',
  needs: 'anyone',
  summary:
    'Joins the organisation. Somebody new chooses a password; an existing login gives its own, and nothing of it changes.',
  input: fields({ token, password: z.string().min(8).max(200), locale: locale.optional() }),
  output: Session,
  errors: [
    'identity.link_used',
    'identity.wrong_credentials',
    'identity.too_many_tries',
    'identity.password_too_common',
    'identity.already_member',
  ],
})

export const getDemonstration = installEndpoint({
  route: 'GET /demonstration',
  needs: 'anyone',
  summary: 'The demonstration logins, while this install is a demonstration; 404 otherwise.',
  input: nothing,
  output: z.object({
    slug: z.string(),
    name: z.string(),
    logins: z.array(z.object({ role: Role, name: z.string(), email: z.string() })),
  }),
})

export const enterDemonstration = installEndpoint({
  route: 'POST /demonstration/session',
  needs: 'anyone',
  summary: 'Signs in as one of the demonstration logins without a password; 404 when this is no demonstration.',
  input: fields({ role: Role }),
  output: Session,
})

export const getMe = endpoint({
  route: 'GET /me',
  needs: 'signed-in',
  summary: 'The reader as a person of this organisation: name, roles, and what they may do.',
  input: nothing,
  output: z.object({
    personId: idOf('person').nullable(),
    name: z.string(),
    email: z.string(),
    roles: z.array(Role),
    permissions: z.array(z.string()),
  }),
})

export const Member = z.object({
  id: idOf('membership'),
  personId: idOf('person').nullable(),
  name: z.string(),
  email: z.string(),
  roles: z.array(Role),
  status: z.enum(['active', 'suspended']),
})

export const listMembers = endpoint({
  route: 'GET /members',
  needs: 'identity.manage',
  summary: 'Everybody with a login in this organisation, by name.',
  input: fields({ ...pageFields }),
  output: pageOf(Member),
})

export const changeMember = endpoint({
  route: 'PATCH /members/:membershipId',
  needs: 'identity.manage',
  summary: 'Changes roles or suspends a login here; its sessions lose the rights at once. The last owner stays.',
  input: fields({
    membershipId: idOf('membership'),
    roles: z.array(Role).min(1).optional(),
    status: z.enum(['active', 'suspended']).optional(),
  }),
  output: Member,
  errors: ['identity.last_owner'],
})

export const invitePerson = endpoint({
  route: 'POST /people/:personId/invitation',
  needs: 'people.manage',
  summary:
    'Sends a person a link to make a login with the given roles; it lives for 14 days and replaces an earlier one.',
  input: fields({ personId: idOf('person'), roles: z.array(Role).min(1), note: text(500).optional() }),
  output: z.object({ expiresAt: instant }),
  errors: ['identity.no_email', 'identity.already_member'],
})
