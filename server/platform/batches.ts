const rowsInOneStatement = 500

/** Cuts a long list into statements of a size that a database takes; PostgreSQL allows 65,535 parameters in one. */
export function inBatches<T>(rows: readonly T[], size = rowsInOneStatement): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  )
}
