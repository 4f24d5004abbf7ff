export { readFeed, type FeedAnswer } from './feed.ts'
export { openSecret, type OpenedSecret } from './feed-secret.ts'
export { fetchDueCalendars } from './fetching.ts'
export { composeInvitation, type Invitation } from './invitations.ts'
