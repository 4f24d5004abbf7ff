export { chargeCancellation, withdrawCancellation, type LateCancellation } from './cancellation-fees.ts'
export type { AgreedPrice } from './charge-rules.ts'
export { chargeLesson, type LessonAttended } from './charging.ts'
export { chargeInAdvance, findCharge, withdrawAdvance, type AdvanceCharges } from './advance-charges.ts'
