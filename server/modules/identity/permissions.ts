import type { Role } from './contract.ts'

/** Every permission an endpoint may need, and the roles that hold it. The server refuses to start when an endpoint needs another. */
export const permissions = {
  'organisation.manage': ['owner'],
  'identity.manage': ['owner'],
  'people.read': ['owner', 'office', 'teacher'],
  'people.manage': ['owner', 'office'],
  'catalogue.manage': ['owner', 'office'],
  'resources.read': ['owner', 'office', 'teacher'],
  'resources.manage': ['owner', 'office'],
  'timetable.read': ['owner', 'office', 'teacher'],
  'timetable.manage': ['owner', 'office'],
  'timetable.override': ['owner', 'office'],
  'booking.manage': ['owner', 'office'],
  'teaching.teach': ['owner', 'office', 'teacher'],
  'teaching.oversee': ['owner', 'office'],
  'billing.manage': ['owner', 'office'],
  'notifications.manage': ['owner', 'office'],
  'audit.read': ['owner'],
  'transfer.manage': ['owner'],
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof permissions

export function permissionsOf(roles: readonly string[]): ReadonlySet<Permission> {
  const held = Object.entries(permissions).filter(([, holders]) =>
    (holders as readonly string[]).some((holder) => roles.includes(holder)),
  )
  return new Set(held.map(([permission]) => permission as Permission)) // keys of the table above
}

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(permissions, name)
}
