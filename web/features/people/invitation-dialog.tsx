import { invitePerson, Role } from '#contract/identity'
import type { Person, PersonKind } from '#contract/people'
import { allIn, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { roleNames } from '#web/features/session/role-names.ts'
import { CheckboxGroup } from '#web/ui/checkbox-group.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface InvitationDialogProps {
  person: Person
  open: boolean
  onClose: () => void
}

const rolesOf = {
  student: 'student',
  teacher: 'teacher',
  guardian: 'guardian',
  staff: 'office',
} as const satisfies Record<PersonKind, Role>

export function InvitationDialog({ person, open, onClose }: InvitationDialogProps) {
  const { t, formatDate } = useI18n()
  const { roles } = useMember()
  const show = useToast()
  const invite = useAction(invitePerson, { refresh: 'everything' })
  // Only an owner makes owners.
  const offered = Role.options.filter((role) => role !== 'owner' || roles.includes('owner'))

  function confirm(data: FormData) {
    const note = textIn(data, 'note')
    const chosen = offered.filter((role) => allIn(data, 'roles').includes(role))
    invite.run(
      { personId: person.id, roles: chosen, ...(note && { note }) },
      {
        onSuccess: ({ expiresAt }) => {
          onClose()
          show({ message: t('people.invited', { name: person.fullName, date: formatDate(expiresAt) }) })
        },
      },
    )
  }

  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('people.invite_title', { name: person.fullName })}
      confirmLabel={t('people.send_invitation')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      pending={invite.isPending}
      error={invite.error}
      onConfirm={confirm}
    >
      <Text>{t('people.invite_detail', { email: person.email ?? '' })}</Text>
      <CheckboxGroup
        label={t('people.invite_roles')}
        name="roles"
        defaultValues={person.kinds.map((kind) => rolesOf[kind])}
        options={offered.map((role) => ({ value: role, label: t(roleNames[role]) }))}
      />
      <TextArea label={t('people.invite_note')} name="note" maxLength={500} />
    </ConfirmDialog>
  )
}
