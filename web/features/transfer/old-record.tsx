import type { z } from 'zod'
import type { OldRecord } from '#contract/transfer'
import { subjectPath } from '#web/features/audit/subject.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

interface OldRecordViewProps {
  record: z.output<typeof OldRecord>
  open?: boolean
}

/** One row of the older database, every column as it was. */
export function OldRecordView({ record, open = false }: OldRecordViewProps) {
  const { t } = useI18n()
  const { slug } = useMember()
  const href = record.becameKind && record.becameId ? subjectPath(slug, record.becameKind, record.becameId) : null
  return (
    <Disclosure label={<bdi>{`${record.oldTable} ${record.oldKey}`}</bdi>} open={open}>
      <Stack gap="small">
        <DefinitionList
          lines={Object.entries(record.columns).map(([name, value]) => ({
            term: name,
            value: value === null ? t('transfer_screen.empty_column') : <bdi>{value}</bdi>,
          }))}
        />
        {href && (
          <Text>
            <TextLink href={href}>{t('transfer_screen.what_it_became')}</TextLink>
          </Text>
        )}
      </Stack>
    </Disclosure>
  )
}
