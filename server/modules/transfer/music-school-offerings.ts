import type { OldRow } from './old-database.ts'
import type { PlannedOffering, PlannedPrice, PlannedRoom } from './plan.ts'
import type { Planning } from './planning.ts'
import { shorten } from './planning.ts'
import type { People } from './music-school-people.ts'
import { readPrice } from './values.ts'

export type OfferingsPlan = {
  offerings: Map<string, PlannedOffering>
  prices: Map<string, PlannedPrice>
  rooms: Map<string, PlannedRoom>
}

const levels = ['beginner', 'intermediate', 'advanced']

/** Courses and rooms. What a room has, and who may teach what, is not in the old data: both are taken from the classes held. */
export function planOfferings(planning: Planning, people: People): OfferingsPlan {
  const courses = planning.byKey('courses')
  const held = planning.rows('class_schedules')
  const subjectsOfRoom = new Map<string, Set<string>>()
  const teachersOfCourse = new Map<string, Set<string>>()
  for (const row of held) {
    const course = courses.get(planning.text(row, 'course_id'))
    const teacher = people.byUser.get(planning.text(row, 'instructor_id'))
    const subject = course ? subjectOf(planning, course) : ''
    if (subject) addTo(subjectsOfRoom, planning.text(row, 'room_id'), subject)
    if (course && teacher) addTo(teachersOfCourse, course.key, teacher.id)
  }
  const taught = new Set([...subjectsOfRoom.values()].flatMap((subjects) => [...subjects]))
  const plan: OfferingsPlan = { offerings: new Map(), prices: new Map(), rooms: planRooms(planning, subjectsOfRoom) }
  for (const row of courses.values()) {
    const subject = subjectOf(planning, row)
    const offering = planOffering(planning, row, taught.has(subject) ? [subject] : [], teachersOfCourse.get(row.key))
    plan.offerings.set(row.key, offering)
    const price = planPrice(planning, row, offering)
    if (price) plan.prices.set(row.key, price)
  }
  return plan
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  sets.set(key, (sets.get(key) ?? new Set()).add(value))
}

function subjectOf(planning: Planning, course: OldRow): string {
  return planning.text(course, 'instrument').trim().toLowerCase()
}

function planOffering(
  planning: Planning,
  row: OldRow,
  roomFeatures: string[],
  teachers = new Set<string>(),
): PlannedOffering {
  const id = planning.id('offering', row.table, row.key)
  planning.became(row, 'offering', id)
  const level = planning.text(row, 'level').trim().toLowerCase()
  if (!levels.includes(level))
    planning.remark('not_understood', row, 'transfer.unknown_word', { column: 'level', value: shorten(level) })
  if (teachers.size > 0) planning.remark('guessed', row, 'transfer.guessed_teachers', { count: teachers.size })
  if (teachers.size === 0) planning.remark('guessed', row, 'transfer.no_teachers')
  const minutes = planning.wholeNumber(row, 'duration_minutes', 5, 1440)
  if (minutes === null) planning.remark('guessed', row, 'transfer.guessed_duration', { minutes: usualMinutes })
  const places = planning.wholeNumber(row, 'max_students', 1, 1000)
  if (places === null) planning.remark('guessed', row, 'transfer.guessed_places')
  const active = planning.yesOrNo(row, 'is_active')
  if (active === null) planning.remark('guessed', row, 'transfer.guessed_active')
  const title = planning.limited(row, 'title', 160)
  if (!title) planning.remark('guessed', row, 'transfer.no_name', { name: row.key })
  return {
    id,
    sources: [{ table: row.table, key: row.key }],
    title: title || row.key,
    description: planning.text(row, 'description'),
    subject: planning.text(row, 'instrument').trim(),
    level,
    durationMinutes: minutes ?? usualMinutes,
    places: places ?? 1,
    isActive: active ?? false,
    roomFeatures,
    teacherIds: [...teachers].toSorted(),
    createdAt: planning.instant(row, 'created_at'),
  }
}

const usualMinutes = 60

function planPrice(planning: Planning, row: OldRow, offering: PlannedOffering): PlannedPrice | null {
  const { currency } = planning.options
  const amount = planning.read(row, 'price_per_session', (text) => readPrice(text, currency))
  if (amount === null) {
    planning.remark('not_understood', row, 'transfer.no_price')
    return null
  }
  const id = planning.id('price', row.table, row.key)
  return { id, sources: offering.sources, offeringId: offering.id, amount, currency, validFrom: offering.createdAt }
}

function planRooms(planning: Planning, subjectsOfRoom: ReadonlyMap<string, Set<string>>): Map<string, PlannedRoom> {
  const names = new Set<string>()
  const rooms = new Map<string, PlannedRoom>()
  for (const row of planning.rows('rooms')) {
    const id = planning.id('room', row.table, row.key)
    planning.became(row, 'room', id)
    const features = [...(subjectsOfRoom.get(row.key) ?? [])].toSorted()
    if (features.length > 0)
      planning.remark('guessed', row, 'transfer.guessed_features', { features: features.join(', ') })
    rooms.set(row.key, {
      id,
      sources: [{ table: row.table, key: row.key }],
      name: freeName(planning, row, names),
      capacity: planning.wholeNumber(row, 'capacity', 1, 100_000),
      description: planning.text(row, 'description'),
      features,
      createdAt: planning.instant(row, 'created_at'),
    })
  }
  return rooms
}

/** Rooms are told apart by their names here. */
function freeName(planning: Planning, row: OldRow, names: Set<string>): string {
  const written = planning.limited(row, 'name', 110)
  if (!written) planning.remark('guessed', row, 'transfer.no_name', { name: row.key })
  let name = written || row.key
  for (let number = 2; names.has(name); number++) name = `${written || row.key} (${number})`
  if (names.size !== names.add(name).size && written && name !== written) {
    planning.remark('guessed', row, 'transfer.room_name_twice', { name: written, other: name })
  }
  return name
}
