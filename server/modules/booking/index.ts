export { importEnrolment, type ImportedEnrolment } from './enrolments.ts'
export { importBooking, type ImportedBooking, type ImportedChoice } from './import.ts'
// The lead's bulk import, used by transfer: keep this line. importBooking and importEnrolment above it are not needed any more.
export { importBookings } from './imports.ts'
