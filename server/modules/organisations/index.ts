export { nextNumber } from './counters.ts'
export { createOrganisation, type NewOrganisation } from './creation.ts'
export { findLogo, getOrganisation, type OrganisationFacts } from './organisation.ts'
export { getPolicy, type PolicyInForce, type PolicyKind } from './policies.ts'
