import type { requestBooking } from '#contract/booking'
import type { Translator } from '#messages/translator.ts'
import type { Input } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { startOf, type Choice } from './choices.ts'
import type { ApplicantDraft } from './draft.ts'

type Request = Input<typeof requestBooking>
const ageOfConsent = 18

export function isForChild(applicant: ApplicantDraft): boolean {
  const age = readAge(applicant.studentAge)
  return applicant.isForChild || (age !== null && age < ageOfConsent)
}

function readAge(text: string): number | null {
  const digits = text.trim()
  return /^\d{1,3}$/.test(digits) && Number(digits) <= 120 ? Number(digits) : null
}

/** What keeps the request from being sent, with the field it stands at, from top to bottom. */
export function findGaps(applicant: ApplicantDraft, t: Translator): { path: string; message: string }[] {
  const gaps: { path: string; message: string }[] = []
  const add = (field: keyof ApplicantDraft, message: string) => gaps.push({ path: fieldName(field), message })

  if (applicant.studentName.trim() === '') add('studentName', t('public.need_name'))
  if (applicant.studentAge.trim() !== '' && readAge(applicant.studentAge) === null)
    add('studentAge', t('public.need_age'))
  if (isForChild(applicant)) {
    if (applicant.guardianName.trim() === '') add('guardianName', t('public.need_guardian'))
    if (applicant.guardianWaNumber.trim() === '') add('guardianWaNumber', t('public.need_guardian_number'))
    else if (!isNumber(applicant.guardianWaNumber)) add('guardianWaNumber', t('public.number_short'))
  } else {
    if (applicant.waNumber.trim() !== '' && !isNumber(applicant.waNumber)) add('waNumber', t('public.number_short'))
    if (applicant.waNumber.trim() === '' && applicant.email.trim() === '') add('waNumber', t('public.need_contact'))
  }
  if (applicant.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(applicant.email.trim()))
    add('email', t('errors.field.invalid_email'))
  return gaps
}

/** Names a field as the server does when it says what is wrong with it. */
export function fieldName(field: keyof ApplicantDraft): string {
  return `applicant.${field}`
}

function isNumber(text: string): boolean {
  return text.replaceAll(/\D/g, '').length >= 8
}

export function composeRequest(
  offeringId: string,
  choices: readonly Choice[],
  applicant: ApplicantDraft,
): Pick<Request, 'offeringId' | 'choices' | 'applicant'> {
  const isChild = isForChild(applicant)
  return {
    offeringId: offeringId as Id<'offering'>, // ids come from what the server sent
    choices: choices.map((choice) => ({
      startsAt: startOf(choice),
      ...(choice.teacherId !== null && { teacherId: choice.teacherId as Id<'person'> }),
      ...(choice.lessonId !== null && { lessonId: choice.lessonId as Id<'lesson'> }),
    })),
    applicant: {
      studentName: applicant.studentName.trim(),
      studentAge: readAge(applicant.studentAge),
      email: applicant.email.trim() || null,
      waNumber: isChild ? null : applicant.waNumber.trim() || null,
      ...(isChild && {
        guardianName: applicant.guardianName.trim(),
        guardianWaNumber: applicant.guardianWaNumber.trim(),
      }),
      experience: applicant.experience,
      preferredDays: [...applicant.preferredDays],
      preferredFrom: readMinute(applicant.preferredFrom),
      preferredTo: readMinute(applicant.preferredTo),
      startDate: applicant.startDate === '' ? null : Temporal.PlainDate.from(applicant.startDate),
      instrumentOwned: applicant.instrumentOwned === '' ? null : applicant.instrumentOwned === 'yes',
      referralSource: applicant.referralSource,
      notes: applicant.notes,
    },
  }
}

function readMinute(clock: string): number | null {
  const parts = clock.match(/^(\d{2}):(\d{2})/)
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null
}
