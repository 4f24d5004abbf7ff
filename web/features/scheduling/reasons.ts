import type { Reason } from '#contract/scheduling'
import type { I18n } from '#web/app/i18n.tsx'
import { findSentence } from '#web/app/sentence.ts'
import { dayOf } from './local-time.ts'

/** Why a time cannot be had, in words: whose it is, and until when. */
export function describeReason(i18n: I18n, reason: PlainReason): string {
  const { t, zone, formatRange, formatDayAndTime } = i18n
  const { subjectName: name, from, to } = reason
  const args = { named: name ? 'yes' : 'other', name: name ?? '' }
  const words = findSentence(t, `scheduling.reason_${reason.code}`, args) ?? t('scheduling.reason_other')
  if (!from || !to) return words
  if (dayOf(from, zone).equals(dayOf(to, zone)))
    return t('scheduling.reason_range', { words, range: formatRange(from, to) })
  return t('scheduling.reason_until', { words, until: formatDayAndTime(to) })
}

/** A reason as scheduling gives it, or as booking passes it on. */
export type PlainReason = Omit<Reason, 'code'> & { code: string }
