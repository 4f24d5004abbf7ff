import type { Group } from '#contract/groups'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Text } from '#web/ui/text.tsx'

type Lesson = Group['lessons'][number]

export function GroupLessons({ group, onPlan }: { group: Group; onPlan: () => void }) {
  const { t } = useI18n()
  const now = Temporal.Now.instant()
  const ahead = group.lessons.filter(({ endsAt }) => Temporal.Instant.compare(endsAt, now) > 0)
  const past = group.lessons.filter((lesson) => !ahead.includes(lesson))
  return (
    <Section
      title={t('groups.lessons')}
      count={group.lessons.length}
      action={group.can.change && <Button onClick={onPlan}>{t('groups.plan_more')}</Button>}
    >
      <Stack>
        {group.lessons.length === 0 && <Text tone="soft">{t('groups.no_lessons')}</Text>}
        {ahead.length > 0 && <Lessons label={t('groups.lessons')} lessons={ahead} />}
        {past.length > 0 && (
          <Disclosure label={t('groups.past_lessons', { count: past.length })}>
            <Lessons label={t('groups.past_lessons', { count: past.length })} lessons={past} />
          </Disclosure>
        )}
      </Stack>
    </Section>
  )
}

function Lessons({ label, lessons }: { label: string; lessons: readonly Lesson[] }) {
  const { t, formatDay, formatRange, formatList } = useI18n()
  const { slug } = useMember()
  return (
    <List label={label}>
      {lessons.map((lesson) => (
        <ListRow
          key={lesson.id}
          title={t('groups.lesson_at', {
            day: formatDay(lesson.startsAt),
            range: formatRange(lesson.startsAt, lesson.endsAt),
          })}
          detail={[
            lesson.teacherName,
            lesson.roomName,
            lesson.guests.length > 0 &&
              t('groups.guests', { names: formatList(lesson.guests.map(({ name }) => name)) }),
          ]
            .filter(Boolean)
            .join(' · ')}
          end={<Badge>{t('groups.places_taken', { taken: lesson.placesTaken, places: lesson.capacity })}</Badge>}
          href={paths.lesson(slug, lesson.id)}
        />
      ))}
    </List>
  )
}
