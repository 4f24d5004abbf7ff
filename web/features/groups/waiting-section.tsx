import { useState } from 'react'
import { endWaiting, moveInWaitingList, offerPlace, type Group } from '#contract/groups'
import { numberIn, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'

type Entry = Group['waitingList'][number]

/** Who waits, in order, and to whom a place is offered until when. */
export function WaitingSection({ group, onAdd }: { group: Group; onAdd: () => void }) {
  const { t, formatDayAndTime } = useI18n()
  const { slug } = useMember()
  const show = useToast()
  const [moving, setMoving] = useState<Entry | null>(null)
  const [ending, setEnding] = useState<Entry | null>(null)
  const offer = useAction(offerPlace, { refresh: changesOfGroup })
  const { waitingList, can } = group
  const acts = (entry: Entry) => [
    ...(entry.offer
      ? []
      : [
          {
            label: t('groups.offer_now'),
            onChoose: () =>
              offer.run(
                { waitingId: entry.id },
                { onSuccess: () => show({ message: t('groups.offered', { name: entry.name }) }) },
              ),
          },
          { label: t('groups.move'), onChoose: () => setMoving(entry) },
        ]),
    { label: t('groups.take_off'), onChoose: () => setEnding(entry) },
  ]
  return (
    <Section
      title={t('groups.waiting_list')}
      count={waitingList.length}
      action={can.change && <Button onClick={onAdd}>{t('groups.add_waiting')}</Button>}
    >
      <Stack>
        {offer.error && (
          <Notice tone="danger" urgent>
            {offer.error.title}
          </Notice>
        )}
        {waitingList.length === 0 ? (
          <Text tone="soft">{t('groups.nobody_waits')}</Text>
        ) : (
          <List label={t('groups.waiting_list')}>
            {waitingList.map((entry) => (
              <ListRow
                key={entry.id}
                mark={<Avatar name={entry.name} id={entry.studentId} />}
                title={entry.name}
                href={paths.person(slug, entry.studentId)}
                detail={
                  entry.offer
                    ? t('groups.answers_until', { time: formatDayAndTime(entry.offer.expiresAt) })
                    : t('groups.waits_since', { time: formatDayAndTime(entry.addedAt) })
                }
                end={
                  entry.offer ? (
                    <Badge tone="warn">{t('groups.place_offered')}</Badge>
                  ) : (
                    <Badge>{t('groups.number', { position: entry.position ?? 0 })}</Badge>
                  )
                }
                actions={
                  can.change && (
                    <Menu
                      label={t('groups.acts_for', { name: entry.name })}
                      icon="more"
                      iconOnly
                      entries={acts(entry)}
                    />
                  )
                }
              />
            ))}
          </List>
        )}
      </Stack>
      {moving && <MoveDialog entry={moving} onClose={() => setMoving(null)} />}
      {ending && <TakeOffDialog entry={ending} onClose={() => setEnding(null)} />}
    </Section>
  )
}

function MoveDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useI18n()
  const move = useAction(moveInWaitingList, { refresh: changesOfGroup })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('groups.move_question', { name: entry.name })}
      confirmLabel={t('groups.move')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      pending={move.isPending}
      error={move.error}
      onConfirm={(data) =>
        move.run(
          { waitingId: entry.id, position: numberIn(data, 'position'), reason: textIn(data, 'reason') },
          { onSuccess: onClose },
        )
      }
    >
      <TextField
        label={t('groups.new_position')}
        name="position"
        type="number"
        inputMode="numeric"
        min={1}
        defaultValue={1}
        hint={t('groups.new_position_hint')}
        required
      />
      <TextArea label={t('groups.move_reason')} name="reason" maxLength={300} required />
    </ConfirmDialog>
  )
}

function TakeOffDialog({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useI18n()
  const end = useAction(endWaiting, { refresh: changesOfGroup })
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('groups.take_off_question', { name: entry.name })}
      confirmLabel={t('groups.take_off')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      danger
      pending={end.isPending}
      error={end.error}
      onConfirm={(data) => end.run({ waitingId: entry.id, reason: textIn(data, 'reason') }, { onSuccess: onClose })}
    >
      {entry.offer && <Text>{t('groups.take_off_offer')}</Text>}
      <TextArea label={t('groups.move_reason')} name="reason" maxLength={300} required />
    </ConfirmDialog>
  )
}
