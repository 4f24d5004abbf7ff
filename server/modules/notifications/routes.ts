import { serve, type ServedRoute } from '#platform/serve.ts'
import * as contract from './contract.ts'
import { listNotifications, readNotifications } from './notifications.ts'
import { getMail, listMails, resendMail } from './outbox.ts'
import { dropStuckReaction, listStuckReactions, retryStuckReaction } from './stuck-reactions.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listNotifications, listNotifications),
  serve(contract.readNotifications, readNotifications),
  serve(contract.listMails, listMails),
  serve(contract.getMail, getMail),
  serve(contract.resendMail, resendMail),
  serve(contract.listStuckReactions, listStuckReactions),
  serve(contract.retryStuckReaction, retryStuckReaction),
  serve(contract.dropStuckReaction, dropStuckReaction),
]
