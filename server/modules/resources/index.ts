export { fittingRooms, getResource, listRooms } from './resources.ts'
