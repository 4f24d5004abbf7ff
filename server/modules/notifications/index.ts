export { sendLetter, type Letter } from './letter.ts'
export { notify, type NewNotification } from './notifications.ts'
