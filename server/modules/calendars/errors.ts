import { defineError } from '#platform/errors.ts'

export const tooManyCalendars = defineError('calendars.too_many', 409)
export const calendarKnown = defineError('calendars.already_added', 409)
