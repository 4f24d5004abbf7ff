export { importBookings } from './imports.ts'
export { agreedPriceOf } from './prices.ts'
export { forgetMakeUps, oweLessons } from './make-ups.ts'
