import type { z } from 'zod'
import { listEvents, type EventRow } from '#contract/audit'
import type { Input } from '#platform/contract.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { findSentence } from '#web/app/sentence.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { payloadLines, subjectName } from './payload.ts'
import { subjectPath } from './subject.ts'

type Event = z.output<typeof EventRow>

interface EventListProps {
  filter: Omit<Input<typeof listEvents>, 'cursor' | 'limit'>
  onActor?: (event: Event) => void
}

/** What happened, newest first, in sentences; what exactly was changed stands under each. */
export function EventList({ filter, onActor }: EventListProps) {
  const { t } = useI18n()
  const { rows, isLoadingMore, showMore } = usePages(listEvents, { ...filter, limit: 30 })
  if (rows === undefined) return <Skeleton label={t('common.loading')} rows={6} />
  if (rows.length === 0) return <EmptyState title={t('audit.none')}>{t('audit.none_detail')}</EmptyState>
  return (
    <Stack>
      <List label={t('shell.audit')}>
        {rows.map((event) => (
          <EventEntry key={event.id} event={event} {...(onActor && { onActor })} />
        ))}
      </List>
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Stack>
  )
}

function EventEntry({ event, onActor }: { event: Event; onActor?: (event: Event) => void }) {
  const { t, formatDate, formatTime } = useI18n()
  const { slug } = useMember()
  const href = subjectPath(slug, event.subjectKind, event.subjectId)
  const lines = payloadLines(event.payload)
  const name = subjectName(event.payload)
  const sentence = findSentence(t, `audit.event.${event.name}`) ?? event.name
  return (
    <ListRow
      title={name === null ? sentence : t('audit.about', { sentence, name })}
      detail={
        <Stack gap="small">
          <span>
            <bdi>{event.actorName || t(`audit.actor_${event.actorKind}`)}</bdi>
            {`, ${formatDate(event.happenedAt)}, ${formatTime(event.happenedAt)}`}
          </span>
          <Disclosure label={t('audit.more')}>
            <Stack gap="small">
              <DefinitionList
                lines={[
                  ...lines.map((line) => ({ term: line.name, value: <bdi>{line.value}</bdi> })),
                  ...(event.address ? [{ term: t('audit.address'), value: <bdi>{event.address}</bdi> }] : []),
                  ...(event.requestId ? [{ term: t('audit.request'), value: <bdi>{event.requestId}</bdi> }] : []),
                  { term: t('audit.event_name'), value: <bdi>{event.name}</bdi> },
                ]}
              />
              <Inline>
                {href && <TextLink href={href}>{t('audit.open')}</TextLink>}
                {onActor && event.actorId && (
                  <Button variant="quiet" icon="filter" onClick={() => onActor(event)}>
                    {t('audit.only_by', { name: event.actorName })}
                  </Button>
                )}
              </Inline>
            </Stack>
          </Disclosure>
        </Stack>
      }
    />
  )
}
