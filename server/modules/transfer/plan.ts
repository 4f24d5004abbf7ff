import type { CountryCode } from 'libphonenumber-js'
import type { MessageArgs, MessageKey } from './old-database.ts'

export type PlanOptions = {
  readonly orgId: string
  /** The zone of the school: the old databases name none. */
  readonly zone: string
  readonly currency: string
  /** The country of telephone numbers that name none. */
  readonly country: CountryCode
}

/** The old row that something was made from. */
export type Source = { readonly table: string; readonly key: string }
export type Made = { readonly id: string; readonly sources: readonly Source[] }

export type PlannedPerson = Made & {
  fullName: string
  email: string | null
  /** E.164 where it could be read so, else as it was written. */
  phone: string | null
  whatsapp: string | null
  address: string | null
  createdAt: string | null
  isStaff: boolean
  student: { experience: string; instrumentOwned: boolean | null; preferredDays: readonly number[] } | null
  teacher: { bio: string; specialization: string } | null
}

export type PlannedFamily = Made & {
  readonly name: string
  readonly payerId: string
  readonly memberIds: readonly string[]
  readonly createdAt: string | null
}

export type PlannedGuardianship = Made & {
  readonly guardianId: string
  readonly studentId: string
  readonly isPrimaryContact: boolean
  readonly createdAt: string | null
}

export type PlannedRoom = Made & {
  readonly name: string
  readonly capacity: number | null
  readonly description: string
  readonly features: readonly string[]
  readonly createdAt: string | null
}

export type PlannedOffering = Made & {
  readonly title: string
  readonly description: string
  readonly subject: string
  readonly level: string
  readonly durationMinutes: number
  readonly places: number
  readonly isActive: boolean
  readonly roomFeatures: readonly string[]
  readonly teacherIds: readonly string[]
  readonly createdAt: string | null
}

export type PlannedPrice = Made & {
  readonly offeringId: string
  readonly amount: bigint
  readonly currency: string
  readonly validFrom: string | null
}

export type PlannedAvailability = Made & {
  readonly owner: 'teacher' | 'room'
  readonly ownerId: string
  readonly weekday: number
  readonly fromMinute: number
  readonly toMinute: number
  readonly zone: string
  readonly guessed: boolean
}

export type PlannedLesson = Made & {
  readonly offeringId: string
  readonly teacherId: string
  readonly roomId: string | null
  readonly startsAt: string
  readonly endsAt: string
  readonly capacity: number
  readonly createdAt: string | null
  /** False where the time of the teacher or the room was given away twice: that reservation is not exclusive. */
  teacherExclusive: boolean
  roomExclusive: boolean
}

export type PlannedPlace = Made & {
  readonly lessonId: string
  readonly studentId: string
  readonly bookingId: string
  readonly createdAt: string | null
  exclusive: boolean
}

export type PlannedChoice = Made & {
  readonly rank: 1 | 2
  readonly startsAt: string
  readonly endsAt: string
  readonly teacherId: string
  readonly roomId: string | null
  readonly lessonId: string | null
}

export type BookingStatus = 'requested' | 'confirmed' | 'declined' | 'cancelled' | 'expired'

export type PlannedBooking = Made & {
  readonly offeringId: string
  readonly status: BookingStatus
  readonly statusAsWritten: string
  readonly studentId: string | null
  readonly bookedBy: string | null
  readonly studentName: string
  readonly email: string | null
  readonly whatsapp: string | null
  readonly guardianName: string
  readonly guardianWhatsapp: string
  readonly experience: string
  readonly preferredDays: readonly number[]
  readonly preferredFrom: number | null
  readonly preferredTo: number | null
  readonly startDate: string | null
  readonly instrumentOwned: boolean | null
  readonly referralSource: string
  readonly notes: string
  /** The price of the offering at import: an old booking keeps none. */
  readonly priceAmount: bigint
  readonly expiresAt: string | null
  readonly createdAt: string | null
  readonly choices: readonly PlannedChoice[]
  readonly confirmation: { readonly lessonId: string; readonly choiceId: string | null; readonly at: string } | null
  readonly ending: { readonly kind: 'declined' | 'cancelled' | 'expired'; readonly at: string | null } | null
}

export type PlannedEnrolment = Made & {
  readonly offeringId: string
  readonly studentId: string | null
  readonly bookingId: string | null
  readonly status: 'active' | 'completed' | 'cancelled'
  readonly enrolledAt: string | null
}

export type RemarkKind = 'merged' | 'guessed' | 'not_understood' | 'clash' | 'kept'
export type Remark = {
  readonly kind: RemarkKind
  readonly table: string
  readonly key: string
  readonly message: MessageKey
  readonly args: MessageArgs
}

export type BecameKind = 'person' | 'offering' | 'room' | 'availability' | 'lesson' | 'booking' | 'enrolment'

/** Every row that was read, whole and unchanged, with what it became. Nothing of the old database is outside of these. */
export type OldRecord = Source & {
  readonly columns: Readonly<Record<string, string | null>>
  readonly became: { readonly kind: BecameKind; readonly id: string } | null
  /** Columns that hold a value and have no home here but this record. */
  readonly keptColumns: readonly string[]
}

export type TableReport = {
  readonly table: string
  readonly read: number
  readonly made: number
  readonly merged: number
  readonly guessed: number
  readonly notUnderstood: number
  readonly clashes: number
  readonly kept: number
}

export type ImportPlan = {
  readonly persons: readonly PlannedPerson[]
  readonly families: readonly PlannedFamily[]
  readonly guardianships: readonly PlannedGuardianship[]
  readonly offerings: readonly PlannedOffering[]
  readonly prices: readonly PlannedPrice[]
  readonly rooms: readonly PlannedRoom[]
  readonly availability: readonly PlannedAvailability[]
  readonly lessons: readonly PlannedLesson[]
  readonly places: readonly PlannedPlace[]
  readonly bookings: readonly PlannedBooking[]
  readonly enrolments: readonly PlannedEnrolment[]
  readonly records: readonly OldRecord[]
  readonly report: { readonly tables: readonly TableReport[]; readonly remarks: readonly Remark[] }
}
