import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getGroup, type Group } from '#contract/groups'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Columns, Inline, Page, PageHeading, Section, Sheet, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { GroupLessons } from './group-lessons.tsx'
import { GroupMembers } from './group-members.tsx'
import { JoinDialog } from './join-dialog.tsx'
import { TermDialog } from './term-dialog.tsx'
import { WaitDialog } from './wait-dialog.tsx'
import { WaitingSection } from './waiting-section.tsx'
import { useWeeklyTimes } from './weekly-times.ts'

type Act = 'plan' | 'join' | 'wait' | null

/** A group: what waits for the office first, then who is in it, and its lessons. */
export function GroupPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const { groupId = '' }: { groupId?: string } = useParams({ strict: false })
  const group = useRead(getGroup, { groupId: groupId as Id<'group'> }) // the server looks at it
  const [act, setAct] = useState<Act>(null)
  const close = () => setAct(null)
  return (
    <Page>
      <PageHeading
        title={group.name}
        above={<TextLink href={paths.groups(slug)}>{t('shell.groups')}</TextLink>}
        detail={group.offeringTitle}
        actions={
          group.can.change && (
            <ButtonLink href={paths.editGroup(slug, group.id)} icon="edit">
              {t('groups.edit')}
            </ButtonLink>
          )
        }
      />
      <Columns
        main={
          <Stack gap="large">
            {group.can.change && <NextAct group={group} onAct={setAct} />}
            <WaitingSection group={group} onAdd={() => setAct('wait')} />
            <GroupMembers group={group} />
            <GroupLessons group={group} onPlan={() => setAct('plan')} />
          </Stack>
        }
        side={<Facts group={group} />}
      />
      <TermDialog open={act === 'plan'} onClose={close} group={group} />
      <JoinDialog open={act === 'join'} onClose={close} group={group} onWait={() => setAct('wait')} />
      <WaitDialog open={act === 'wait'} onClose={close} group={group} />
    </Page>
  )
}

/** The one thing to do next. */
function NextAct({ group, onAct }: { group: Group; onAct: (act: Act) => void }) {
  const { t } = useI18n()
  const { places, placesTaken, placesOffered, lessonsLeft } = group
  if (lessonsLeft === 0)
    return (
      <Sheet>
        <Text>{t('groups.next_plan')}</Text>
        <Inline>
          <Button variant="primary" icon="calendar" onClick={() => onAct('plan')}>
            {t('groups.plan_term')}
          </Button>
        </Inline>
      </Sheet>
    )
  const free = Math.max(0, places - placesTaken - placesOffered)
  return (
    <Sheet>
      <Text>{t('groups.next_places', { taken: placesTaken, places, offered: placesOffered, free })}</Text>
      <Inline>
        {free > 0 ? (
          <Button variant="primary" icon="plus" onClick={() => onAct('join')}>
            {t('groups.add_student')}
          </Button>
        ) : (
          <>
            <Button variant="primary" icon="plus" onClick={() => onAct('wait')}>
              {t('groups.add_waiting')}
            </Button>
            <Button onClick={() => onAct('join')}>{t('groups.join_later')}</Button>
          </>
        )}
      </Inline>
    </Sheet>
  )
}

function Facts({ group }: { group: Group }) {
  const { t, formatDate, formatMoney } = useI18n()
  const describeTimes = useWeeklyTimes()
  const { levelFrom, levelTo, ageFrom, ageTo, termPrice } = group
  const lines = [
    { term: t('groups.when'), value: describeTimes(group.times) },
    {
      term: t('groups.term'),
      value: t('groups.from_to', { from: formatDate(group.termFrom), to: formatDate(group.termTo) }),
    },
    { term: t('groups.zone'), value: group.zone },
    { term: t('groups.teacher'), value: group.teacherName },
    ...(group.roomName ? [{ term: t('groups.room'), value: group.roomName }] : []),
    { term: t('groups.places'), value: t('groups.places_taken', { taken: group.placesTaken, places: group.places }) },
    ...(levelFrom || levelTo
      ? [{ term: t('groups.level'), value: [levelFrom, levelTo].filter(Boolean).join(' – ') }]
      : []),
    ...(ageFrom !== null || ageTo !== null
      ? [
          {
            term: t('groups.age'),
            value: t('groups.age_range', {
              from: ageFrom ?? 0,
              to: ageTo ?? 0,
              has: ageTo === null ? 'from' : ageFrom === null ? 'to' : 'other',
            }),
          },
        ]
      : []),
    {
      term: t('groups.price'),
      value: termPrice ? t('groups.price_term', { price: formatMoney(termPrice) }) : t('groups.price_by_lesson'),
    },
  ]
  return (
    <Section title={t('groups.facts')}>
      <DefinitionList lines={lines} align="start" />
    </Section>
  )
}
