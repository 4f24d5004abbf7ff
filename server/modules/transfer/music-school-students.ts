import type { OldRow } from './old-database.ts'
import type { PlannedGuardianship } from './plan.ts'
import type { Planning } from './planning.ts'
import { byAge, shorten } from './planning.ts'
import type { People, PersonDraft } from './music-school-people.ts'
import { foldName, readBoolean, readList } from './values.ts'
import { readWeekday } from './weekdays.ts'

export type BookingPeople = { student: PersonDraft | null; bookedBy: PersonDraft | null; guardian: PersonDraft | null }
export type StudentsPlan = { ofBooking: Map<string, BookingPeople>; guardianships: PlannedGuardianship[] }

type Applicant = { row: OldRow; createdAt: string | null; name: string; guardianName: string; guardianPhone: string }

/** Who each booking is for, who made it, and under whose care: guests and guardians exist nowhere but on bookings. */
export function planStudents(planning: Planning, people: People): StudentsPlan {
  const finder = new ApplicantFinder(planning, people)
  const plan: StudentsPlan = { ofBooking: new Map(), guardianships: [] }
  const bookings = planning
    .rows('bookings')
    .map((row) => ({ row, key: row.key, createdAt: planning.instant(row, 'created_at') }))
  const once = new Set<string>()
  const cared = new Set<string>()
  for (const { row, createdAt } of bookings.toSorted(byAge)) {
    const found = finder.find(row, createdAt)
    plan.ofBooking.set(row.key, found)
    if (!found.student) continue
    describeStudent(planning, row, found.student)
    const pair = `${found.guardian?.id}/${found.student.id}`
    if (!found.guardian || once.has(pair)) continue
    once.add(pair)
    const isPrimaryContact = !cared.has(found.student.id)
    cared.add(found.student.id)
    plan.guardianships.push({
      id: planning.id('guardianship', row.table, row.key),
      sources: [{ table: row.table, key: row.key }],
      guardianId: found.guardian.id,
      studentId: found.student.id,
      isPrimaryContact,
      createdAt,
    })
  }
  return plan
}

/** The latest booking of a student says the most about them. */
function describeStudent(planning: Planning, row: OldRow, student: PersonDraft): void {
  const owned = readBoolean(planning.text(row, 'instrument_owned')).value
  const days = (readList(planning.text(row, 'preferred_days')).value ?? []).map((day) => readWeekday(day).value)
  const known = [...new Set(days.filter((day) => day !== undefined))].toSorted((one, other) => one - other)
  student.student = {
    experience: planning.text(row, 'experience_level') || (student.student?.experience ?? ''),
    instrumentOwned: owned ?? student.student?.instrumentOwned ?? null,
    preferredDays: known.length > 0 ? known : (student.student?.preferredDays ?? []),
  }
}

class ApplicantFinder {
  readonly #planning: Planning
  readonly #people: People
  readonly #guardians = new Map<string, PersonDraft>()
  readonly #children = new Map<string, PersonDraft>()

  constructor(planning: Planning, people: People) {
    this.#planning = planning
    this.#people = people
  }

  find(row: OldRow, createdAt: string | null): BookingPeople {
    const planning = this.#planning
    const userId = planning.text(row, 'user_id')
    const account = userId ? this.#people.byUser.get(userId) : undefined
    if (userId && !account) planning.remark('not_understood', row, 'transfer.user_missing', { user: userId })
    const applicant: Applicant = {
      row,
      createdAt,
      name: planning.text(row, 'applicant_full_name').trim(),
      guardianName: planning.text(row, 'guardian_name').trim(),
      guardianPhone: dialled(this.#people.phone(row, 'guardian_wa_number')),
    }
    const student = account ? this.#studentOf(account, applicant) : this.#guest(applicant, userId)
    const guardian = student ? this.#guardianOf(student, applicant) : null
    return { student, bookedBy: account ?? null, guardian }
  }

  /** An account books for its owner, unless a guardian is named and the applicant is called otherwise: then for a child. */
  #studentOf(account: PersonDraft, applicant: Applicant): PersonDraft {
    const { row, name } = applicant
    const sameName = name === '' || foldName(name) === foldName(account.fullName)
    if (!sameName && hasGuardian(applicant)) return this.#child(applicant, account)
    if (!sameName)
      this.#planning.remark('kept', row, 'transfer.applicant_differs', {
        name: shorten(name),
        other: shorten(account.fullName),
      })
    this.#keepContacts(row, account)
    return account
  }

  #keepContacts(row: OldRow, person: PersonDraft): void {
    const email = this.#planning.text(row, 'applicant_email').trim()
    if (email && email.toLowerCase() !== (person.email ?? '').toLowerCase()) {
      this.#planning.remark('kept', row, 'transfer.copy_differs', {
        column: 'applicant_email',
        copy: shorten(email),
        own: person.email ?? '',
      })
    }
    const phone = this.#people.phone(row, 'applicant_wa_number')
    if (phone && phone !== person.whatsapp && phone !== person.phone) {
      this.#planning.remark('kept', row, 'transfer.copy_differs', {
        column: 'applicant_wa_number',
        copy: shorten(phone),
        own: person.whatsapp ?? person.phone ?? '',
      })
    }
  }

  #guest(applicant: Applicant, userId: string): PersonDraft | null {
    const { row, name } = applicant
    const known = this.#knownGuest(applicant)
    if (known) {
      known.sources.push({ table: row.table, key: row.key })
      const sameName = name === '' || foldName(name) === foldName(known.fullName)
      const message = sameName ? 'transfer.same_person' : 'transfer.same_contact'
      this.#planning.remark('merged', row, message, { name: shorten(name), other: shorten(known.fullName) })
      this.#keepContacts(row, known)
      return known
    }
    if (hasGuardian(applicant) && name) return this.#child(applicant, undefined)
    const email = this.#people.email(row, 'applicant_email')
    const phone = this.#people.phone(row, 'applicant_wa_number')
    const called = name || email || phone
    if (!called) {
      this.#planning.remark('not_understood', row, 'transfer.nobody', {})
      return null
    }
    const person = this.#newStudent(applicant, called, email, phone)
    if (userId) this.#people.byUser.set(userId, person)
    return person
  }

  /** Somebody with the same e-mail or number; under a guardian the name must be the same too, as families share both. */
  #knownGuest(applicant: Applicant): PersonDraft | undefined {
    const email = this.#planning.text(applicant.row, 'applicant_email')
    const phone = this.#people.phone(applicant.row, 'applicant_wa_number')
    const known =
      (email ? this.#people.withEmail(email) : undefined) ?? (phone ? this.#people.withPhone(phone) : undefined)
    if (!known || !hasGuardian(applicant) || !applicant.name) return known
    return foldName(known.fullName) === foldName(applicant.name) ? known : undefined
  }

  #child(applicant: Applicant, account: PersonDraft | undefined): PersonDraft {
    const { row, name } = applicant
    const key = [guardianKey(applicant, account?.id ?? ''), foldName(name)].join('/')
    const known = this.#children.get(key)
    if (known) {
      known.sources.push({ table: row.table, key: row.key })
      this.#planning.remark('merged', row, 'transfer.same_person', {
        name: shorten(name),
        other: shorten(known.fullName),
      })
      return known
    }
    const email = this.#people.email(row, 'applicant_email')
    const phone = this.#people.phone(row, 'applicant_wa_number')
    const taken = (value: string | null, owner: PersonDraft | undefined) =>
      value && !owner && value !== applicant.guardianPhone ? value : null
    const ownEmail = taken(email, email ? this.#people.withEmail(email) : undefined)
    const ownPhone = taken(phone, phone ? this.#people.withPhone(phone) : undefined)
    const child = this.#newStudent(applicant, name, ownEmail, ownPhone)
    if (account)
      this.#planning.remark('guessed', row, 'transfer.child_of_account', {
        name: shorten(name),
        other: shorten(account.fullName),
      })
    this.#children.set(key, child)
    return child
  }

  #newStudent(applicant: Applicant, name: string, email: string | null, whatsapp: string | null): PersonDraft {
    const draft = this.#people.draft('person', applicant.row, name, applicant.createdAt)
    draft.email = email
    draft.whatsapp = whatsapp
    return this.#people.add(draft)
  }

  #guardianOf(student: PersonDraft, applicant: Applicant): PersonDraft | null {
    if (!hasGuardian(applicant)) return null
    const { row, guardianName, guardianPhone } = applicant
    const sameName = foldName(guardianName) === foldName(student.fullName)
    const ownPhone = guardianPhone !== '' && [student.phone, student.whatsapp].includes(guardianPhone)
    if ((sameName && (ownPhone || guardianPhone === '')) || (ownPhone && guardianName === '')) {
      this.#planning.remark('guessed', row, 'transfer.own_guardian', { name: shorten(student.fullName) })
      return null
    }
    const key = guardianKey(applicant, student.id)
    const byPhone = ownPhone || guardianPhone === '' ? undefined : this.#people.withPhone(guardianPhone)
    const known = this.#guardians.get(key) ?? byPhone
    const guardian = known ?? this.#newGuardian(applicant)
    if (guardian === student) return null
    if (known) this.#remarkGuardian(row, guardianName, known)
    this.#guardians.set(key, guardian)
    return guardian
  }

  #remarkGuardian(row: OldRow, name: string, known: PersonDraft): void {
    known.sources.push({ table: row.table, key: row.key })
    const args = { name: shorten(name), other: shorten(known.fullName) }
    const sameName = name === '' || foldName(name) === foldName(known.fullName)
    this.#planning.remark('merged', row, sameName ? 'transfer.same_guardian' : 'transfer.same_guardian_number', args)
  }

  #newGuardian({ row, createdAt, guardianName, guardianPhone }: Applicant): PersonDraft {
    const draft = this.#people.draft('guardian', row, guardianName || guardianPhone, createdAt)
    draft.whatsapp = guardianPhone || null
    if (!guardianName) this.#planning.remark('guessed', row, 'transfer.no_name', { name: guardianPhone })
    return this.#people.add(draft)
  }
}

/** A dash or a word in the place of a number is no number. */
function dialled(phone: string | null): string {
  return phone && /\p{Nd}{5}/u.test(phone.replaceAll(/[^\p{L}\p{N}]/gu, '')) ? phone : ''
}

function hasGuardian({ guardianName, guardianPhone }: Applicant): boolean {
  return guardianName !== '' || guardianPhone !== ''
}

/** A guardian is known by the number; one without a number only within the circle of one account or student. */
function guardianKey({ guardianName, guardianPhone }: Applicant, circle: string): string {
  return guardianPhone || [foldName(guardianName), circle].join('/')
}
