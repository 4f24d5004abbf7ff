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
  const digits = plainDigits(text)
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
    const wrong = numberProblem(applicant.guardianWaNumber)
    if (applicant.guardianWaNumber.trim() === '') add('guardianWaNumber', t('public.need_guardian_number'))
    else if (wrong) add('guardianWaNumber', t(`public.${wrong}`))
  } else {
    const wrong = numberProblem(applicant.waNumber)
    if (applicant.waNumber.trim() === '' && applicant.email.trim() === '') add('waNumber', t('public.need_contact'))
    else if (applicant.waNumber.trim() !== '' && wrong) add('waNumber', t(`public.${wrong}`))
  }
  if (applicant.email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(applicant.email.trim()))
    add('email', t('errors.field.invalid_email'))
  return gaps
}

/** Names a field as the server does when it says what is wrong with it. */
export function fieldName(field: keyof ApplicantDraft): string {
  return `applicant.${field}`
}

function numberProblem(text: string): 'number_wrong' | 'number_short' | null {
  const number = plainDigits(text)
  if (!/^\+?[\d\s()./-]{1,39}$/.test(number)) return 'number_wrong'
  const { length } = number.replaceAll(/\D/g, '')
  return length > 15 ? 'number_wrong' : length < 8 ? 'number_short' : null
}

/** Arabic and Persian figures as Western ones, without the invisible marks of direction that come along when a number is copied. */
function plainDigits(text: string): string {
  return text
    .replaceAll(/[\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replaceAll(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf))
    .replaceAll(/[\u2010-\u2015]/g, '-')
    .trim()
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
      waNumber: isChild ? null : plainDigits(applicant.waNumber) || null,
      ...(isChild && {
        guardianName: applicant.guardianName.trim(),
        guardianWaNumber: plainDigits(applicant.guardianWaNumber),
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
