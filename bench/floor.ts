// What the slots engine is measured against: sorted integers and one sweep over them, with nothing that a school needs. Hours are the same every
// working day, no clock ever changes, and nobody asks for a room.

/** Busy minutes of one teacher as start, end, start, end …, sorted; times in minutes of one endless local clock. */
export type FloorTeacher = Int32Array

export interface FloorSearch {
  readonly teachers: readonly FloorTeacher[]
  readonly firstDay: number
  readonly days: number
  readonly openFrom: number
  readonly openTo: number
  readonly duration: number
}

export interface FloorSlot {
  readonly start: number
  readonly teachers: readonly number[]
}

/** Free starts of working days on the grid of the duration, with everybody who is free. Day 0 is a Monday. */
export function findFloorSlots({ teachers, firstDay, days, openFrom, openTo, duration }: FloorSearch): FloorSlot[] {
  const next = new Int32Array(teachers.length)
  const slots: FloorSlot[] = []
  for (let day = firstDay; day < firstDay + days; day++) {
    if (day % 7 > 4) continue
    const last = day * 1440 + openTo - duration
    for (let start = day * 1440 + openFrom; start <= last; start += duration) {
      const free: number[] = []
      for (let n = 0; n < teachers.length; n++) {
        const busy = teachers[n]!
        let i = next[n]!
        while (i < busy.length && busy[i + 1]! <= start) i += 2
        next[n] = i
        if (i >= busy.length || busy[i]! >= start + duration) free.push(n)
      }
      if (free.length > 0) slots.push({ start, teachers: free })
    }
  }
  return slots
}
