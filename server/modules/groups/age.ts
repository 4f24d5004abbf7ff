export interface AgeLimits {
  readonly ageFrom: number | null
  readonly ageTo: number | null
  readonly termFrom: Temporal.PlainDate
}

export interface Age {
  readonly age: 'fits' | 'too_young' | 'too_old' | 'unknown'
  readonly years: number | null
}

/** Whether somebody is of the age of a group: in whole years on the first day of its term. */
export function ageFor({ ageFrom, ageTo, termFrom }: AgeLimits, birthDate: Temporal.PlainDate | null): Age {
  const years = birthDate ? Math.max(0, birthDate.until(termFrom, { largestUnit: 'years' }).years) : null
  if (ageFrom === null && ageTo === null) return { age: 'fits', years }
  if (years === null) return { age: 'unknown', years }
  if (ageFrom !== null && years < ageFrom) return { age: 'too_young', years }
  return { age: ageTo !== null && years > ageTo ? 'too_old' : 'fits', years }
}
