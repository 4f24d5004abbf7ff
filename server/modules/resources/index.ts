export { getResource } from './resources.ts'
export { importRooms, type ImportedRoom } from './import.ts'
