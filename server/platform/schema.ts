// Generated from the migrated database by `lessonry schema`. Do not edit.
import type { ColumnType, Generated } from 'kysely'
import type { Id } from './ids.ts'

/** JSON is read as unknown and written as text. */
type Json = ColumnType<unknown, string, string>
type Computed<T> = ColumnType<T, never, never>

export interface BillingAccount {
  orgId: Id<'organisation'>
  id: Id<'account'>
  purpose: 'receivable' | 'income' | 'cash' | 'bank'
  familyId: Id<'family'> | null
  unit: string
  balance: Generated<bigint>
  mayGoBelowZero: boolean
}

export interface BillingAllocation {
  orgId: Id<'organisation'>
  id: Id<'allocation'>
  paymentId: Id<'payment'>
  invoiceId: Id<'invoice'>
  amount: bigint
  createdAt: Temporal.Instant
}

export interface BillingCharge {
  orgId: Id<'organisation'>
  id: Id<'charge'>
  familyId: Id<'family'>
  studentId: Id<'person'>
  lessonId: Id<'lesson'>
  kind: Generated<'lesson' | 'cancellation'>
  bookingId: string | null
  amount: bigint
  currency: string
  decision: Json
  createdAt: Temporal.Instant
  withdrawnAt: Temporal.Instant | null
}

export interface BillingDocument {
  orgId: Id<'organisation'>
  invoiceId: Id<'invoice'>
  sha256: string
  madeAt: Temporal.Instant
}

export interface BillingEntry {
  orgId: Id<'organisation'>
  id: Id<'entry'>
  cause: 'invoice' | 'payment' | 'refund' | 'credit_note' | 'correction'
  subjectId: string
  reversesId: Id<'entry'> | null
  happenedOn: Temporal.PlainDate
  recordedAt: Temporal.Instant
  recordedBy: Id<'person'> | null
}

export interface BillingInvoice {
  orgId: Id<'organisation'>
  id: Id<'invoice'>
  number: string | null
  familyId: Id<'family'>
  locale: 'en' | 'fr' | 'id' | 'ar'
  currency: string
  total: bigint
  issuedOn: Temporal.PlainDate | null
  dueOn: Temporal.PlainDate | null
  issuedAt: Temporal.Instant | null
  issuedBy: Id<'person'> | null
  parties: ColumnType<unknown, string | null, string | null>
  logoId: Id<'file'> | null
  createdAt: Temporal.Instant
}

export interface BillingInvoiceLine {
  orgId: Id<'organisation'>
  id: Id<'invoice_line'>
  invoiceId: Id<'invoice'>
  position: number
  chargeId: Id<'charge'> | null
  description: string
  studentName: Generated<string>
  happenedAt: Temporal.Instant | null
  quantity: Generated<number>
  unitAmount: bigint
  amount: bigint
}

export interface BillingPayment {
  orgId: Id<'organisation'>
  id: Id<'payment'>
  familyId: Id<'family'>
  method: 'cash' | 'transfer'
  amount: bigint
  currency: string
  receivedOn: Temporal.PlainDate
  reference: Generated<string>
  recordedBy: Id<'person'> | null
  recordedAt: Temporal.Instant
}

export interface BillingRefund {
  orgId: Id<'organisation'>
  id: Id<'refund'>
  paymentId: Id<'payment'>
  amount: bigint
  currency: string
  method: 'cash' | 'transfer'
  refundedOn: Temporal.PlainDate
  reason: Generated<string>
  recordedBy: Id<'person'> | null
  recordedAt: Temporal.Instant
}

export interface BillingTransfer {
  orgId: Id<'organisation'>
  id: Id<'transfer'>
  entryId: Id<'entry'>
  debitAccountId: Id<'account'>
  creditAccountId: Id<'account'>
  amount: bigint
  unit: string
}

export interface BookingBooking {
  orgId: Id<'organisation'>
  id: Id<'booking'>
  code: string
  offeringId: Id<'offering'>
  status: 'requested' | 'confirmed' | 'declined' | 'cancelled' | 'expired'
  holdId: Id<'hold'> | null
  expiresAt: Temporal.Instant | null
  studentId: Id<'person'> | null
  bookedBy: Id<'person'> | null
  studentName: string
  studentAge: number | null
  email: string | null
  waNumber: string | null
  guardianName: Generated<string>
  guardianWa: Generated<string>
  experience: Generated<string>
  preferredDays: Generated<number[]>
  preferredFrom: number | null
  preferredTo: number | null
  startDate: Temporal.PlainDate | null
  instrumentOwned: boolean | null
  referralSource: Generated<string>
  notes: Generated<string>
  locale: 'en' | 'fr' | 'id' | 'ar'
  priceAmount: bigint
  priceCurrency: string
  policyId: Id<'policy'> | null
  source: 'public' | 'portal' | 'office' | 'api' | 'import'
  createdAt: Temporal.Instant
  searchText: Computed<string>
}

export interface BookingChoice {
  orgId: Id<'organisation'>
  id: Id<'choice'>
  bookingId: Id<'booking'>
  rank: number
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  teacherId: Id<'person'>
  roomId: Id<'resource'> | null
  lessonId: Id<'lesson'> | null
}

export interface BookingConfirmation {
  orgId: Id<'organisation'>
  bookingId: Id<'booking'>
  choiceId: Id<'choice'> | null
  lessonId: Id<'lesson'>
  confirmedBy: Id<'person'> | null
  confirmedAt: Temporal.Instant
}

export interface BookingEnding {
  orgId: Id<'organisation'>
  bookingId: Id<'booking'>
  kind: 'declined' | 'cancelled' | 'expired'
  reason: Generated<string>
  cost: Generated<bigint>
  policyId: Id<'policy'> | null
  endedBy: Id<'person'> | null
  endedAt: Temporal.Instant
}

export interface BookingEnrolment {
  orgId: Id<'organisation'>
  id: Id<'enrolment'>
  offeringId: Id<'offering'>
  studentId: Id<'person'> | null
  bookingId: Id<'booking'> | null
  status: 'active' | 'completed' | 'cancelled'
  enrolledAt: Temporal.Instant
}

export interface BookingMakeUp {
  orgId: Id<'organisation'>
  id: Id<'make_up'>
  studentId: Id<'person'>
  offeringId: Id<'offering'>
  missedLessonId: Id<'lesson'>
  expiresOn: Temporal.PlainDate
  createdAt: Temporal.Instant
  settledLessonId: Id<'lesson'> | null
  settledAt: Temporal.Instant | null
}

export interface BookingMove {
  orgId: Id<'organisation'>
  id: Id<'move'>
  bookingId: Id<'booking'>
  wasStartsAt: Temporal.Instant
  startsAt: Temporal.Instant
  policyId: Id<'policy'>
  movedBy: Id<'person'> | null
  movedAt: Temporal.Instant
}

export interface CalendarsFeed {
  orgId: Id<'organisation'>
  id: Id<'feed'>
  personId: Id<'person'> | null
  resourceId: Id<'resource'> | null
  secretHash: Buffer
  createdBy: Id<'person'>
  createdAt: Temporal.Instant
  lastReadAt: Temporal.Instant | null
  contentHash: Buffer | null
  contentChangedAt: Temporal.Instant | null
}

export interface CalendarsOutsideCalendar {
  orgId: Id<'organisation'>
  id: Id<'outside_calendar'>
  personId: Id<'person'>
  name: string
  address: string
  createdAt: Temporal.Instant
  nextFetchAt: Temporal.Instant
  lastTriedAt: Temporal.Instant | null
  lastFetchedAt: Temporal.Instant | null
  failures: Generated<number>
  error: string | null
  events: Generated<number>
  etag: string | null
  lastModified: string | null
  expandedOn: Temporal.PlainDate | null
}

export interface CalendarsRevision {
  orgId: Id<'organisation'>
  lessonId: Id<'lesson'>
  subjectId: string
  sequence: Generated<number>
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  teacherId: string
  roomId: string | null
  isCancelled: boolean
  changedAt: Temporal.Instant
}

export interface CatalogueOffering {
  orgId: Id<'organisation'>
  id: Id<'offering'>
  title: string
  description: Generated<string>
  subject: Generated<string>
  level: Generated<string>
  format: Generated<'in_person' | 'online'>
  durationMinutes: number
  places: Generated<number>
  confirmation: Generated<'office' | 'instant'>
  gridMinutes: Generated<number>
  bufferBeforeMinutes: Generated<number>
  bufferAfterMinutes: Generated<number>
  noticeMinutes: Generated<number>
  furthestDays: Generated<number>
  isActive: Generated<boolean>
  hue: Generated<number>
  createdAt: Temporal.Instant
}

export interface CatalogueOfferingNeed {
  orgId: Id<'organisation'>
  offeringId: Id<'offering'>
  position: number
  kind: 'room' | 'vehicle' | 'equipment'
  features: Generated<string[]>
}

export interface CatalogueOfferingTeacher {
  orgId: Id<'organisation'>
  offeringId: Id<'offering'>
  teacherId: Id<'person'>
}

export interface CataloguePrice {
  orgId: Id<'organisation'>
  id: Id<'price'>
  offeringId: Id<'offering'>
  amount: bigint
  currency: string
  validFrom: Temporal.Instant
}

export interface GroupsGroup {
  orgId: Id<'organisation'>
  id: Id<'group'>
  offeringId: Id<'offering'>
  name: string
  levelFrom: Generated<string>
  levelTo: Generated<string>
  ageFrom: number | null
  ageTo: number | null
  places: number
  teacherId: Id<'person'>
  roomId: Id<'resource'> | null
  zone: string
  termFrom: Temporal.PlainDate
  termTo: Temporal.PlainDate
  termPriceAmount: bigint | null
  termPriceCurrency: string | null
  createdAt: Temporal.Instant
}

export interface GroupsGroupLesson {
  orgId: Id<'organisation'>
  lessonId: Id<'lesson'>
  groupId: Id<'group'>
}

export interface GroupsMakeUp {
  orgId: Id<'organisation'>
  id: Id<'make_up'>
  studentId: Id<'person'>
  missedLessonId: Id<'lesson'>
  lessonId: Id<'lesson'>
  createdBy: Id<'person'> | null
  createdAt: Temporal.Instant
}

export interface GroupsMember {
  orgId: Id<'organisation'>
  id: Id<'member'>
  groupId: Id<'group'>
  studentId: Id<'person'>
  joinedOn: Temporal.PlainDate
  leftOn: Temporal.PlainDate | null
  lessonsLeft: number
  lessonsInAll: number
  priceAmount: bigint | null
  priceCurrency: string | null
  despiteAge: Generated<boolean>
  joinedBy: Id<'person'> | null
  createdAt: Temporal.Instant
  leavingReason: Generated<string>
}

export interface GroupsOffer {
  orgId: Id<'organisation'>
  id: Id<'offer'>
  waitingId: Id<'waiting'>
  holdId: Id<'hold'> | null
  fromOn: Temporal.PlainDate
  lessonsLeft: number
  lessonsInAll: number
  priceAmount: bigint | null
  priceCurrency: string | null
  offeredAt: Temporal.Instant
  offeredBy: Id<'person'> | null
  expiresAt: Temporal.Instant
  answer: 'accepted' | 'declined' | 'expired' | 'withdrawn' | null
  answeredAt: Temporal.Instant | null
  answeredBy: Id<'person'> | null
}

export interface GroupsWaiting {
  orgId: Id<'organisation'>
  id: Id<'waiting'>
  groupId: Id<'group'>
  studentId: Id<'person'>
  rank: number
  addedAt: Temporal.Instant
  addedBy: Id<'person'> | null
  endedAt: Temporal.Instant | null
  endedBecause: 'joined' | 'left' | 'taken_off' | 'declined' | 'expired' | null
}

export interface GroupsWeeklyTime {
  orgId: Id<'organisation'>
  id: Id<'weekly_time'>
  groupId: Id<'group'>
  weekday: number
  fromMinute: number
}

export interface IdentityLink {
  tokenHash: Buffer
  orgId: Id<'organisation'> | null
  purpose: 'invitation' | 'password-reset' | 'email-verification' | 'booking' | 'place-offer'
  subjectId: string
  email: string | null
  roles: Generated<string[]>
  createdAt: Temporal.Instant
  expiresAt: Temporal.Instant
  usedAt: Temporal.Instant | null
}

export interface IdentityMembership {
  orgId: Id<'organisation'>
  id: Id<'membership'>
  userId: Id<'user'>
  roles: string[]
  status: Generated<'active' | 'suspended'>
  createdAt: Temporal.Instant
}

export interface IdentitySession {
  id: Id<'session'>
  userId: Id<'user'>
  tokenHash: Buffer
  createdAt: Temporal.Instant
  lastUsedAt: Temporal.Instant
  expiresAt: Temporal.Instant
  userAgent: Generated<string>
  address: Generated<string>
}

export interface IdentitySignInAttempt {
  id: Id<'sign_in_attempt'>
  accountKey: string
  addressKey: string
  happenedAt: Temporal.Instant
}

export interface IdentityUser {
  id: Id<'user'>
  email: string
  passwordHash: string | null
  emailVerifiedAt: Temporal.Instant | null
  locale: Generated<'en' | 'fr' | 'id' | 'ar'>
  status: Generated<'pending' | 'active' | 'suspended'>
  createdAt: Temporal.Instant
}

export interface NotificationsNotification {
  orgId: Id<'organisation'>
  id: Id<'notification'>
  uniqueKey: string
  personId: Id<'person'>
  kind: string
  arguments: ColumnType<unknown, string | undefined, string>
  path: Generated<string>
  createdAt: Temporal.Instant
  readAt: Temporal.Instant | null
}

export interface OrganisationsClosure {
  orgId: Id<'organisation'>
  id: Id<'closure'>
  fromDate: Temporal.PlainDate
  toDate: Temporal.PlainDate
  name: string
  holiday: string | null
}

export interface OrganisationsCounter {
  orgId: Id<'organisation'>
  name: string
  value: bigint
}

export interface OrganisationsLogo {
  orgId: Id<'organisation'>
  fileId: Id<'file'>
}

export interface OrganisationsOpeningHours {
  orgId: Id<'organisation'>
  id: Id<'opening_hours'>
  weekday: number
  fromMinute: number
  toMinute: number
}

export interface OrganisationsOrganisation {
  id: Id<'organisation'>
  slug: string
  name: string
  preset: 'music-school' | 'driving-school' | 'tutoring-centre' | 'academic-help' | 'marketplace'
  headline: Generated<string>
  description: Generated<string>
  address: Generated<string>
  phone: Generated<string>
  email: Generated<string>
  taxNumber: Generated<string>
  paymentInstructions: Generated<string>
  country: string
  zone: string
  currency: string
  locale: 'en' | 'fr' | 'id' | 'ar'
  accentHue: Generated<number>
  accentChroma: Generated<number>
  holidayArea: Generated<string>
  isDemonstration: Generated<boolean>
  createdAt: Temporal.Instant
}

export interface OrganisationsPolicy {
  orgId: Id<'organisation'>
  id: Id<'policy'>
  kind: 'booking' | 'cancellation' | 'moving' | 'invoicing'
  version: number
  validFrom: Temporal.Instant
  terms: Json
}

export interface PeopleFamily {
  orgId: Id<'organisation'>
  id: Id<'family'>
  name: string
  createdAt: Temporal.Instant
}

export interface PeopleFamilyMember {
  orgId: Id<'organisation'>
  familyId: Id<'family'>
  personId: Id<'person'>
}

export interface PeopleGuardianship {
  orgId: Id<'organisation'>
  id: Id<'guardianship'>
  guardianId: Id<'person'>
  studentId: Id<'person'>
  seesGrades: Generated<boolean>
  mayBook: Generated<boolean>
  receivesReports: Generated<boolean>
  pays: Generated<boolean>
  isPrimaryContact: Generated<boolean>
  confirmedAt: Temporal.Instant | null
  confirmedBy: Id<'person'> | null
  endedAt: Temporal.Instant | null
  createdAt: Temporal.Instant
}

export interface PeoplePerson {
  orgId: Id<'organisation'>
  id: Id<'person'>
  userId: Id<'user'> | null
  fullName: string
  email: string | null
  phone: string | null
  waNumber: string | null
  address: string | null
  birthDate: Temporal.PlainDate | null
  locale: 'en' | 'fr' | 'id' | 'ar' | null
  notes: Generated<string>
  isStaff: Generated<boolean>
  leftOn: Temporal.PlainDate | null
  photoId: Id<'file'> | null
  searchText: string
  createdAt: Temporal.Instant
}

export interface PeopleStudentProfile {
  orgId: Id<'organisation'>
  personId: Id<'person'>
  experience: Generated<string>
  instrumentOwned: boolean | null
  preferredDays: Generated<number[]>
  goals: Generated<string>
}

export interface PeopleTeacherProfile {
  orgId: Id<'organisation'>
  personId: Id<'person'>
  bio: Generated<string>
  specialization: Generated<string>
  isPublic: Generated<boolean>
}

export interface PlatformChange {
  orgId: Id<'organisation'>
  id: string
  name: string
  actorKind: 'person' | 'visitor' | 'system' | 'import'
  actorId: string | null
  madeAt: Temporal.Instant
  memory: ColumnType<unknown, string | null, string | null>
  toldAt: Temporal.Instant | null
  undoneAt: Temporal.Instant | null
}

export interface PlatformEvent {
  orgId: Id<'organisation'>
  id: string
  name: string
  subjectKind: string
  subjectId: string
  actorKind: 'person' | 'visitor' | 'system' | 'import'
  actorId: string | null
  actorName: string
  happenedAt: Temporal.Instant
  requestId: string | null
  address: string | null
  payload: ColumnType<unknown, string | undefined, string>
  changeId: string | null
}

export interface PlatformFile {
  orgId: Id<'organisation'>
  id: string
  sha256: string
  mediaType: string
  name: string
  sizeBytes: bigint
  createdAt: Temporal.Instant
}

export interface PlatformIdempotencyKey {
  key: string
  fingerprint: string
  status: number | null
  body: string | null
  createdAt: Temporal.Instant
}

export interface PlatformMail {
  orgId: Id<'organisation'>
  id: string
  uniqueKey: string
  recipient: string
  recipientName: Generated<string>
  locale: 'en' | 'fr' | 'id' | 'ar'
  subject: string
  bodyText: string
  bodyHtml: string
  status: 'queued' | 'sent' | 'kept' | 'failed'
  attempts: Generated<number>
  lastError: Generated<string>
  createdAt: Temporal.Instant
  sentAt: Temporal.Instant | null
  retryAt: Temporal.Instant | null
  calendarMethod: 'REQUEST' | 'CANCEL' | null
  calendar: string | null
}

export interface PlatformStuckReaction {
  orgId: Id<'organisation'>
  id: string
  eventId: Id<'event'>
  job: string
  reason: Generated<string>
  failedAt: Temporal.Instant
}

export interface ResourcesLocation {
  orgId: Id<'organisation'>
  id: Id<'location'>
  name: string
  address: Generated<string>
  zone: string
  isOnline: Generated<boolean>
  createdAt: Temporal.Instant
}

export interface ResourcesPaper {
  orgId: Id<'organisation'>
  id: Id<'paper'>
  resourceId: Id<'resource'>
  name: string
  expiresOn: Temporal.PlainDate
}

export interface ResourcesResource {
  orgId: Id<'organisation'>
  id: Id<'resource'>
  kind: 'room' | 'vehicle' | 'equipment'
  locationId: Id<'location'>
  name: string
  description: Generated<string>
  capacity: number | null
  features: Generated<string[]>
  isActive: Generated<boolean>
  createdAt: Temporal.Instant
}

export interface ResourcesTravel {
  orgId: Id<'organisation'>
  fromLocationId: Id<'location'>
  toLocationId: Id<'location'>
  minutes: number
}

export interface SchedulingAvailabilityException {
  orgId: Id<'organisation'>
  id: Id<'availability_exception'>
  personId: Id<'person'> | null
  resourceId: Id<'resource'> | null
  claimantId: Computed<string>
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  isAvailable: boolean
  reason: Generated<string>
  format: Generated<'in_person' | 'online' | 'both'>
  locationId: Id<'location'> | null
}

export interface SchedulingAvailabilityRule {
  orgId: Id<'organisation'>
  id: Id<'availability_rule'>
  personId: Id<'person'> | null
  resourceId: Id<'resource'> | null
  claimantId: Computed<string>
  weekday: number
  fromMinute: number
  toMinute: number
  zone: string
  validFrom: Temporal.PlainDate | null
  validTo: Temporal.PlainDate | null
  format: Generated<'in_person' | 'online' | 'both'>
  locationId: Id<'location'> | null
}

export interface SchedulingHold {
  orgId: Id<'organisation'>
  id: Id<'hold'>
  createdAt: Temporal.Instant
  expiresAt: Temporal.Instant
}

export interface SchedulingLesson {
  orgId: Id<'organisation'>
  id: Id<'lesson'>
  offeringId: Id<'offering'>
  teacherId: Id<'person'>
  roomId: Id<'resource'> | null
  format: Generated<'in_person' | 'online'>
  locationId: Id<'location'> | null
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  capacity: number
  placesTaken: Generated<number>
  status: Generated<'planned' | 'cancelled'>
  markedAt: Temporal.Instant | null
  createdAt: Temporal.Instant
}

export interface SchedulingLessonResource {
  orgId: Id<'organisation'>
  lessonId: Id<'lesson'>
  resourceId: Id<'resource'>
}

export interface SchedulingOutsideBusy {
  orgId: Id<'organisation'>
  id: Id<'outside_busy'>
  personId: Id<'person'>
  sourceId: string
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
}

export interface SchedulingPlace {
  orgId: Id<'organisation'>
  id: Id<'place'>
  lessonId: Id<'lesson'>
  studentId: Id<'person'> | null
  status: 'taken' | 'held' | 'cancelled'
  heldUntil: Temporal.Instant | null
  createdAt: Temporal.Instant
  holdId: Id<'hold'> | null
}

export interface SchedulingReservation {
  orgId: Id<'organisation'>
  id: Id<'reservation'>
  personId: Id<'person'> | null
  resourceId: Id<'resource'> | null
  claimantId: Computed<string>
  asWhat: 'teacher' | 'student' | 'resource'
  during: string
  startsAt: Computed<Temporal.Instant>
  endsAt: Computed<Temporal.Instant>
  beforeMinutes: Generated<number>
  afterMinutes: Generated<number>
  exclusive: Generated<boolean>
  heldUntil: Temporal.Instant | null
  lessonId: Id<'lesson'> | null
  holdId: Id<'hold'> | null
  overrideBy: Id<'person'> | null
  overrideWhy: string | null
}

export interface SchedulingTeachingLimit {
  orgId: Id<'organisation'>
  id: Id<'teaching_limit'>
  teacherId: Id<'person'> | null
  noticeMinutes: number | null
  furthestDays: number | null
  gridMinutes: number | null
  bufferBeforeMinutes: number | null
  bufferAfterMinutes: number | null
  longestRunMinutes: number | null
  breakMinutes: number | null
  mostLessons: number | null
  travelMinutes: number | null
}

export interface SeriesOccurrence {
  orgId: Id<'organisation'>
  seriesId: Id<'series'>
  date: Temporal.PlainDate
  state: 'planned' | 'skipped' | 'clash'
  lessonId: Id<'lesson'> | null
  intendedAt: Temporal.Instant
  why: Generated<'' | 'closure' | 'pause' | 'choice' | 'clash'>
}

export interface SeriesPause {
  orgId: Id<'organisation'>
  id: Id<'pause'>
  seriesId: Id<'series'>
  fromDate: Temporal.PlainDate
  toDate: Temporal.PlainDate
  reason: Generated<string>
}

export interface SeriesPlan {
  orgId: Id<'organisation'>
  id: Id<'plan'>
  seriesId: Id<'series'>
  fromDate: Temporal.PlainDate
  rule: string
  startMinute: number
  teacherId: Id<'person'>
  roomId: Id<'resource'> | null
  createdAt: Temporal.Instant
}

export interface SeriesSeries {
  orgId: Id<'organisation'>
  id: Id<'series'>
  offeringId: Id<'offering'>
  zone: string
  skipsClosures: boolean
  madeUntil: Temporal.PlainDate
  endedOn: Temporal.PlainDate | null
  createdAt: Temporal.Instant
}

export interface SeriesStudent {
  orgId: Id<'organisation'>
  seriesId: Id<'series'>
  studentId: Id<'person'>
}

export interface TeachingAbsence {
  orgId: Id<'organisation'>
  id: Id<'absence'>
  teacherId: Id<'person'>
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
  reason: Generated<string>
  recordedBy: Id<'person'> | null
  recordedAt: Temporal.Instant
}

export interface TeachingAbsenceLesson {
  orgId: Id<'organisation'>
  absenceId: Id<'absence'>
  lessonId: Id<'lesson'>
  change: 'cover' | 'online' | 'other_time' | 'make_up'
  wasStartsAt: Temporal.Instant
  wasEndsAt: Temporal.Instant
}

export interface TeachingAttendance {
  orgId: Id<'organisation'>
  lessonId: Id<'lesson'>
  studentId: Id<'person'>
  status: 'present' | 'late' | 'absent' | 'excused'
  minutesLate: Generated<number>
  markedBy: Id<'person'>
  markedAt: Temporal.Instant
}

export interface TeachingNote {
  orgId: Id<'organisation'>
  lessonId: Id<'lesson'>
  studentId: Id<'person'>
  sharedText: Generated<string>
  privateText: Generated<string>
  homework: Generated<string>
  writtenBy: Id<'person'>
  writtenAt: Temporal.Instant
}

export interface TransferImportRun {
  orgId: Id<'organisation'>
  id: Id<'import_run'>
  oldSystem: 'music-school' | 'driving-school' | 'tutoring-centre' | 'academic-help' | 'marketplace'
  sourceName: string
  options: Json
  startedAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  report: ColumnType<unknown, string | undefined, string>
}

export interface TransferOldRecord {
  orgId: Id<'organisation'>
  id: Id<'old_record'>
  oldSystem: string
  oldTable: string
  oldKey: string
  runId: Id<'import_run'>
  fingerprint: string
  columns: Json
  becameKind: string | null
  becameId: string | null
  remarks: ColumnType<unknown, string | undefined, string>
}

export interface TransferReportLine {
  orgId: Id<'organisation'>
  id: Id<'report_line'>
  runId: Id<'import_run'>
  kind: 'merged' | 'guessed' | 'not_understood' | 'clash' | 'kept'
  oldTable: string
  oldKey: string
  message: string
  arguments: ColumnType<unknown, string | undefined, string>
}

export interface Database {
  'billing.account': BillingAccount
  'billing.allocation': BillingAllocation
  'billing.charge': BillingCharge
  'billing.document': BillingDocument
  'billing.entry': BillingEntry
  'billing.invoice': BillingInvoice
  'billing.invoiceLine': BillingInvoiceLine
  'billing.payment': BillingPayment
  'billing.refund': BillingRefund
  'billing.transfer': BillingTransfer
  'booking.booking': BookingBooking
  'booking.choice': BookingChoice
  'booking.confirmation': BookingConfirmation
  'booking.ending': BookingEnding
  'booking.enrolment': BookingEnrolment
  'booking.makeUp': BookingMakeUp
  'booking.move': BookingMove
  'calendars.feed': CalendarsFeed
  'calendars.outsideCalendar': CalendarsOutsideCalendar
  'calendars.revision': CalendarsRevision
  'catalogue.offering': CatalogueOffering
  'catalogue.offeringNeed': CatalogueOfferingNeed
  'catalogue.offeringTeacher': CatalogueOfferingTeacher
  'catalogue.price': CataloguePrice
  'groups.group': GroupsGroup
  'groups.groupLesson': GroupsGroupLesson
  'groups.makeUp': GroupsMakeUp
  'groups.member': GroupsMember
  'groups.offer': GroupsOffer
  'groups.waiting': GroupsWaiting
  'groups.weeklyTime': GroupsWeeklyTime
  'identity.link': IdentityLink
  'identity.membership': IdentityMembership
  'identity.session': IdentitySession
  'identity.signInAttempt': IdentitySignInAttempt
  'identity.user': IdentityUser
  'notifications.notification': NotificationsNotification
  'organisations.closure': OrganisationsClosure
  'organisations.counter': OrganisationsCounter
  'organisations.logo': OrganisationsLogo
  'organisations.openingHours': OrganisationsOpeningHours
  'organisations.organisation': OrganisationsOrganisation
  'organisations.policy': OrganisationsPolicy
  'people.family': PeopleFamily
  'people.familyMember': PeopleFamilyMember
  'people.guardianship': PeopleGuardianship
  'people.person': PeoplePerson
  'people.studentProfile': PeopleStudentProfile
  'people.teacherProfile': PeopleTeacherProfile
  'platform.change': PlatformChange
  'platform.event': PlatformEvent
  'platform.file': PlatformFile
  'platform.idempotencyKey': PlatformIdempotencyKey
  'platform.mail': PlatformMail
  'platform.stuckReaction': PlatformStuckReaction
  'resources.location': ResourcesLocation
  'resources.paper': ResourcesPaper
  'resources.resource': ResourcesResource
  'resources.travel': ResourcesTravel
  'scheduling.availabilityException': SchedulingAvailabilityException
  'scheduling.availabilityRule': SchedulingAvailabilityRule
  'scheduling.hold': SchedulingHold
  'scheduling.lesson': SchedulingLesson
  'scheduling.lessonResource': SchedulingLessonResource
  'scheduling.outsideBusy': SchedulingOutsideBusy
  'scheduling.place': SchedulingPlace
  'scheduling.reservation': SchedulingReservation
  'scheduling.teachingLimit': SchedulingTeachingLimit
  'series.occurrence': SeriesOccurrence
  'series.pause': SeriesPause
  'series.plan': SeriesPlan
  'series.series': SeriesSeries
  'series.student': SeriesStudent
  'teaching.absence': TeachingAbsence
  'teaching.absenceLesson': TeachingAbsenceLesson
  'teaching.attendance': TeachingAttendance
  'teaching.note': TeachingNote
  'transfer.importRun': TransferImportRun
  'transfer.oldRecord': TransferOldRecord
  'transfer.reportLine': TransferReportLine
}
