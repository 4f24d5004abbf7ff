import { useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { AccentSample } from '#web/ui/accent-sample.tsx'
import { Button } from '#web/ui/button.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { RangeField } from '#web/ui/range-field.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { SettingsForm } from './school-settings.tsx'

/** The school chooses hue and strength; how light or dark a colour is stays with the system, so that every text can be read. */
export function ColourSettings() {
  const { t } = useI18n()
  const { organisation } = useMember()
  const [hue, setHue] = useState(organisation.accentHue)
  const [chroma, setChroma] = useState(organisation.accentChroma)
  const sample = { hue, chroma, title: organisation.name, detail: organisation.headline }
  return (
    <SettingsForm label={t('organisations.colour')} readChange={() => ({ accentHue: hue, accentChroma: chroma })}>
      <FieldRow>
        <RangeField
          label={t('organisations.hue')}
          name="accentHue"
          min={0}
          max={359}
          value={hue}
          onChange={(event) => setHue(event.target.valueAsNumber)}
        />
        <RangeField
          label={t('organisations.chroma')}
          name="accentChroma"
          min={0}
          max={200}
          value={chroma}
          onChange={(event) => setChroma(event.target.valueAsNumber)}
        />
      </FieldRow>
      <FieldRow>
        <AccentSample {...sample} theme="light" label={t('organisations.in_light')}>
          <Button variant="primary">{t('organisations.sample_button')}</Button>
          <Button>{t('organisations.sample_other')}</Button>
        </AccentSample>
        <AccentSample {...sample} theme="dark" label={t('organisations.in_dark')}>
          <Button variant="primary">{t('organisations.sample_button')}</Button>
          <Button>{t('organisations.sample_other')}</Button>
        </AccentSample>
      </FieldRow>
      <StatusLine icon="eye">{t('organisations.contrast_kept')}</StatusLine>
    </SettingsForm>
  )
}
