export { getOffering, listOfferingsByIds, teachersOf } from './offerings.ts'
export { priceAt, type PriceInForce } from './prices.ts'
