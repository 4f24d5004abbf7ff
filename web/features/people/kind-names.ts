import type { PersonKind } from '#contract/people'
import type { MessageKey } from '#messages/translator.ts'

export const kinds = ['student', 'teacher', 'guardian', 'staff'] as const satisfies readonly PersonKind[]

export const kindNames = {
  student: 'people.student',
  teacher: 'people.teacher',
  guardian: 'people.guardian',
  staff: 'people.staff',
} as const satisfies Record<PersonKind, MessageKey>
