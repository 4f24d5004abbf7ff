import { answerOffer, leaveWaitingList, listMyGroups, type MyGroup } from '#contract/groups'
import { listMyLessons } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Inline, Section, Sheet, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { SummaryLine } from '#web/ui/summary-card.tsx'
import { Heading, Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { PriceLines } from './price-lines.tsx'
import { useWeeklyTimes } from './weekly-times.ts'

const changed = [listMyGroups, listMyLessons]

/** Groups of the family: how many are in them, never who; where on the list a student stands, and a place that waits for an answer. */
export function MyGroups({ studentIds }: { studentIds: readonly string[] }) {
  const { t } = useI18n()
  const groups = useGlance(listMyGroups, {})?.groups.filter(({ studentId }) => studentIds.includes(studentId)) ?? []
  if (groups.length === 0) return null
  return (
    <Section title={t('groups.my_groups')} count={groups.length} size={14}>
      <Stack>
        {groups.map((group) => (
          <MyGroupSheet key={group.id + group.studentId} group={group} />
        ))}
      </Stack>
    </Section>
  )
}

function MyGroupSheet({ group }: { group: MyGroup }) {
  const { t, formatDay, formatRange, formatDayAndTime } = useI18n()
  const describeTimes = useWeeklyTimes()
  const { member, waiting, nextLessons } = group
  return (
    <Sheet>
      <Heading level={3}>{t('groups.my_group', { group: group.name, student: group.studentName })}</Heading>
      <div>
        <SummaryLine
          title={describeTimes(group.times)}
          detail={[group.offeringTitle, group.teacherName, group.roomName].filter(Boolean).join(' · ')}
        />
        <SummaryLine title={t('groups.places_taken', { taken: group.placesTaken, places: group.places })} />
        {nextLessons.map(({ id, startsAt, endsAt }) => (
          <SummaryLine
            key={id}
            title={t('groups.lesson_at', { day: formatDay(startsAt), range: formatRange(startsAt, endsAt) })}
          />
        ))}
      </div>
      {member?.leftOn && <Text tone="soft">{t('groups.leaves', { day: formatDay(member.leftOn) })}</Text>}
      {waiting?.position && <Text>{t('groups.my_position', { position: waiting.position })}</Text>}
      {waiting?.offer && (
        <>
          <Text weight="strong">{t('groups.my_offer', { time: formatDayAndTime(waiting.offer.expiresAt) })}</Text>
          <PriceLines {...waiting.offer} />
        </>
      )}
      {waiting?.mayAnswer && <WaitingActs waiting={waiting} />}
    </Sheet>
  )
}

function WaitingActs({ waiting }: { waiting: NonNullable<MyGroup['waiting']> }) {
  const { t } = useI18n()
  const show = useToast()
  const answer = useAction(answerOffer, { refresh: changed })
  const leave = useAction(leaveWaitingList, { refresh: changed })
  const error = answer.error ?? leave.error
  const { offer } = waiting
  return (
    <>
      {error && (
        <Notice tone="danger" urgent>
          {error.title}
        </Notice>
      )}
      <Inline>
        {offer ? (
          <>
            <Button
              variant="primary"
              pending={answer.isPending}
              onClick={() =>
                answer.run(
                  { offerId: offer.id, accept: true },
                  { onSuccess: () => show({ message: t('groups.accepted') }) },
                )
              }
            >
              {t('groups.accept')}
            </Button>
            <Button
              pending={answer.isPending}
              onClick={() =>
                answer.run(
                  { offerId: offer.id, accept: false },
                  { onSuccess: () => show({ message: t('groups.declined') }) },
                )
              }
            >
              {t('groups.decline')}
            </Button>
          </>
        ) : (
          <Button
            pending={leave.isPending}
            onClick={() =>
              leave.run({ waitingId: waiting.id }, { onSuccess: () => show({ message: t('groups.list_left') }) })
            }
          >
            {t('groups.leave_list')}
          </Button>
        )}
      </Inline>
    </>
  )
}
