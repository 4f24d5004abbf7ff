import { defineError } from '#platform/errors.ts'

export const wrongCredentials = defineError('identity.wrong_credentials', 401)
export const tooManyTries = defineError('identity.too_many_tries', 429)
export const linkUsed = defineError('identity.link_used', 410)
export const passwordTooCommon = defineError('identity.password_too_common', 422)
export const lastOwner = defineError('identity.last_owner', 409)
export const noEmail = defineError('identity.no_email', 409)
export const alreadyMember = defineError('identity.already_member', 409)
