/** One of each list, none of them twice, the first of a list where that can be; null when there is no such choice. */
export function chooseDistinct<T>(lists: readonly (readonly T[])[]): T[] | null {
  const takenBy = new Map<T, number>()
  for (let n = 0; n < lists.length; n++) {
    if (!place(n, lists, takenBy, new Set())) return null
  }
  const chosen: T[] = []
  for (const [one, n] of takenBy) chosen[n] = one
  return chosen
}

// A later list may move an earlier one on to its next, and so on along a chain (a matching by augmenting paths).
function place<T>(n: number, lists: readonly (readonly T[])[], takenBy: Map<T, number>, tried: Set<T>): boolean {
  for (const one of lists[n]!) {
    if (tried.has(one)) continue
    tried.add(one)
    const holder = takenBy.get(one)
    if (holder !== undefined && !place(holder, lists, takenBy, tried)) continue
    takenBy.set(one, n)
    return true
  }
  return false
}
