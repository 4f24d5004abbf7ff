import { serve, type ServedRoute } from '#platform/serve.ts'
import { answerOffer, answerOfferByLink, getOfferByLink } from './answers.ts'
import * as contract from './contract.ts'
import { getGroup } from './group-page.ts'
import { changeGroup, createGroup, listGroups } from './groups.ts'
import { explainJoining, joinGroup } from './joining.ts'
import { leaveGroup } from './leaving.ts'
import { listMakeUps, takeMakeUp } from './make-ups.ts'
import { listMyGroups } from './my-groups.ts'
import { attachLessons, checkTerm, planTerm } from './term.ts'
import { addToWaitingList, endWaiting, leaveWaitingList, moveInWaitingList, offerPlace } from './waiting-list.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listGroups, listGroups),
  serve(contract.getGroup, getGroup),
  serve(contract.createGroup, createGroup),
  serve(contract.changeGroup, changeGroup),
  serve(contract.checkTerm, checkTerm),
  serve(contract.planTerm, planTerm),
  serve(contract.attachLessons, attachLessons),
  serve(contract.explainJoining, explainJoining),
  serve(contract.joinGroup, joinGroup),
  serve(contract.leaveGroup, leaveGroup),
  serve(contract.listMakeUps, listMakeUps),
  serve(contract.takeMakeUp, takeMakeUp),
  serve(contract.addToWaitingList, addToWaitingList),
  serve(contract.moveInWaitingList, moveInWaitingList),
  serve(contract.offerPlace, offerPlace),
  serve(contract.endWaiting, endWaiting),
  serve(contract.listMyGroups, listMyGroups),
  serve(contract.leaveWaitingList, leaveWaitingList),
  serve(contract.answerOffer, answerOffer),
  serve(contract.getOfferByLink, getOfferByLink),
  serve(contract.answerOfferByLink, answerOfferByLink),
]
