export { importBookings } from './imports.ts'
export { agreedPriceOf } from './prices.ts'
