import type { OldRow } from './old-database.ts'
import type { PlannedPerson, Source } from './plan.ts'
import type { Planning } from './planning.ts'
import { byAge, cut, shorten } from './planning.ts'
import { foldName, readEmail, readPhone } from './values.ts'

export type PersonDraft = { -readonly [Key in keyof PlannedPerson]: PlannedPerson[Key] } & { sources: Source[] }

const longestEmail = 320

/** The people of the school, found again by the old user, e-mail or telephone number. */
export class People {
  readonly all: PersonDraft[] = []
  readonly byUser = new Map<string, PersonDraft>()
  readonly #byId = new Map<string, PersonDraft>()
  readonly #planning: Planning
  readonly #byEmail = new Map<string, PersonDraft>()
  readonly #byPhone = new Map<string, PersonDraft>()

  constructor(planning: Planning) {
    this.#planning = planning
  }

  withId(id: string): PersonDraft | undefined {
    return this.#byId.get(id)
  }

  /** By e-mail in any letter case. */
  withEmail(email: string): PersonDraft | undefined {
    return this.#byEmail.get(email.trim().toLowerCase())
  }

  withPhone(phone: string): PersonDraft | undefined {
    return this.#byPhone.get(phone)
  }

  add(draft: PersonDraft): PersonDraft {
    this.all.push(draft)
    this.#byId.set(draft.id, draft)
    this.index(draft)
    return draft
  }

  /** Only what can be written to or called says who somebody is; "-" is nobody's address. */
  index(owner: PersonDraft, contacts: Pick<PersonDraft, 'email' | 'phone' | 'whatsapp'> = owner): void {
    const email = contacts.email?.trim().toLowerCase()
    if (email && readEmail(email).value && !this.#byEmail.has(email)) this.#byEmail.set(email, owner)
    for (const phone of [contacts.phone, contacts.whatsapp]) {
      if (phone && /^\+\d{7,15}$/.test(phone) && !this.#byPhone.has(phone)) this.#byPhone.set(phone, owner)
    }
  }

  /** A draft with nothing but a name. */
  draft(kind: string, source: Source, name: string, createdAt: string | null): PersonDraft {
    const fullName = cut(name, 200)
    if (fullName !== name)
      this.#planning.remark('guessed', source, 'transfer.text_cut', { column: 'full_name', most: 200 })
    const id = this.#planning.id(kind, source.table, source.key)
    return {
      id,
      sources: [{ table: source.table, key: source.key }],
      fullName,
      createdAt,
      email: null,
      phone: null,
      whatsapp: null,
      address: null,
      isStaff: false,
      student: null,
      teacher: null,
    }
  }

  /** An e-mail that can be written to; what cannot is reported and kept as it was, as far as a page can show it. */
  email(row: OldRow, column: string): string | null {
    const written = this.#planning.text(row, column).trim()
    return this.#planning.read(row, column, readEmail) ?? (cut(written, longestEmail) || null)
  }

  /** E.164, or as it was written where it cannot be read so. */
  phone(row: OldRow, column: string): string | null {
    const reader = (text: string) => readPhone(text, this.#planning.options.country)
    return this.#planning.read(row, column, reader) ?? (this.#planning.text(row, column).trim() || null)
  }
}

export function planUsers(planning: Planning): People {
  const people = new People(planning)
  const users = planning
    .rows('users')
    .map((row) => ({ row, key: row.key, createdAt: planning.instant(row, 'created_at') }))
  for (const { row, createdAt } of users.toSorted(byAge)) {
    const person = userPerson(planning, people, row, createdAt)
    people.byUser.set(row.key, person)
    planning.became(row, 'person', person.id)
    giveRole(planning, row, person)
  }
  planTeachers(planning, people)
  return people
}

function userPerson(planning: Planning, people: People, row: OldRow, createdAt: string | null): PersonDraft {
  const draft = people.draft('person', row, nameOf(planning, row), createdAt)
  draft.email = people.email(row, 'email')
  draft.phone = people.phone(row, 'phone_number')
  draft.whatsapp = people.phone(row, 'wa_number')
  draft.address = planning.text(row, 'address') || null
  const twin = findTwin(people, draft)
  if (!twin) return people.add(draft)
  twin.sources.push({ table: row.table, key: row.key })
  for (const field of ['email', 'phone', 'whatsapp', 'address'] as const) twin[field] ??= draft[field]
  people.index(twin, draft)
  planning.remark('merged', row, 'transfer.same_person', { name: draft.fullName, other: twin.fullName })
  return twin
}

/** The same e-mail, or the same number and the same name; a number alone may belong to a whole family. */
function findTwin(people: People, draft: PersonDraft): PersonDraft | undefined {
  const byEmail = draft.email ? people.withEmail(draft.email) : undefined
  if (byEmail) return byEmail
  const byPhone = [draft.phone, draft.whatsapp]
    .map((phone) => (phone ? people.withPhone(phone) : undefined))
    .find(Boolean)
  return byPhone && foldName(byPhone.fullName) === foldName(draft.fullName) ? byPhone : undefined
}

function nameOf(planning: Planning, row: OldRow): string {
  const name = planning.text(row, 'full_name').trim()
  if (name) return name
  const instead = ['email', 'phone_number', 'wa_number']
    .map((column) => planning.text(row, column).trim())
    .find(Boolean)
  planning.remark('guessed', row, 'transfer.no_name', { name: instead ?? row.key })
  return instead ?? row.key
}

function giveRole(planning: Planning, row: OldRow, person: PersonDraft): void {
  const role = planning.text(row, 'role').trim().toLowerCase()
  if (role === 'admin') person.isStaff = true
  else if (role === 'instructor') person.teacher ??= { bio: '', specialization: '' }
  else if (role === 'student') person.student ??= { experience: '', instrumentOwned: null, preferredDays: [] }
  else planning.remark('not_understood', row, 'transfer.unknown_word', { column: 'role', value: shorten(role) })
}

function planTeachers(planning: Planning, people: People): void {
  for (const row of planning.rows('instructor_profiles')) {
    const known = people.byUser.get(planning.text(row, 'user_id') || row.key)
    const person = known ?? people.add(profilePerson(planning, people, row))
    if (known) keepCopies(planning, people, row, known)
    people.byUser.set(planning.text(row, 'user_id') || row.key, person)
    if (known) person.sources.push({ table: row.table, key: row.key })
    person.teacher = { bio: planning.text(row, 'bio'), specialization: planning.text(row, 'specialization') }
    planning.became(row, 'person', person.id)
  }
}

function profilePerson(planning: Planning, people: People, row: OldRow): PersonDraft {
  const draft = people.draft('person', row, nameOf(planning, row), planning.instant(row, 'created_at'))
  draft.email = people.email(row, 'email')
  draft.whatsapp = people.phone(row, 'wa_number')
  planning.remark('guessed', row, 'transfer.profile_without_user', { name: draft.fullName })
  return draft
}

/** The user's own name, e-mail and number win over the copies in the profile. */
function keepCopies(planning: Planning, people: People, row: OldRow, person: PersonDraft): void {
  const email = planning.text(row, 'email').trim()
  const number = people.phone(row, 'wa_number')
  const copies = [
    { column: 'full_name', copy: planning.text(row, 'full_name').trim(), own: person.fullName },
    { column: 'email', copy: email.toLowerCase(), own: person.email?.toLowerCase() ?? '' },
    {
      column: 'wa_number',
      copy: number ?? '',
      own: number === person.phone ? (number ?? '') : (person.whatsapp ?? ''),
    },
  ]
  for (const { column, copy, own } of copies) {
    if (copy && copy !== own)
      planning.remark('kept', row, 'transfer.copy_differs', { column, copy: shorten(copy), own: shorten(own) })
  }
}
