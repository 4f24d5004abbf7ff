import { useLoaderData } from '@tanstack/react-router'
import { enterDemonstration, type Role } from '#contract/identity'
import type { MessageKey } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Cover, CoverFacts } from '#web/ui/cover.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Inline, Page, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { SkipLink } from '#web/ui/skip-link.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { LanguageMenu } from './entry-frame.tsx'
import type { Ready } from './ready.ts'
import { roleNames } from './role-names.ts'
import { startOf } from './start.ts'

const workOf = {
  owner: 'session.work_owner',
  office: 'session.work_office',
  teacher: 'session.work_teacher',
  guardian: 'session.work_guardian',
  student: 'session.work_student',
} as const satisfies Record<Role, MessageKey>

/** The first page of an install: what it is, the schools on it, and the way in. */
export function ReadyPage() {
  const { t } = useI18n()
  const { session, demonstration }: Ready = useLoaderData({ strict: false })
  return (
    <>
      <SkipLink label={t('common.skip_to_content')} />
      <Cover
        title={t('session.what_it_is')}
        edge="keys"
        top={
          <>
            <span>Lessonry</span>
            <LanguageMenu />
          </>
        }
      >
        <Text>{t('session.what_it_does')}</Text>
        <CoverFacts>
          <span>{t('session.fact_open')}</span>
          <span>{t('session.fact_own')}</span>
          <span>{t('session.fact_languages')}</span>
        </CoverFacts>
      </Cover>
      <main id="content" tabIndex={-1}>
        <Page>
          {session.memberships.length > 0 && <Schools session={session} />}
          {demonstration && <Demonstration demonstration={demonstration} />}
          {session.user === null && (
            <Section title={demonstration ? t('session.own_login') : t('session.sign_in')}>
              <Stack>
                <Text tone="soft">{t('session.sign_in_detail')}</Text>
                <Inline>
                  <ButtonLink href={paths.signIn()} variant={demonstration ? 'secondary' : 'primary'} size="large">
                    {t('session.sign_in')}
                  </ButtonLink>
                </Inline>
              </Stack>
            </Section>
          )}
          <Section title={t('session.for_programs')} size={14}>
            <Text>
              <TextLink href={paths.apiReference()}>{t('session.api_reference')}</TextLink>
            </Text>
          </Section>
        </Page>
      </main>
    </>
  )
}

function Schools({ session }: { session: Ready['session'] }) {
  const { t, formatList } = useI18n()
  return (
    <Section title={t('session.your_schools')}>
      <List label={t('session.your_schools')}>
        {session.memberships.map((membership) => (
          <ListRow
            key={membership.organisation.slug}
            mark={<Avatar name={membership.organisation.name} />}
            title={membership.organisation.name}
            detail={formatList(membership.roles.map((role) => t(roleNames[role])))}
            href={startOf(membership)}
            end={<Icon name="forward" />}
          />
        ))}
      </List>
    </Section>
  )
}

function Demonstration({ demonstration }: { demonstration: NonNullable<Ready['demonstration']> }) {
  const { t } = useI18n()
  const enter = useAction(enterDemonstration, { refresh: [] })
  const asRole = (role: Role) =>
    enter.run(
      { role },
      { onSuccess: ({ memberships }) => location.assign(memberships[0] ? startOf(memberships[0]) : '/') },
    )
  return (
    <Section
      title={t('session.demonstration', { school: demonstration.name })}
      action={
        <ButtonLink href={paths.publicPage(demonstration.slug)} icon="eye">
          {t('session.see_public_page')}
        </ButtonLink>
      }
    >
      <Stack>
        <Text tone="soft">{t('session.demonstration_detail')}</Text>
        {enter.error && <Notice tone="danger" title={enter.error.title} urgent />}
        <List label={t('session.demonstration_logins')}>
          {demonstration.logins.map((login) => (
            <ListRow
              key={login.role}
              mark={<Avatar name={login.name} />}
              title={`${t(roleNames[login.role])}: ${login.name}`}
              detail={
                <>
                  {t(workOf[login.role])}{' '}
                  <bdi>
                    {login.email.split('@')[0]}
                    <wbr />@{login.email.split('@')[1]}
                  </bdi>
                </>
              }
              actions={
                <Button
                  variant={login.role === 'office' ? 'primary' : 'secondary'}
                  pending={enter.isPending}
                  aria-label={t('session.enter_as', { role: t(roleNames[login.role]), name: login.name })}
                  onClick={() => asRole(login.role)}
                >
                  {t('session.enter')}
                </Button>
              }
            />
          ))}
        </List>
      </Stack>
    </Section>
  )
}
