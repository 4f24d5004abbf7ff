export { getOffering, listOfferingsByIds, teachersOf } from './offerings.ts'
export { priceAt, type PriceInForce } from './prices.ts'
export { importOfferings, type ImportedOfferings } from './import.ts'
