import { getSession, signOut } from '#contract/identity'
import { locales } from '#messages/translator.ts'
import { paths } from '#web/paths.ts'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { useI18n } from './i18n.tsx'
import { chooseLocale } from './locale.ts'
import { queryClient, useAction, useRead } from './queries.ts'
import type { Member } from './session.ts'
import { flipTheme } from './theme.ts'

const languageNames = { en: 'English', fr: 'Français', id: 'Bahasa Indonesia', ar: 'العربية' } as const

/** Who is signed in: their other schools, language, light or dark, and the way out. */
export function AccountMenu({ member, compact = false }: { member: Member; compact?: boolean }) {
  const { t, locale } = useI18n()
  const { memberships } = useRead(getSession, {})
  const leave = useAction(signOut, { refresh: [] })
  const others = memberships.filter(({ organisation }) => organisation.slug !== member.slug)
  const entries: MenuEntry[] = [
    ...others.map(({ organisation }): MenuEntry => ({
      label: organisation.name,
      icon: 'any',
      href: paths.signIn(`/${organisation.slug}`),
    })),
    { label: t('shell.account'), icon: 'person', href: paths.account(member.slug) },
    { label: t('shell.public_page'), icon: 'eye', href: paths.publicPage(member.slug) },
    ...locales
      .filter((each) => each !== locale)
      .map((each): MenuEntry => ({ label: languageNames[each], icon: 'language', onChoose: () => chooseLocale(each) })),
    { label: t('shell.flip_theme'), icon: 'moon', onChoose: flipTheme },
    {
      label: t('shell.sign_out'),
      icon: 'logout',
      onChoose: () =>
        leave.run(
          {},
          {
            onSuccess: () => {
              queryClient.clear()
              location.assign(paths.signIn())
            },
          },
        ),
    },
  ]
  return <Menu label={member.name || member.email} icon="person" iconOnly={compact} variant="quiet" entries={entries} />
}
