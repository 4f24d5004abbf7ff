import type { importOfferings } from '#catalogue'
import type { importPeople } from '#people'
import type { Id } from '#platform/ids.ts'
import type { importRooms } from '#resources'
import type { importHours, importLessons } from '#scheduling'
import type * as plan from './plan.ts'

type People = Parameters<typeof importPeople>[1]
type Row<T> = T extends readonly (infer Each)[] ? Each : never
type Instant = Temporal.Instant

// Ids come from idFromOld(), one for each kind of row, and are given their kind here.

/** A moment of the plan. */
export function at(text: string | null, otherwise: Instant): Instant {
  return text === null ? otherwise : Temporal.Instant.from(text)
}

export function toPerson(person: plan.PlannedPerson, now: Instant): Row<People['persons']> {
  const { id, fullName, email, phone, whatsapp, address, isStaff, createdAt, student, teacher } = person
  return {
    id: id as Id<'person'>,
    fullName,
    email,
    phone,
    waNumber: whatsapp,
    address,
    isStaff,
    createdAt: at(createdAt, now),
    student,
    teacher,
  }
}

export function toFamily(
  { id, name, memberIds, createdAt }: plan.PlannedFamily,
  now: Instant,
): Row<People['families']> {
  return { id: id as Id<'family'>, name, memberIds: memberIds as Id<'person'>[], createdAt: at(createdAt, now) }
}

export function toGuardianship(
  { id, guardianId, studentId, isPrimaryContact, createdAt }: plan.PlannedGuardianship,
  now: Instant,
): Row<People['guardianships']> {
  return {
    id: id as Id<'guardianship'>,
    guardianId: guardianId as Id<'person'>,
    studentId: studentId as Id<'person'>,
    isPrimaryContact,
    createdAt: at(createdAt, now),
  }
}

export function toRoom(room: plan.PlannedRoom, now: Instant): Row<Parameters<typeof importRooms>[1]> {
  const { id, name, description, capacity, features, createdAt } = room
  return { id: id as Id<'resource'>, name, description, capacity, features, createdAt: at(createdAt, now) }
}

type Offerings = Parameters<typeof importOfferings>[1]

export function toOffering(offering: plan.PlannedOffering, now: Instant): Row<Offerings['offerings']> {
  const {
    id,
    title,
    description,
    subject,
    level,
    durationMinutes,
    places,
    isActive,
    roomFeatures,
    teacherIds,
    createdAt,
  } = offering
  return {
    title,
    description,
    subject,
    level,
    durationMinutes,
    places,
    isActive,
    roomFeatures,
    id: id as Id<'offering'>,
    teacherIds: teacherIds as Id<'person'>[],
    createdAt: at(createdAt, now),
  }
}

export function toPrice(
  { id, offeringId, amount, currency, validFrom }: plan.PlannedPrice,
  now: Instant,
): Row<Offerings['prices']> {
  return {
    id: id as Id<'price'>,
    offeringId: offeringId as Id<'offering'>,
    amount,
    currency,
    validFrom: at(validFrom, now),
  }
}

export function toHours({
  id,
  owner,
  ownerId,
  weekday,
  fromMinute,
  toMinute,
  zone,
}: plan.PlannedAvailability): Row<Parameters<typeof importHours>[1]> {
  return {
    id: id as Id<'availability_rule'>,
    personId: owner === 'teacher' ? (ownerId as Id<'person'>) : null,
    resourceId: owner === 'room' ? (ownerId as Id<'resource'>) : null,
    weekday,
    fromMinute,
    toMinute,
    zone,
  }
}

/** Lessons of the days before count as marked: the old system kept no attendance, and nobody should be chased for it. */
export function toLesson(lesson: plan.PlannedLesson, now: Instant): Row<Parameters<typeof importLessons>[1]> {
  const endsAt = Temporal.Instant.from(lesson.endsAt)
  return {
    id: lesson.id as Id<'lesson'>,
    offeringId: lesson.offeringId as Id<'offering'>,
    teacherId: lesson.teacherId as Id<'person'>,
    roomId: lesson.roomId as Id<'resource'> | null,
    startsAt: Temporal.Instant.from(lesson.startsAt),
    endsAt,
    capacity: lesson.capacity,
    markedAt: Temporal.Instant.compare(endsAt, now.subtract({ hours: 24 })) <= 0 ? now : null,
    createdAt: at(lesson.createdAt, now),
    teacherExclusive: lesson.teacherExclusive,
    roomExclusive: lesson.roomExclusive,
  }
}

export function toPlace(
  { id, lessonId, studentId, exclusive, createdAt }: plan.PlannedPlace,
  now: Instant,
): Row<Parameters<typeof importLessons>[2]> {
  return {
    id: id as Id<'place'>,
    lessonId: lessonId as Id<'lesson'>,
    studentId: studentId as Id<'person'>,
    exclusive,
    createdAt: at(createdAt, now),
  }
}
