import { useState } from 'react'
import { leaveGroup, type Group } from '#contract/groups'
import { dayOrNull, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Section } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'
import { MakeUpDialog } from './make-up-dialog.tsx'

type Member = Group['members'][number]

export function GroupMembers({ group }: { group: Group }) {
  const { t, formatDate, formatMoney } = useI18n()
  const { slug } = useMember()
  const [leaving, setLeaving] = useState<Member | null>(null)
  const [makingUp, setMakingUp] = useState<Member | null>(null)
  return (
    <Section title={t('groups.members')} count={group.members.length}>
      {group.members.length === 0 ? (
        <Text tone="soft">{t('groups.no_members')}</Text>
      ) : (
        <List label={t('groups.members')}>
          {group.members.map((member) => (
            <ListRow
              key={member.id}
              mark={<Avatar name={member.name} id={member.studentId} />}
              title={member.name}
              href={paths.person(slug, member.studentId)}
              detail={[
                member.leftOn?.equals(member.joinedOn)
                  ? t('groups.never_began')
                  : t('groups.since', { day: formatDate(member.joinedOn) }),
                member.leftOn &&
                  !member.leftOn.equals(member.joinedOn) &&
                  t('groups.leaves', { day: formatDate(member.leftOn) }),
                member.price && formatMoney(member.price),
              ]
                .filter(Boolean)
                .join(' · ')}
              actions={
                group.can.change &&
                member.leftOn === null && (
                  <Menu
                    label={t('groups.acts_for', { name: member.name })}
                    icon="more"
                    iconOnly
                    entries={[
                      { label: t('groups.make_up'), onChoose: () => setMakingUp(member) },
                      { label: t('groups.leave'), onChoose: () => setLeaving(member) },
                    ]}
                  />
                )
              }
            />
          ))}
        </List>
      )}
      {leaving && <LeaveDialog group={group} member={leaving} onClose={() => setLeaving(null)} />}
      {makingUp && <MakeUpDialog group={group} member={makingUp} onClose={() => setMakingUp(null)} />}
    </Section>
  )
}

function LeaveDialog({ group, member, onClose }: { group: Group; member: Member; onClose: () => void }) {
  const { t } = useI18n()
  const show = useToast()
  const leave = useAction(leaveGroup, { refresh: changesOfGroup })
  const today = Temporal.Now.plainDateISO(group.zone)
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('groups.leave_question', { name: member.name })}
      confirmLabel={t('groups.leave_confirm')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      danger
      pending={leave.isPending}
      error={leave.error}
      onConfirm={(data) =>
        leave.run(
          {
            groupId: group.id,
            memberId: member.id,
            from: dayOrNull(data, 'from') ?? today,
            reason: textIn(data, 'reason'),
          },
          {
            onSuccess: () => {
              show({ message: t('groups.left', { name: member.name }) })
              onClose()
            },
          },
        )
      }
    >
      <Text>{t('groups.leave_detail')}</Text>
      <DateField
        label={t('groups.leave_from')}
        name="from"
        defaultValue={today.toString()}
        min={today.toString()}
        required
      />
      <TextArea label={t('groups.reason')} name="reason" maxLength={500} />
    </ConfirmDialog>
  )
}
