import { listOldRecords } from '#contract/transfer'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { Section } from '#web/ui/layout.tsx'
import { OldRecordView } from './old-record.tsx'

interface OldRecordsProps {
  becameKind: string
  becameId: string
}

/** What the older database said about something, whole; nothing where it said nothing. */
export function OldRecords({ becameKind, becameId }: OldRecordsProps) {
  const { t } = useI18n()
  const { rows } = useRead(listOldRecords, { becameKind, becameId, limit: 20 })
  if (rows.length === 0) return null
  return (
    <Section title={t('transfer_screen.old_system_said')} size={14}>
      {rows.map((record) => (
        <OldRecordView key={record.id} record={record} />
      ))}
    </Section>
  )
}
