import type { Role } from '#contract/identity'
import type { MessageKey } from '#messages/translator.ts'

export const roleNames = {
  owner: 'session.role_owner',
  office: 'session.role_office',
  teacher: 'session.role_teacher',
  guardian: 'session.role_guardian',
  student: 'session.role_student',
} as const satisfies Record<Role, MessageKey>
