import { useState } from 'react'
import type { Resource } from '#contract/resources'
import { dayOrNull, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'

type Papers = Resource['papers']

interface Row {
  readonly key: string
  readonly name: string
  readonly expiresOn: Temporal.PlainDate | null
}

const most = 20

/** What it may not be used without, and until when that counts. */
export function PapersField({ papers }: { papers: Papers }) {
  const { t } = useI18n()
  const [rows, setRows] = useState<readonly Row[]>(() =>
    papers.map((paper) => ({ key: crypto.randomUUID(), ...paper })),
  )
  const add = () => setRows([...rows, { key: crypto.randomUUID(), name: '', expiresOn: null }])
  return (
    <Section
      title={t('resources.papers')}
      size={14}
      action={
        rows.length < most && (
          <Button variant="quiet" icon="plus" onClick={add}>
            {t('resources.add_paper')}
          </Button>
        )
      }
    >
      <Stack>
        <Text tone="soft">{t('resources.papers_hint')}</Text>
        {rows.map(({ key, name, expiresOn }, n) => (
          <Inline key={key} align="end">
            <FieldRow>
              <TextField label={t('resources.paper_name')} name={`papers.${n}.name`} defaultValue={name} required />
              <DateField
                label={t('resources.paper_expires')}
                name={`papers.${n}.expiresOn`}
                defaultValue={expiresOn?.toString()}
                required
              />
            </FieldRow>
            <IconButton
              icon="trash"
              label={t('resources.remove_paper', { number: n + 1 })}
              onClick={() => setRows(rows.filter((row) => row.key !== key))}
            />
          </Inline>
        ))}
      </Stack>
    </Section>
  )
}

/** The rows as they stand in the form; a day that is missing goes out as it is, and the server says so at its field. */
export function papersIn(data: FormData): Papers {
  const count = [...data.keys()].filter((name) => /^papers\.\d+\.name$/.test(name)).length
  return Array.from({ length: count }, (_, n) => ({
    name: textIn(data, `papers.${n}.name`),
    expiresOn: dayOrNull(data, `papers.${n}.expiresOn`)!,
  }))
}
