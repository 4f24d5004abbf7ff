import { defineError } from '#platform/errors.ts'

/** Another person outside the family has this e-mail address; `personId` and `name` say who. */
export const emailTaken = defineError('people.email_taken', 409)
export const guardianshipExists = defineError('people.guardianship_exists', 409)
export const guardianOfOneself = defineError('people.guardian_of_oneself', 409)
