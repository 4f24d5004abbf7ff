import { joinGroups } from './i18n-groups.ts'

export const catalogue = joinGroups(import.meta.glob('#messages/*/id.json', { eager: true, import: 'default' }))
