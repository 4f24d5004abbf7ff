import { z } from 'zod'
import {
  email,
  endpoint,
  fields,
  instant,
  locale,
  nothing,
  pageFields,
  pageOf,
  plainDate,
  text,
  weekday,
} from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const PersonId = idOf('person')
export const FamilyId = idOf('family')
const FileId = idOf('file')
export const PersonKind = z.enum(['student', 'teacher', 'guardian', 'staff'])
export type PersonKind = z.output<typeof PersonKind>

export const PersonRow = z.object({
  id: PersonId,
  fullName: z.string(),
  kinds: z.array(PersonKind),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  waNumber: z.string().nullable(),
  familyId: FamilyId.nullable(),
  familyName: z.string().nullable(),
  hasLogin: z.boolean(),
  /** Part of the address of the photo; null while there is none. */
  photoId: FileId.nullable(),
})
export type PersonRow = z.output<typeof PersonRow>

export const Guardianship = z.object({
  id: idOf('guardianship'),
  guardianId: PersonId,
  guardianName: z.string(),
  studentId: PersonId,
  studentName: z.string(),
  seesGrades: z.boolean(),
  mayBook: z.boolean(),
  receivesReports: z.boolean(),
  pays: z.boolean(),
  isPrimaryContact: z.boolean(),
  confirmedAt: instant.nullable(),
})
export type Guardianship = z.output<typeof Guardianship>

export const StudentProfile = z.object({
  experience: z.string(),
  instrumentOwned: z.boolean().nullable(),
  preferredDays: z.array(weekday),
  goals: z.string(),
})
export const TeacherProfile = z.object({ bio: z.string(), specialization: z.string(), isPublic: z.boolean() })

export const Person = PersonRow.extend({
  address: z.string().nullable(),
  birthDate: plainDate.nullable(),
  locale: locale.nullable(),
  notes: z.string(),
  leftOn: plainDate.nullable(),
  createdAt: instant,
  student: StudentProfile.nullable(),
  teacher: TeacherProfile.nullable(),
  guardians: z.array(Guardianship),
  children: z.array(Guardianship),
})
export type Person = z.output<typeof Person>

const phone = text(40)
const personFields = {
  fullName: text(200, 1),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  waNumber: phone.nullable().optional(),
  address: text(300).nullable().optional(),
  birthDate: plainDate.nullable().optional(),
  locale: locale.nullable().optional(),
  notes: text(5000).optional(),
  isStaff: z.boolean().optional(),
  leftOn: plainDate.nullable().optional(),
  student: fields({
    experience: text(200).optional(),
    instrumentOwned: z.boolean().nullable().optional(),
    preferredDays: z.array(weekday).max(7).optional(),
    goals: text(2000).optional(),
  }).optional(),
  teacher: fields({
    bio: text(3000).optional(),
    specialization: text(300).optional(),
    isPublic: z.boolean().optional(),
  }).optional(),
}

export const listPeople = endpoint({
  route: 'GET /people',
  needs: 'people.read',
  summary: 'People by name; `search` forgives spelling and finds e-mail addresses and phone numbers in any writing.',
  input: fields({ search: z.string().max(200).optional(), kind: PersonKind.optional(), ...pageFields }),
  output: pageOf(PersonRow),
})

export const getPerson = endpoint({
  route: 'GET /people/:personId',
  needs: 'people.read',
  summary:
    'One person with profiles, family and guardianships. A teacher sees their own students without numbers of guardians.',
  input: fields({ personId: PersonId }),
  output: Person,
})

export const createPerson = endpoint({
  route: 'POST /people',
  needs: 'people.manage',
  summary:
    'Adds a person; a student without a family gets one of their own. Numbers are read as of the country of the organisation.',
  input: fields({ ...personFields, familyId: FamilyId.optional() }),
  output: Person,
  errors: ['people.email_taken'],
})

export const changePerson = endpoint({
  route: 'PATCH /people/:personId',
  needs: 'people.manage',
  summary: 'Changes the given fields of a person; the others stay.',
  input: fields({ personId: PersonId, ...personFields, fullName: personFields.fullName.optional() }),
  output: Person,
})

export const getPhoto = endpoint({
  route: 'GET /people/:personId/photo/:fileId',
  needs: 'signed-in',
  summary: 'The photo of a person whom the reader may see; 404 for one that is no longer theirs.',
  input: fields({ personId: PersonId, fileId: FileId }),
  output: nothing,
  produces: 'image/*',
})

export const setPhoto = endpoint({
  route: 'PUT /people/:personId/photo',
  needs: 'people.manage',
  summary:
    'Gives a person a photo: PNG, JPEG or WebP, at most 5 MB and 4096 pixels on a side. What it says beside the pixels, such as place and camera, is not kept.',
  input: fields({ personId: PersonId }),
  output: Person,
  accepts: 'picture',
  errors: ['too_large', 'not_file'],
})

export const removePhoto = endpoint({
  route: 'DELETE /people/:personId/photo',
  needs: 'people.manage',
  summary: 'Takes the photo of a person away.',
  input: fields({ personId: PersonId }),
  output: Person,
})

export const Family = z.object({
  id: FamilyId,
  name: z.string(),
  members: z.array(PersonRow),
  guardianships: z.array(Guardianship),
})

export const listFamilies = endpoint({
  route: 'GET /families',
  needs: 'people.read',
  summary: 'Families by name.',
  input: fields({ search: z.string().max(200).optional(), ...pageFields }),
  output: pageOf(z.object({ id: FamilyId, name: z.string(), memberNames: z.array(z.string()) })),
})

export const getFamily = endpoint({
  route: 'GET /families/:familyId',
  needs: 'people.read',
  summary: 'One family, its members and who is guardian of whom.',
  input: fields({ familyId: FamilyId }),
  output: Family,
})

export const addGuardianship = endpoint({
  route: 'POST /guardianships',
  needs: 'people.manage',
  summary: 'Makes a person guardian of a student; nothing is shown to them before it is confirmed.',
  input: fields({ guardianId: PersonId, studentId: PersonId, isPrimaryContact: z.boolean().optional() }),
  output: Guardianship,
  errors: ['people.guardianship_exists', 'people.guardian_of_oneself'],
})

export const changeGuardianship = endpoint({
  route: 'PATCH /guardianships/:guardianshipId',
  needs: 'people.manage',
  summary:
    'Changes what a guardian may see and do; `confirmed: true` confirms the link in the name of who is signed in.',
  input: fields({
    guardianshipId: idOf('guardianship'),
    seesGrades: z.boolean().optional(),
    mayBook: z.boolean().optional(),
    receivesReports: z.boolean().optional(),
    pays: z.boolean().optional(),
    isPrimaryContact: z.boolean().optional(),
    confirmed: z.literal(true).optional(),
  }),
  output: Guardianship,
})

export const endGuardianship = endpoint({
  route: 'POST /guardianships/:guardianshipId/ending',
  needs: 'people.manage',
  summary: 'Ends a guardianship: from this second the guardian sees nothing of the student.',
  input: fields({ guardianshipId: idOf('guardianship') }),
  output: nothing,
})

export const listMyStudents = endpoint({
  route: 'GET /my/students',
  needs: 'signed-in',
  summary: 'The reader, if a student, and the students whose confirmed guardian the reader is.',
  input: nothing,
  output: z.object({
    students: z.array(
      z.object({
        id: PersonId,
        fullName: z.string(),
        photoId: FileId.nullable(),
        isMe: z.boolean(),
        mayBook: z.boolean(),
      }),
    ),
  }),
})

export const PublicTeacher = z.object({
  id: PersonId,
  fullName: z.string(),
  photoId: FileId.nullable(),
  bio: z.string(),
  specialization: z.string(),
})

export type PublicTeacher = z.output<typeof PublicTeacher>

export const listPublicTeachers = endpoint({
  route: 'GET /teachers',
  needs: 'anyone',
  summary: 'Teachers as the public page shows them: name, what they teach, and no contact data.',
  input: nothing,
  output: z.object({ teachers: z.array(PublicTeacher) }),
})

export const getTeacherPhoto = endpoint({
  route: 'GET /teachers/:personId/photo/:fileId',
  needs: 'anyone',
  summary: 'The photo of a teacher who stands on the public page.',
  input: fields({ personId: PersonId, fileId: FileId }),
  output: nothing,
  produces: 'image/*',
})
