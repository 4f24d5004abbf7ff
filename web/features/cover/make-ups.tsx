import { listMakeUps } from '#contract/booking'
import type { Input } from '#platform/contract.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'

/** What the school owes a student; nothing where it owes nothing. */
export function MakeUps({ studentId }: { studentId: NonNullable<Input<typeof listMakeUps>['studentId']> }) {
  const { t, formatDate } = useI18n()
  const { slug } = useMember()
  const makeUps = useGlance(listMakeUps, { studentId })?.makeUps ?? []
  if (makeUps.length === 0) return null
  return (
    <Section title={t('cover.owed')}>
      <List label={t('cover.owed')}>
        {makeUps.map(({ id, title, missedAt, missedLessonId, expiresOn }) => (
          <ListRow
            key={id}
            title={title}
            detail={t('cover.owed_detail', { missed: formatDate(missedAt), until: formatDate(expiresOn) })}
            href={paths.lesson(slug, missedLessonId)}
          />
        ))}
      </List>
    </Section>
  )
}
