import type { MessageKey } from '#messages/translator.ts'

/** Beginnings of the names of events: one for each part of the work. */
export const areas = [
  'booking',
  'scheduling',
  'series',
  'groups',
  'calendars',
  'teaching',
  'billing',
  'people',
  'identity',
  'catalogue',
  'resources',
  'organisations',
  'notifications',
  'transfer',
] as const

export const areaNames = {
  booking: 'audit.area_booking',
  scheduling: 'audit.area_scheduling',
  series: 'audit.area_series',
  groups: 'audit.area_groups',
  calendars: 'audit.area_calendars',
  teaching: 'audit.area_teaching',
  billing: 'audit.area_billing',
  people: 'audit.area_people',
  identity: 'audit.area_identity',
  catalogue: 'audit.area_catalogue',
  resources: 'audit.area_resources',
  organisations: 'audit.area_organisations',
  notifications: 'audit.area_notifications',
  transfer: 'audit.area_transfer',
} as const satisfies Record<(typeof areas)[number], MessageKey>
