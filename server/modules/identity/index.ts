export { isPermission, permissionsOf } from './permissions.ts'
