import { languageTag, type Locale } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { publicPhoto } from '#web/app/public-pictures.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { ChoiceChip, ChoiceChips } from '#web/ui/choice-chip.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Link } from '#web/ui/link.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { goTo, hrefWith, useAddress, useSearch } from './address.tsx'
import { choiceOf, choose } from './choices.ts'
import { DayTimes } from './day-times.tsx'
import { groupByDay, isWith, organisationDays, shownDays } from './days.ts'
import { plainSpaces } from './hours.ts'
import { anyTeacher, type Offering, type SiteData } from './page-data.ts'
import { nameZone } from './reader-zone.ts'
import { useShownDays, useSlots } from './slots.ts'
import { TakenNotice } from './taken-notice.tsx'
import type { Request } from './use-request.ts'

interface WhenStepProps {
  site: SiteData
  offering: Offering
  request: Request
  now: Temporal.Instant
}

/** So far ahead the first free day of every teacher is looked for. */
const lookAheadDays = 27

export function WhenStep({ site, offering, request, now }: WhenStepProps) {
  const { t, locale, zone, formatDay, formatLongDay, formatWeekday } = useI18n()
  const address = useAddress()
  const search = useSearch()
  const { organisation } = site
  const { slots, days, hasFailed } = useSlots(
    { organisation: organisation.slug, offeringId: offering.id, locale },
    site.slots,
  )

  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const last = today.add({ days: offering.furthestDays })
  const teachers = site.teachers.filter(({ id }) => offering.teacherIds.includes(id))
  const teacher = teachers.some(({ id }) => id === address.teacher) ? address.teacher : null
  const firstFree = slots?.firstFree(teacher, today) ?? null
  const from = clamp(readDate(address.week) ?? firstFree ?? today, today, last)
  const view = { from, teacher, readerZone: zone }
  const shown = groupByDay(days, view, organisation)
  const to = from.add({ days: shownDays - 1 })

  const ofSchool = (date: Temporal.PlainDate) => organisationDays(date, zone, organisation.zone)
  useShownDays(slots, ofSchool(from)[0]!, ofSchool(to).at(-1)!)

  const isEmpty = shown.every((day) => !day.isLoading && day.slots.length === 0)
  // The server says who is free first on the page it was asked for; here it is looked up when another course is chosen.
  const isServed = slots?.isServed ?? true
  const lookFrom = isEmpty ? to.add({ days: 1 }) : isServed ? from : today
  const lookTo = isEmpty || !isServed ? lookFrom.add({ days: lookAheadDays }) : to
  useShownDays(slots, ofSchool(lookFrom)[0]!, ofSchool(lookTo).at(-1)!)
  const nextFree = [...days.values()].find(
    (day) => Temporal.PlainDate.compare(day.date, to) > 0 && day.slots.some((slot) => isWith(slot, teacher)),
  )
  const zoneName = (name: string) => nameZone(name, locale, now)

  function freeFrom(id: string | null): string {
    const day = slots?.firstFree(id, today)
    if (!day) return t('public.free_later')
    const isSoon = today.until(day).days < 7
    return t('public.free_on', { day: isSoon ? formatWeekday(day) : formatDay(day) })
  }

  function pickTeacher(id: string) {
    goTo(hrefWith(search, { teacher: id === anyTeacher ? null : id, week: null }), 'replace')
  }

  const earlier = from.subtract({ days: shownDays })
  const weekHref = (date: Temporal.PlainDate) => hrefWith(search, { week: clamp(date, today, last).toString() })
  return (
    <div className="when">
      {request.refusal?.kind === 'taken' && slots && <TakenNotice slots={slots} request={request} />}
      {teachers.length > 0 && (
        <ChoiceChips label={t('public.teacher')}>
          <ChoiceChip
            name="teacher"
            value={anyTeacher}
            checked={teacher === null}
            onChange={pickTeacher}
            label={t('public.any_teacher')}
            detail={freeFrom(null)}
            mark={
              <span className="any-teacher" aria-hidden="true">
                <Icon name="any" size={16} />
              </span>
            }
          />
          {teachers.map(({ id, fullName, photoId }) => (
            <ChoiceChip
              key={id}
              name="teacher"
              value={id}
              checked={teacher === id}
              onChange={pickTeacher}
              label={fullName}
              detail={freeFrom(id)}
              mark={<Avatar name={fullName} id={id} photo={publicPhoto(organisation.slug, { id, photoId })} />}
            />
          ))}
        </ChoiceChips>
      )}
      <div className="week">
        <p className="week-name" aria-live="polite">
          {nameDays(from, to, locale)}
        </p>
        <WeekLink
          href={Temporal.PlainDate.compare(from, today) > 0 ? weekHref(earlier) : null}
          icon="back"
          label={t('public.earlier')}
        />
        <WeekLink
          href={Temporal.PlainDate.compare(to, last) < 0 ? weekHref(to.add({ days: 1 })) : null}
          icon="forward"
          label={t('public.later')}
        />
        <p className="week-zone">
          {zone === organisation.zone
            ? t('public.zone', { zone: zoneName(zone) })
            : t('public.zone_differs', { zone: zoneName(zone), other: zoneName(organisation.zone) })}
        </p>
      </div>
      <DayTimes
        days={shown}
        choices={request.choices}
        onChoose={(slot) => request.setChoices(choose(request.choices, choiceOf(slot, teacher)))}
      />
      {hasFailed && (
        <Notice
          tone="warn"
          urgent
          title={t('public.times_failed')}
          action={<Button onClick={() => void slots?.want(from, to)}>{t('common.try_again')}</Button>}
        />
      )}
      {isEmpty && (
        <div className="week-empty">
          <p>{t('public.nothing_free')}</p>
          {nextFree && (
            <Link className="button" data-variant="secondary" href={weekHref(nextFree.date)}>
              {t('public.next_free', { day: formatLongDay(nextFree.date) })}
            </Link>
          )}
        </div>
      )}
      <StatusLine icon="lock">
        {offering.confirmation === 'instant' ? t('public.instant_note') : t('public.hold_note')}
      </StatusLine>
    </div>
  )
}

interface WeekLinkProps {
  /** null when there is nothing that way. */
  href: string | null
  icon: 'back' | 'forward'
  label: string
}

function WeekLink({ href, icon, label }: WeekLinkProps) {
  if (href === null) {
    return (
      <span className="week-link" aria-hidden="true">
        <Icon name={icon} />
      </span>
    )
  }
  return (
    <Link className="week-link" href={href} aria-label={label} title={label}>
      <Icon name={icon} />
    </Link>
  )
}

/** 19–25 November */
function nameDays(from: Temporal.PlainDate, to: Temporal.PlainDate, locale: Locale): string {
  const format = new Intl.DateTimeFormat(languageTag(locale), { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const [first, last] = [from, to].map((date) => date.toZonedDateTime('UTC').epochMilliseconds)
  return plainSpaces(format.formatRange(first!, last!))
}

function clamp(date: Temporal.PlainDate, first: Temporal.PlainDate, last: Temporal.PlainDate): Temporal.PlainDate {
  if (Temporal.PlainDate.compare(date, first) < 0) return first
  return Temporal.PlainDate.compare(date, last) > 0 ? last : date
}

function readDate(text: string | null): Temporal.PlainDate | null {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])-([0-2]\d|3[01])$/.test(text) ? Temporal.PlainDate.from(text) : null
}
