import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import { getFamily, type FamilyId } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { GuardianshipList } from './guardianships.tsx'
import { PeopleTable } from './people-table.tsx'

const FamilyAccountPanel = lazy(async () => {
  const { FamilyAccountPanel } = await import('#web/features/billing/family-account-panel.tsx')
  return { default: FamilyAccountPanel }
})

export function FamilyPage() {
  const { t } = useI18n()
  const { slug, can } = useMember()
  const params: { familyId?: string } = useParams({ strict: false })
  const family = useRead(getFamily, { familyId: params.familyId as z.output<typeof FamilyId> })
  return (
    <Page>
      <PageHeading
        title={family.name}
        above={<TextLink href={paths.people(slug)}>{t('shell.people')}</TextLink>}
        detail={t('people.family')}
        actions={
          can('people.manage') && (
            <ButtonLink href={`${paths.newPerson(slug)}?familyId=${family.id}`} icon="plus">
              {t('people.add_to_family')}
            </ButtonLink>
          )
        }
      />
      <Stack gap="large">
        <Section title={t('people.members')} count={family.members.length}>
          <PeopleTable rows={family.members} empty={<Text tone="soft">{t('people.no_members')}</Text>} />
        </Section>
        {can('billing.manage') && (
          <Suspense fallback={<Skeleton label={t('common.loading')} rows={4} />}>
            <FamilyAccountPanel familyId={family.id} />
          </Suspense>
        )}
        {family.guardianships.length > 0 && (
          <Section title={t('people.guardianships')}>
            <GuardianshipList guardianships={family.guardianships} shown="both" />
          </Section>
        )}
      </Stack>
    </Page>
  )
}
