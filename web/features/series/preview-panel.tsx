import type { Preview } from '#contract/series'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Form, type FormProblem, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Text } from '#web/ui/text.tsx'
import { type Choice, type Choices, countDates } from './choices.ts'
import { PreviewList } from './preview-list.tsx'

interface PreviewPanelProps {
  preview: Preview
  choices: Choices
  onChoose: (choices: Choices) => void
  error: FormProblem | null
  pending: boolean
  onSubmit: () => void
  submitLabel: (count: number) => string
}

const datesId = 'series-dates'

/** Brings the dates into sight once they are there: on a phone they stand below all the fields. */
export function showDates(): void {
  requestAnimationFrame(() => document.getElementById(datesId)?.scrollIntoView({ block: 'nearest' }))
}

/** Every date, how many clash, and the one button for all of it. */
export function PreviewPanel({ preview, choices, onChoose, error, pending, onSubmit, submitLabel }: PreviewPanelProps) {
  const { t, zone, formatDate } = useI18n()
  const { lessons, open } = countDates(preview.dates, choices)
  const missing =
    open > 0 ? t('series.decide_first', { count: open }) : lessons === 0 ? t('series.none_left') : undefined

  function leaveOutAll() {
    const skip: Choice = { kind: 'skip' }
    const clashes = preview.dates.filter(({ date, state }) => state === 'clash' && !choices.has(date.toString()))
    onChoose(new Map([...choices, ...clashes.map(({ date }) => [date.toString(), skip] as const)]))
  }

  return (
    <Section title={t('series.dates')} count={lessons} size={14} id={datesId}>
      <Form error={error} onSubmit={onSubmit} label={t('series.dates')}>
        <Stack gap="small">
          <StatusLine icon={open > 0 ? 'alert' : 'check'} tone={open > 0 ? 'warn' : 'success'} live>
            {open > 0 ? t('series.open', { count: open }) : t('series.all_free', { count: lessons })}
          </StatusLine>
          {preview.madeUntil && (
            <Text tone="soft">{t('series.made_until', { date: formatDate(preview.madeUntil) })}</Text>
          )}
          {preview.zone !== zone && <Text tone="soft">{t('series.other_zone', { zone: preview.zone })}</Text>}
          {open > 1 && <Button onClick={leaveOutAll}>{t('series.leave_out_all', { count: open })}</Button>}
        </Stack>
        <PreviewList dates={preview.dates} choices={choices} onChange={onChoose} />
        <FormActions>
          <SubmitButton pending={pending} reason={missing}>
            {submitLabel(lessons)}
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}
