import type { ReactNode } from 'react'
import { z } from 'zod'
import type { MessageKey } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { ClosuresSettings } from './closures-settings.tsx'
import { ColourSettings } from './colour-settings.tsx'
import { LogoSettings } from './logo-settings.tsx'
import { OpeningHoursSettings } from './opening-hours-settings.tsx'
import { PoliciesSettings } from './policies-settings.tsx'
import { ContactSettings, MoneySettings, RegionSettings, SchoolSettings } from './school-settings.tsx'
import { SettingsTabs } from './settings-tabs.tsx'

const Search = z.object({ search: searchWord })

interface Part {
  readonly id: string
  readonly title: MessageKey
  /** Words that people look for and the title does not say. */
  readonly words: MessageKey
  readonly content: ReactNode
}

function SchoolPart() {
  return (
    <Stack gap="large">
      <LogoSettings />
      <SchoolSettings />
    </Stack>
  )
}

const parts = [
  { id: 'school', title: 'organisations.school', words: 'organisations.school_words', content: <SchoolPart /> },
  { id: 'contact', title: 'organisations.contact', words: 'organisations.contact_words', content: <ContactSettings /> },
  { id: 'colour', title: 'organisations.colour', words: 'organisations.colour_words', content: <ColourSettings /> },
  { id: 'hours', title: 'organisations.hours', words: 'organisations.hours_words', content: <OpeningHoursSettings /> },
  {
    id: 'closures',
    title: 'organisations.closures',
    words: 'organisations.closures_words',
    content: <ClosuresSettings />,
  },
  {
    id: 'policies',
    title: 'organisations.policies',
    words: 'organisations.policies_words',
    content: <PoliciesSettings />,
  },
  { id: 'money', title: 'organisations.money', words: 'organisations.money_words', content: <MoneySettings /> },
  { id: 'region', title: 'organisations.region', words: 'organisations.region_words', content: <RegionSettings /> },
] as const satisfies readonly Part[]

export function SettingsPage() {
  const { t, locale } = useI18n()
  const [{ search }, change] = useSearchState(Search)
  const wanted = search?.toLocaleLowerCase(locale)
  const shown = parts.filter(
    ({ title, words }) => !wanted || `${t(title)} ${t(words)}`.toLocaleLowerCase(locale).includes(wanted),
  )
  return (
    <Page>
      <PageHeading title={t('shell.settings')} />
      <SettingsTabs current="school" />
      <SearchBox label={t('organisations.search')} value={search} onSearch={(text) => change({ search: text })} />
      {shown.length === 0 && (
        <EmptyState title={t('organisations.none_found')}>{t('organisations.none_found_detail')}</EmptyState>
      )}
      <Stack gap="large">
        {shown.map((part) => (
          <Section key={part.id} id={part.id} title={t(part.title)}>
            {part.content}
          </Section>
        ))}
      </Stack>
    </Page>
  )
}
