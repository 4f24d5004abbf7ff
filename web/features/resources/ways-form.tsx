import type { z } from 'zod'
import { type listResources, type Location, setWays } from '#contract/resources'
import type { Output } from '#platform/contract.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface WaysFormProps {
  locations: readonly z.output<typeof Location>[]
  ways: Output<typeof listResources>['ways']
}

/** The minutes between each two places that people travel to; one figure for both directions. */
export function WaysForm({ locations, ways }: WaysFormProps) {
  const { t } = useI18n()
  const show = useToast()
  const save = useAction(setWays, { refresh: 'everything' })
  const places = locations.filter(({ isOnline }) => !isOnline)
  const pairs = places.flatMap((one, n) => places.slice(n + 1).map((other) => ({ one, other })))
  if (pairs.length === 0) return null
  const isPair = (way: (typeof ways)[number], { one, other }: (typeof pairs)[number]) =>
    (way.fromLocationId === one.id && way.toLocationId === other.id) ||
    (way.fromLocationId === other.id && way.toLocationId === one.id)
  const minutesOf = (pair: (typeof pairs)[number]) => ways.find((way) => isPair(way, pair))?.minutes

  function submit(data: FormData) {
    const wanted = pairs.flatMap(({ one, other }, n) => {
      const minutes = textIn(data, `way.${n}`)
      return minutes === '' ? [] : [{ fromLocationId: one.id, toLocationId: other.id, minutes: Number(minutes) }]
    })
    save.run({ ways: wanted }, { onSuccess: () => show({ message: t('resources.saved') }) })
  }

  return (
    <Section title={t('resources.ways')}>
      <Form error={save.error} onSubmit={submit} label={t('resources.ways')}>
        <Stack>
          <Text tone="soft">{t('resources.ways_hint')}</Text>
          <FieldRow>
            {pairs.map((pair, n) => (
              <TextField
                key={`${pair.one.id} ${pair.other.id}`}
                label={t('resources.way', { from: pair.one.name, to: pair.other.name })}
                name={`way.${n}`}
                type="number"
                inputMode="numeric"
                min={0}
                max={600}
                defaultValue={minutesOf(pair) ?? ''}
              />
            ))}
          </FieldRow>
        </Stack>
        <FormActions>
          <SubmitButton variant="secondary" pending={save.isPending}>
            {t('common.save')}
          </SubmitButton>
        </FormActions>
      </Form>
    </Section>
  )
}
