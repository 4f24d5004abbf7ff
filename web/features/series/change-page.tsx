import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import { getTimetable } from '#contract/scheduling'
import { changeSeries, getSeries, previewChange, SeriesId, type Preview, type Series } from '#contract/series'
import type { Input } from '#platform/contract.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { LessonPlaceFields, type LessonPlace } from '#web/features/scheduling/lesson-place-fields.tsx'
import { paths } from '#web/paths.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Columns, Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { RadioGroup } from '#web/ui/radio-group.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { type Choices, choicesToSend, readTaken, withTaken } from './choices.ts'
import { dayIn, minuteOf, timeOf } from './draft.ts'
import { PreviewPanel, showDates } from './preview-panel.tsx'
import { changesOfSeries } from './refresh.ts'
import type { ChangeSearch } from './search.ts'

type Change = Input<typeof changeSeries>

/** Changes one lesson of a series, that one and later ones, or all; every date is seen before anything moves. */
export function ChangePage() {
  const { t } = useI18n()
  const member = useMember()
  const params: { seriesId?: string } = useParams({ strict: false })
  const series = useRead(getSeries, { seriesId: SeriesId.parse(params.seriesId) })
  const ahead = series.dates.filter(({ isPast, state }) => !isPast && state === 'planned')
  return (
    <Page width="wide">
      <PageHeading
        title={t('series.change_title', { title: series.title })}
        above={<TextLink href={paths.series(member.slug, series.id)}>{t('series.back_to_series')}</TextLink>}
      />
      {ahead.length === 0 ? <Text>{t('series.none_coming')}</Text> : <ChangeForm series={series} ahead={ahead} />}
    </Page>
  )
}

function ChangeForm({ series, ahead }: { series: Series; ahead: Series['dates'] }) {
  const { t, zone, formatDay } = useI18n()
  const member = useMember()
  const navigate = useNavigate()
  const show = useToast()
  const search: ChangeSearch = useSearch({ strict: false })
  const today = Temporal.Now.plainDateISO(zone)
  const { teachers: allTeachers, rooms } = useRead(getTimetable, { from: today, to: today })
  const offering = useRead(listOfferings, { all: true }).offerings.find(({ id }) => id === series.offeringId)
  const [first] = ahead
  const [date, setDate] = useState(ahead.find((each) => each.date.toString() === search.date)?.date ?? first!.date)
  const [scope, setScope] = useState<Change['scope']>('later')
  const initial: LessonPlace = {
    teacherId: series.teacher.id,
    roomId: series.room?.id ?? '',
    date: date.toString(),
    time: timeOf(series.startMinute),
  }
  const [place, setPlace] = useState(initial)
  const [keepsMoved, setKeepsMoved] = useState(true)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [choices, setChoices] = useState<Choices>(new Map())
  const look = useAction(previewChange, { refresh: [] })
  const act = useAction(changeSeries, { refresh: changesOfSeries })
  const teachers = allTeachers.filter(({ id }) => offering?.teacherIds.some((each) => each === id))
  const room = rooms.find(({ id }) => id === place.roomId)
  const teacher = teachers.find(({ id }) => id === place.teacherId)
  const startMinute = minuteOf(place.time)
  const startsOn = dayIn(place.date)

  const change: Change | null =
    startsOn === null || startMinute === null
      ? null
      : {
          seriesId: series.id,
          scope,
          date,
          ...(!startsOn.equals(date) && { startsOn }),
          ...(startMinute !== series.startMinute && { startMinute }),
          ...(teacher && teacher.id !== series.teacher.id && { teacherId: teacher.id }),
          ...(place.roomId !== (series.room?.id ?? '') && { roomId: room?.id ?? null }),
          keepsMoved,
        }

  function changed<T>(set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value)
      setPreview(null)
      look.reset()
      act.reset()
    }
  }

  function check() {
    if (!change) return
    look.run(change, {
      onSuccess: (seen) => {
        setPreview(seen)
        setChoices(new Map())
        showDates()
      },
    })
  }

  function submit() {
    if (!change || !preview) return
    act.run(
      { ...change, choices: choicesToSend(choices, preview.dates) },
      {
        onSuccess: () => {
          show({ message: t('series.change_done') })
          void navigate({ to: paths.series(member.slug, series.id) })
        },
        onError: (problem) => {
          const taken = readTaken(problem)
          if (!taken) return
          setPreview({ ...preview, dates: withTaken(preview.dates, taken) })
          setChoices(new Map([...choices].filter(([each]) => !taken.some((now) => now.date.toString() === each))))
        },
      },
    )
  }

  return (
    <Columns
      main={
        <Form error={look.error} onSubmit={check} label={t('series.what_changes')}>
          <SelectField
            label={t('series.from_lesson')}
            name="date"
            value={date.toString()}
            options={ahead.map((each) => ({
              value: each.date.toString(),
              label: t('series.lesson_on', { number: each.number ?? 0, date: formatDay(each.date) }),
            }))}
            onChange={(event) => {
              const next = Temporal.PlainDate.from(event.target.value)
              changed(setDate)(next)
              setPlace({ ...place, date: next.toString() })
            }}
          />
          <RadioGroup
            label={t('series.scope')}
            name="scope"
            value={scope}
            options={(['this', 'later', 'all'] as const).map((value) => ({
              value,
              label: t(`series.scope_${value}`),
            }))}
            onChange={(value) => changed(setScope)(value as Change['scope'])}
          />
          <LessonPlaceFields
            place={place}
            onChange={changed(setPlace)}
            teachers={teachers}
            rooms={rooms}
            anyRoom={t('scheduling.any_room')}
            dayLabel={t('series.new_day')}
            dayName="startsOn"
          />
          {scope !== 'this' && (
            <CheckboxField
              label={t('series.keeps_moved')}
              name="keepsMoved"
              checked={keepsMoved}
              onChange={(event) => changed(setKeepsMoved)(event.target.checked)}
            />
          )}
          <FormActions>
            <SubmitButton
              pending={look.isPending}
              variant={preview ? 'secondary' : 'primary'}
              reason={change ? undefined : t('series.needs_time')}
            >
              {t('series.check')}
            </SubmitButton>
          </FormActions>
        </Form>
      }
      side={
        preview ? (
          <PreviewPanel
            preview={preview}
            choices={choices}
            onChoose={(next) => {
              setChoices(next)
              act.reset()
            }}
            error={act.error}
            pending={act.isPending}
            onSubmit={submit}
            submitLabel={(count) => t('series.change_count', { count })}
          />
        ) : (
          <Section title={t('series.dates')} size={14}>
            <Text tone="soft">{t('series.change_hint')}</Text>
          </Section>
        )
      }
    />
  )
}
