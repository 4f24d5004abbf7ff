import { checkTerm, explainJoining, getGroup, listGroups, listMakeUps } from '#contract/groups'
import { getTimetable } from '#contract/scheduling'

/** What reads differently once a group, its members or its list have changed. */
export const changesOfGroup = [getGroup, listGroups, checkTerm, explainJoining, listMakeUps, getTimetable]
