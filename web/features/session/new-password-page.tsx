import { useParams } from '@tanstack/react-router'
import { resetPassword } from '#contract/identity'
import { passwordIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { PageHeading } from '#web/ui/layout.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { EntryFrame } from './entry-frame.tsx'
import { nextScreen } from './start.ts'

export function NewPasswordPage() {
  const { t } = useI18n()
  const { token = '' }: { token?: string } = useParams({ strict: false })
  const action = useAction(resetPassword, { refresh: [] })
  const { isPending, error } = action
  const isSpent = error?.code === 'identity.link_used' || error?.errors.some(({ path }) => path === '/token')

  if (isSpent) {
    return (
      <EntryFrame>
        <PageHeading title={t('session.link_spent')} />
        <EmptyState
          title={t('session.link_spent_why')}
          action={
            <ButtonLink href={paths.forgotPassword()} variant="primary">
              {t('session.send_link_again')}
            </ButtonLink>
          }
        >
          {t('session.reset_link_spent_detail')}
        </EmptyState>
      </EntryFrame>
    )
  }
  return (
    <EntryFrame>
      <PageHeading title={t('session.new_password')} detail={t('session.new_password_detail')} />
      <Form
        error={error}
        label={t('session.new_password')}
        onSubmit={(data) =>
          action.run(
            { token, password: passwordIn(data) },
            { onSuccess: (session) => location.replace(nextScreen(session, undefined) ?? paths.signIn()) },
          )
        }
      >
        <TextField
          label={t('session.new_password')}
          name="password"
          type="password"
          autoComplete="new-password"
          hint={t('session.password_hint')}
          minLength={8}
          dir="ltr"
          required
        />
        <FormActions>
          <SubmitButton pending={isPending} size="large" wide>
            {t('session.save_password')}
          </SubmitButton>
        </FormActions>
      </Form>
    </EntryFrame>
  )
}
