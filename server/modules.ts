/** The module graph, bottom to top. A name may appear only after its own declaration, so a cycle cannot be written down. */
export const modules = {
  organisations: [],
  identity: ['organisations'],
  people: ['organisations', 'identity'],
  catalogue: ['organisations', 'people'],
  resources: ['organisations'],
  notifications: ['organisations', 'people'],
  slots: [],
  scheduling: ['organisations', 'people', 'catalogue', 'resources', 'slots'],
  calendars: ['organisations', 'identity', 'people', 'catalogue', 'resources', 'notifications', 'scheduling'],
  billing: ['organisations', 'people', 'catalogue', 'scheduling', 'notifications'],
  booking: ['organisations', 'identity', 'people', 'catalogue', 'scheduling', 'billing', 'notifications', 'calendars'],
  teaching: ['organisations', 'people', 'catalogue', 'scheduling', 'booking', 'billing', 'notifications'],
  audit: ['organisations', 'people'],
  transfer: [
    'organisations',
    'identity',
    'people',
    'catalogue',
    'resources',
    'scheduling',
    'billing',
    'booking',
    'teaching',
  ],
} as const satisfies Record<string, readonly string[]>

export type ModuleName = keyof typeof modules
