type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

/** Only the fields that were given: what a change writes. Null is a value, undefined is not. */
export function withoutUndefined<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>
}
