export { carryOnSeries } from './carrying-on.ts'
export { expand, type Dates, type Recurrence, type Rule } from './recurrence.ts'
export { parseRule, printRule } from './rrule-text.ts'
export { followZones } from './zone-changes.ts'
