import type { BookingRow } from '#contract/booking'
import type { I18n } from '#web/app/i18n.tsx'
import { joinWords } from '#web/features/scheduling/words.ts'

/** Keisha Maharani, 11 */
export function nameWithAge({ studentName, studentAge }: BookingRow, { t }: I18n): string {
  return studentAge === null ? studentName : t('booking.name_age', { name: studentName, age: studentAge })
}

/** Guardian Bu Lina, WhatsApp 0812 8840 1177 */
export function contactOf(row: BookingRow, i18n: I18n): string {
  const { t } = i18n
  const number = row.guardianWaNumber || row.waNumber
  return joinWords(i18n, [
    row.guardianName && t('booking.guardian_named', { name: row.guardianName }),
    number && t('booking.whatsapp', { number: isolate(number) }),
    !number && row.email && isolate(row.email),
  ])
}

/** Numbers and addresses keep their own direction inside a sentence of the other one. */
function isolate(text: string): string {
  return `\u2066${text}\u2069`
}
