import { config } from 'zod'

// The security policy of the page runs no code made from text, so schemas do not try. It has to be said before the first one.
config({ jitless: true })
