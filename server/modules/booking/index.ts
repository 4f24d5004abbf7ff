export { importBookings } from './imports.ts'
