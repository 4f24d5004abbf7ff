import { useState } from 'react'
import type { z } from 'zod'
import { changeMember, listMembers, Role, type Member } from '#contract/identity'
import { allIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, usePages } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { roleNames } from '#web/features/session/role-names.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

type AnyMember = z.output<typeof Member>

/** Everybody with a login here: what they may do, and who is shut out for now. */
export function MembersPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const { rows: members, isLoadingMore, showMore } = usePages(listMembers, {})
  const [changing, setChanging] = useState<AnyMember | null>(null)
  return (
    <Page>
      <PageHeading title={t('shell.settings')} />
      <SettingsTabs current="members" />
      <Section
        title={t('organisations.members')}
        action={
          <ButtonLink href={paths.people(slug)} icon="people">
            {t('organisations.invite')}
          </ButtonLink>
        }
      >
        <Text tone="soft">{t('organisations.members_detail')}</Text>
        {members === undefined ? (
          <Skeleton label={t('common.loading')} rows={6} avatar />
        ) : (
          <List label={t('organisations.members')}>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} onChange={() => setChanging(member)} />
            ))}
          </List>
        )}
        <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
      </Section>
      <RolesDialog member={changing} onClose={() => setChanging(null)} />
    </Page>
  )
}

function MemberRow({ member, onChange }: { member: AnyMember; onChange: () => void }) {
  const { t, formatList } = useI18n()
  const show = useToast()
  const change = useAction(changeMember, { refresh: [listMembers] })
  const isSuspended = member.status === 'suspended'
  const name = member.name || member.email

  function setStatus(status: AnyMember['status']) {
    const other = status === 'active' ? 'suspended' : 'active'
    change.run(
      { membershipId: member.id, status },
      {
        onSuccess: () =>
          show({
            message: t(status === 'active' ? 'organisations.let_in' : 'organisations.shut_out', { name }),
            undo: { label: t('common.undo'), run: () => setStatus(other) },
          }),
      },
    )
  }

  return (
    <ListRow
      mark={<Avatar name={name} id={member.personId ?? member.id} />}
      title={name}
      detail={
        <>
          <bdi>{member.email}</bdi> · {formatList(member.roles.map((role) => t(roleNames[role])))}
          {change.error && <Notice tone="danger" title={change.error.title} urgent />}
        </>
      }
      end={isSuspended && <Badge tone="warn">{t('organisations.suspended')}</Badge>}
      actions={
        <>
          <Button aria-label={t('organisations.change_roles_of', { name })} onClick={onChange}>
            {t('organisations.change_roles')}
          </Button>
          <Button
            variant="quiet"
            pending={change.isPending}
            aria-label={t(isSuspended ? 'organisations.let_in_name' : 'organisations.suspend_name', { name })}
            onClick={() => setStatus(isSuspended ? 'active' : 'suspended')}
          >
            {t(isSuspended ? 'organisations.let_in_again' : 'organisations.suspend')}
          </Button>
        </>
      }
    />
  )
}

function RolesDialog({ member, onClose }: { member: AnyMember | null; onClose: () => void }) {
  const { t } = useI18n()
  const show = useToast()
  const change = useAction(changeMember, { refresh: 'everything' })
  const name = member?.name ?? ''

  function confirm(data: FormData) {
    if (!member) return
    const chosen = allIn(data, 'roles')
    change.run(
      { membershipId: member.id, roles: Role.options.filter((role) => chosen.includes(role)) },
      {
        onSuccess: () => {
          onClose()
          show({ message: t('organisations.roles_changed', { name }) })
        },
      },
    )
  }

  return (
    <ConfirmDialog
      open={member !== null}
      onClose={() => {
        change.reset()
        onClose()
      }}
      title={t('organisations.roles_of', { name })}
      confirmLabel={t('common.save')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      pending={change.isPending}
      error={change.error}
      onConfirm={confirm}
    >
      <CheckboxGroup
        label={t('organisations.roles')}
        name="roles"
        hint={t('organisations.roles_hint')}
        defaultValues={member?.roles ?? []}
        options={Role.options.map((role) => ({
          value: role,
          label: t(roleNames[role]),
          hint: t(`session.work_${role}`),
        }))}
      />
    </ConfirmDialog>
  )
}
