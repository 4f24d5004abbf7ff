import { joinGroups } from './i18n-groups.ts'

export const catalogue = joinGroups(import.meta.glob('#messages/*/fr.json', { eager: true, import: 'default' }))
