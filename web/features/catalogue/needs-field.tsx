import { useState } from 'react'
import type { Need } from '#contract/catalogue'
import { useI18n } from '#web/app/i18n.tsx'
import { wordsIn } from '#web/app/form-values.ts'
import { Button } from '#web/ui/button.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'

const kinds = ['room', 'vehicle', 'equipment'] as const
const most = 10

interface NeedsFieldProps {
  needs: readonly Need[]
  /** What the rooms, vehicles and equipment of the school have, as a help to the memory. */
  knownFeatures: readonly string[]
}

/** What every lesson takes beside its teacher, one row for each free thing it needs. */
export function NeedsField({ needs, knownFeatures }: NeedsFieldProps) {
  const { t, formatList } = useI18n()
  const [rows, setRows] = useState(() => needs.map((need) => ({ key: crypto.randomUUID(), ...need })))
  const hint =
    knownFeatures.length > 0
      ? t('catalogue.features_known', { features: formatList(knownFeatures) })
      : t('catalogue.features_hint')
  return (
    <Stack>
      {rows.length === 0 && <Text tone="soft">{t('catalogue.needs_nothing')}</Text>}
      {rows.map(({ key, kind, features }, n) => (
        <Inline key={key} align="start">
          <FieldRow>
            <SelectField
              label={t('catalogue.need_kind')}
              name={`needs.${n}.kind`}
              defaultValue={kind}
              options={kinds.map((each) => ({ value: each, label: t(`catalogue.need_${each}`) }))}
            />
            <TextField
              label={t('catalogue.need_features')}
              name={`needs.${n}.features`}
              defaultValue={features.join(', ')}
              hint={n === 0 ? hint : undefined}
            />
          </FieldRow>
          <IconButton
            icon="trash"
            label={t('catalogue.remove_need', { number: n + 1 })}
            onClick={() => setRows(rows.filter((row) => row.key !== key))}
          />
        </Inline>
      ))}
      {rows.length < most && (
        <Inline>
          <Button
            variant="quiet"
            icon="plus"
            onClick={() => setRows([...rows, { key: crypto.randomUUID(), kind: 'room', features: [] }])}
          >
            {t('catalogue.add_need')}
          </Button>
        </Inline>
      )}
    </Stack>
  )
}

/** The rows as they stand in the form. */
export function needsIn(data: FormData): Need[] {
  const count = [...data.keys()].filter((name) => /^needs\.\d+\.kind$/.test(name)).length
  return Array.from({ length: count }, (_, n) => ({
    kind: kinds.find((kind) => kind === data.get(`needs.${n}.kind`)) ?? 'room',
    features: wordsIn(data, `needs.${n}.features`),
  }))
}
