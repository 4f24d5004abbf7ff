import { useNavigate, useParams } from '@tanstack/react-router'
import { changeGroup, createGroup, getGroup } from '#contract/groups'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfGroup } from './changes.ts'
import { GroupForm } from './group-form.tsx'

export function NewGroupPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const create = useAction(createGroup, { refresh: changesOfGroup })
  return (
    <Page width="narrow">
      <PageHeading title={t('groups.add')} above={<TextLink href={paths.groups(slug)}>{t('shell.groups')}</TextLink>} />
      <GroupForm
        error={create.error}
        pending={create.isPending}
        submitLabel={t('groups.add')}
        onSubmit={(input) =>
          create.run(input, { onSuccess: ({ id }) => void navigate({ href: paths.group(slug, id) }) })
        }
      />
    </Page>
  )
}

export function EditGroupPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const show = useToast()
  const { groupId = '' }: { groupId?: string } = useParams({ strict: false })
  const group = useRead(getGroup, { groupId: groupId as Id<'group'> }) // the server looks at it
  const change = useAction(changeGroup, { refresh: changesOfGroup })
  return (
    <Page width="narrow">
      <PageHeading
        title={t('groups.edit')}
        above={<TextLink href={paths.group(slug, group.id)}>{group.name}</TextLink>}
        detail={t('groups.edit_detail')}
      />
      <GroupForm
        group={group}
        error={change.error}
        pending={change.isPending}
        submitLabel={t('common.save')}
        onSubmit={({ offeringId: _, ...input }) =>
          change.run(
            { groupId: group.id, ...input },
            {
              onSuccess: () => {
                show({ message: t('groups.saved') })
                void navigate({ href: paths.group(slug, group.id) })
              },
            },
          )
        }
      />
    </Page>
  )
}
