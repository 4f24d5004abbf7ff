import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { TabLinks } from '#web/ui/tabs.tsx'

interface SettingsTabsProps {
  current: 'school' | 'members' | 'imports' | 'old_records'
}

export function SettingsTabs({ current }: SettingsTabsProps) {
  const { t } = useI18n()
  const { slug, can } = useMember()
  const links = [
    { id: 'school', href: paths.settings(slug), label: t('organisations.school'), needs: 'organisation.manage' },
    { id: 'members', href: paths.members(slug), label: t('organisations.members'), needs: 'identity.manage' },
    { id: 'imports', href: paths.imports(slug), label: t('transfer_screen.imports'), needs: 'transfer.manage' },
    {
      id: 'old_records',
      href: paths.oldRecords(slug),
      label: t('transfer_screen.old_records'),
      needs: 'transfer.manage',
    },
  ]
  return (
    <TabLinks
      label={t('shell.settings')}
      links={links
        .filter(({ needs }) => can(needs))
        .map(({ id, href, label }) => ({ href, label, current: id === current }))}
    />
  )
}
