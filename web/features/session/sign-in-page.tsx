import { z } from 'zod'
import { getSession, signIn, signOut } from '#contract/identity'
import { passwordIn, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { queryClient, useAction, useRead } from '#web/app/queries.ts'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Inline, PageHeading, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { roleNames } from './role-names.ts'
import { nextScreen, startOf } from './start.ts'

const Search = z.object({ next: searchWord })

export function SignInPage() {
  const session = useRead(getSession, {})
  return <EntryFrame>{session.user ? <ChooseSchool /> : <SignInForm />}</EntryFrame>
}

function SignInForm() {
  const { t } = useI18n()
  const [{ next }] = useSearchState(Search)
  const action = useAction(signIn, { refresh: [] })
  const { isPending, error } = action

  function submit(data: FormData) {
    action.run(
      { email: textIn(data, 'email'), password: passwordIn(data) },
      { onSuccess: (session) => location.replace(nextScreen(session, next) ?? paths.signIn()) },
    )
  }

  return (
    <>
      <PageHeading title={t('session.sign_in')} detail={t('session.sign_in_detail')} />
      <Form error={error} onSubmit={submit} label={t('session.sign_in')}>
        <TextField
          label={t('session.email')}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          dir="ltr"
          required
        />
        <TextField
          label={t('session.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          dir="ltr"
          required
        />
        <FormActions>
          <SubmitButton pending={isPending} size="large" wide>
            {t('session.sign_in')}
          </SubmitButton>
        </FormActions>
      </Form>
      <Text>
        <TextLink href={paths.forgotPassword()}>{t('session.forgot')}</TextLink>
      </Text>
    </>
  )
}

function ChooseSchool() {
  const { t, formatList } = useI18n()
  const session = useRead(getSession, {})
  const leave = useAction(signOut, { refresh: [] })
  const change = () =>
    leave.run(
      {},
      {
        onSuccess: () => {
          queryClient.clear()
          location.replace(paths.signIn())
        },
      },
    )
  const { memberships } = session
  return (
    <>
      <PageHeading
        title={memberships.length > 0 ? t('session.choose_school') : t('session.no_school')}
        detail={t('session.signed_in_as', { email: session.user?.email ?? '' })}
      />
      <Stack>
        {memberships.length === 0 && <Text>{t('session.no_school_detail')}</Text>}
        {memberships.length > 0 && (
          <List label={t('session.your_schools')}>
            {memberships.map((membership) => (
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
        )}
        <Inline>
          <Button icon="logout" pending={leave.isPending} onClick={change}>
            {t('session.other_login')}
          </Button>
        </Inline>
      </Stack>
    </>
  )
}
