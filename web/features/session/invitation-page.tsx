import { useLoaderData, useParams } from '@tanstack/react-router'
import { acceptInvitation, type getInvitation } from '#contract/identity'
import type { Output } from '#platform/contract.ts'
import { passwordIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { PageHeading } from '#web/ui/layout.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { nextScreen } from './start.ts'

type Invitation = Output<typeof getInvitation>

export function InvitationPage() {
  const invitation: Invitation | null = useLoaderData({ strict: false })
  return invitation ? <Accept invitation={invitation} /> : <Spent />
}

function Accept({ invitation }: { invitation: Invitation }) {
  const { t, locale, formatDate } = useI18n()
  const { token = '' }: { token?: string } = useParams({ strict: false })
  const action = useAction(acceptInvitation, { refresh: [] })
  const { isPending, error } = action
  const { organisation, email, hasLogin } = invitation
  if (error?.code === 'identity.link_used') return <Spent />

  return (
    <EntryFrame brand={organisation.name}>
      <PageHeading
        title={t('session.join', { school: organisation.name })}
        detail={hasLogin ? t('session.join_with_login') : t('session.join_new')}
      />
      <Form
        error={error}
        label={t('session.join', { school: organisation.name })}
        onSubmit={(data) =>
          action.run(
            { token, password: passwordIn(data), locale },
            {
              onSuccess: (session) => location.replace(nextScreen(session, `/${organisation.slug}`) ?? paths.signIn()),
            },
          )
        }
      >
        <TextField
          label={t('session.email')}
          name="email"
          type="email"
          autoComplete="username"
          value={email}
          dir="ltr"
          readOnly
        />
        <TextField
          label={hasLogin ? t('session.password') : t('session.new_password')}
          name="password"
          type="password"
          autoComplete={hasLogin ? 'current-password' : 'new-password'}
          hint={hasLogin ? undefined : t('session.password_hint')}
          dir="ltr"
          required
        />
        <FormActions>
          <SubmitButton pending={isPending} size="large" wide>
            {t('session.accept')}
          </SubmitButton>
        </FormActions>
      </Form>
      {hasLogin && (
        <Text>
          <TextLink href={paths.forgotPassword()}>{t('session.forgot')}</TextLink>
        </Text>
      )}
      <StatusLine icon="clock">{t('session.good_until', { date: formatDate(invitation.expiresAt) })}</StatusLine>
    </EntryFrame>
  )
}

function Spent() {
  const { t } = useI18n()
  return (
    <EntryFrame>
      <PageHeading title={t('session.link_spent')} />
      <EmptyState
        title={t('session.link_spent_why')}
        action={
          <ButtonLink href={paths.signIn()} variant="primary">
            {t('session.sign_in')}
          </ButtonLink>
        }
      >
        {t('session.invitation_spent_detail')}
      </EmptyState>
    </EntryFrame>
  )
}
