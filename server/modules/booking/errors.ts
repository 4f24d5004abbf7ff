import { defineError } from '#platform/errors.ts'

export const timeTaken = defineError('booking.time_taken', 409)
export const studentBusy = defineError('booking.student_busy', 409)
export const contactNeeded = defineError('booking.contact_needed', 422)
export const choicesAlike = defineError('booking.choices_alike', 422)
export const linkUnknown = defineError('booking.link_unknown', 404)
export const alreadyEnded = defineError('booking.already_ended', 409)
export const costChanged = defineError('booking.cost_changed', 409)
export const expired = defineError('booking.expired', 409)
export const tooLate = defineError('booking.too_late', 409)
export const movesUsed = defineError('booking.moves_used', 409)
export const moveTooLate = defineError('booking.move_too_late', 409)
export const makeUpSettled = defineError('booking.make_up_settled', 409)
