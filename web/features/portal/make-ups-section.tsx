import { listMyMakeUps } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { Section } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'

/** Lessons that the school owes, because it could not hold them; nothing where it owes none. */
export function MakeUpsSection() {
  const { t, formatDate } = useI18n()
  const { makeUps } = useRead(listMyMakeUps, {})
  if (makeUps.length === 0) return null
  return (
    <Section title={t('portal.make_ups')} size={14}>
      <List label={t('portal.make_ups')}>
        {makeUps.map(({ id, title, studentName, missedAt, expiresOn }) => (
          <ListRow
            key={id}
            title={t('portal.make_up', { title, student: studentName })}
            detail={t('portal.make_up_detail', { missed: formatDate(missedAt), until: formatDate(expiresOn) })}
          />
        ))}
      </List>
    </Section>
  )
}
