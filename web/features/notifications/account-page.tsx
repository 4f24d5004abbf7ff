import { locales } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { chooseLocale } from '#web/app/locale.ts'
import { useMember } from '#web/app/session.ts'
import { flipTheme } from '#web/app/theme.ts'
import { CalendarsPanel } from '#web/features/calendars/calendars-panel.tsx'
import { languageNames } from '#web/features/session/language-names.ts'
import { roleNames } from '#web/features/session/role-names.ts'
import { Button } from '#web/ui/button.tsx'
import { Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Devices } from './devices.tsx'
import { Notifications } from './notifications.tsx'

export function AccountPage() {
  const { t, locale, formatList } = useI18n()
  const member = useMember()
  return (
    <Page>
      <PageHeading
        title={t('shell.account')}
        detail={`${member.name} · ${member.email} · ${formatList(member.roles.map((role) => t(roleNames[role])))}`}
      />
      <Notifications />
      <Section title={t('notifications_screen.look')}>
        <Stack>
          <SelectField
            label={t('people.language')}
            value={locale}
            options={locales.map((each) => ({ value: each, label: languageNames[each] }))}
            onChange={(event) => {
              const chosen = locales.find((each) => each === event.target.value)
              if (chosen) chooseLocale(chosen)
            }}
          />
          <div>
            <Button icon="moon" onClick={flipTheme}>
              {t('shell.flip_theme')}
            </Button>
          </div>
        </Stack>
      </Section>
      <CalendarsPanel />
      <Devices />
    </Page>
  )
}
