import { getOrganisation } from '#organisations'
import { contactsOf, createStudentWithFamily, getStudent, mayBookFor } from '#people'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Locale } from '#platform/contract.ts'
import { notAllowed } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { contactNeeded } from './errors.ts'

/** Columns of a booking that say who asks and for whom. */
export interface Applicant {
  readonly studentId: Id<'person'> | null
  readonly bookedBy: Id<'person'> | null
  readonly studentName: string
  readonly studentAge: number | null
  readonly email: string | null
  readonly waNumber: string | null
  readonly guardianName: string
  readonly guardianWa: string
  readonly experience: string
  readonly preferredDays: number[]
  readonly preferredFrom: number | null
  readonly preferredTo: number | null
  readonly startDate: Temporal.PlainDate | null
  readonly instrumentOwned: boolean | null
  readonly referralSource: string
  readonly notes: string
  readonly locale: Locale
  readonly source: 'public' | 'portal' | 'office'
}

type Request = Input<typeof contract.requestBooking>

/** Who asks: as they say, or, for a student that the reader may book for, as the records have it. */
export async function readApplicant(ctx: Ctx, { applicant, studentId, locale }: Request): Promise<Applicant> {
  const stated = {
    studentId: null,
    bookedBy: ctx.actor.personId,
    studentName: applicant.studentName.trim(),
    studentAge: applicant.studentAge ?? null,
    email: applicant.email?.trim().toLowerCase() || null,
    waNumber: applicant.waNumber?.trim() || null,
    guardianName: applicant.guardianName?.trim() ?? '',
    guardianWa: applicant.guardianWaNumber?.trim() ?? '',
    experience: applicant.experience ?? '',
    preferredDays: applicant.preferredDays ?? [],
    preferredFrom: applicant.preferredFrom ?? null,
    preferredTo: applicant.preferredTo ?? null,
    startDate: applicant.startDate ?? null,
    instrumentOwned: applicant.instrumentOwned ?? null,
    referralSource: applicant.referralSource ?? '',
    notes: applicant.notes ?? '',
    locale: locale ?? (await getOrganisation(ctx)).locale,
    source: sourceOf(ctx),
  }
  if (studentId) return { ...stated, ...(await readKnown(ctx, studentId, stated)) }
  const known = ctx.actor.personId ? await readReader(ctx, ctx.actor.personId) : null
  const email = stated.email ?? (stated.source === 'portal' ? (known?.email ?? null) : null)
  if (email === null && stated.waNumber === null && stated.guardianWa === '') {
    const errors = ['applicant.email', 'applicant.waNumber'].map((path) => ({ path, code: 'required' }))
    throw contactNeeded({ errors })
  }
  return { ...stated, email }
}

function sourceOf(ctx: Ctx): Applicant['source'] {
  if (can(ctx, 'booking.manage')) return 'office'
  return ctx.actor.personId === null ? 'public' : 'portal'
}

async function readReader(ctx: Ctx, personId: Id<'person'>) {
  return (await contactsOf(ctx, [personId])).get(personId) ?? null
}

async function readKnown(ctx: Ctx, studentId: Id<'person'>, stated: Applicant): Promise<Partial<Applicant>> {
  const student = await getStudent(ctx, studentId)
  if (!(await mayBookFor(ctx, studentId))) throw notAllowed()
  const isGuardian = stated.source === 'portal' && ctx.actor.personId !== studentId
  const reader = stated.source === 'portal' && ctx.actor.personId ? await readReader(ctx, ctx.actor.personId) : null
  return {
    studentId,
    studentName: student.name,
    email: reader?.email ?? student.email ?? stated.email,
    waNumber: student.waNumber ?? stated.waNumber,
    guardianName: isGuardian ? (reader?.name ?? '') : stated.guardianName,
    locale: reader?.locale ?? student.locale,
  }
}

type NewStudentFacts = Pick<
  Applicant,
  | 'studentName'
  | 'email'
  | 'waNumber'
  | 'guardianName'
  | 'guardianWa'
  | 'locale'
  | 'experience'
  | 'instrumentOwned'
  | 'preferredDays'
>

/** Makes the applicant's student, and the guardian who is named. */
export async function addStudent(ctx: Ctx, facts: NewStudentFacts): Promise<Id<'person'>> {
  const { guardianName, email, waNumber } = facts
  const isChild = guardianName !== ''
  const contact = isChild ? await guardianContact(ctx, facts) : null
  const { studentId } = await createStudentWithFamily(ctx, {
    fullName: facts.studentName,
    ...(isChild ? {} : { email, waNumber }),
    locale: facts.locale,
    experience: facts.experience,
    instrumentOwned: facts.instrumentOwned,
    preferredDays: facts.preferredDays,
    guardian: contact && { name: guardianName, ...contact },
  })
  return studentId
}

// An address or number joins a student to the family that is known by it. The office may do that to anybody; others only to themselves.
async function guardianContact(
  ctx: Ctx,
  { email, waNumber, guardianWa }: NewStudentFacts,
): Promise<Pick<Applicant, 'email' | 'waNumber'>> {
  if (can(ctx, 'booking.manage')) return { email, waNumber: guardianWa || waNumber }
  const reader = ctx.actor.personId ? await readReader(ctx, ctx.actor.personId) : null
  const isOwn = email !== null && email === reader?.email?.toLowerCase()
  return { email: isOwn ? email : null, waNumber: null }
}
