export { getResource, listRooms } from './resources.ts'
export { importRooms, type ImportedRoom } from './import.ts'
