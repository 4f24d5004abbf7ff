import type { ReactNode } from 'react'
import { locales } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { chooseLocale } from '#web/app/locale.ts'
import { Brand, PersonalFrame, TopNavigation } from '#web/ui/frame.tsx'
import { Page } from '#web/ui/layout.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { languageNames } from './language-names.ts'

interface EntryFrameProps {
  brand?: string
  width?: 'narrow' | 'normal'
  children: ReactNode
}

/** Around the screens that nobody has to be signed in for. */
export function EntryFrame({ brand = 'Lessonry', width = 'narrow', children }: EntryFrameProps) {
  const { t } = useI18n()
  return (
    <PersonalFrame
      skipLabel={t('common.skip_to_content')}
      top={
        <TopNavigation label={t('shell.navigation')} brand={<Brand name={brand} />} links={[]} end={<LanguageMenu />} />
      }
      bottomBar={null}
    >
      <Page width={width}>{children}</Page>
    </PersonalFrame>
  )
}

export function LanguageMenu() {
  const { locale } = useI18n()
  return (
    <Menu
      label={languageNames[locale]}
      icon="language"
      variant="quiet"
      entries={locales
        .filter((each) => each !== locale)
        .map((each) => ({ label: languageNames[each], onChoose: () => chooseLocale(each) }))}
    />
  )
}
