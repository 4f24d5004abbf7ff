import { useState } from 'react'
import { requestPasswordReset } from '#contract/identity'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { paths } from '#web/paths.ts'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { PageHeading } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { EntryFrame } from './entry-frame.tsx'

export function ForgotPasswordPage() {
  const { t } = useI18n()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const action = useAction(requestPasswordReset, { refresh: [] })
  const { isPending, error } = action

  function submit(data: FormData) {
    const email = textIn(data, 'email')
    action.run({ email }, { onSuccess: () => setSentTo(email) })
  }

  return (
    <EntryFrame>
      <PageHeading title={t('session.forgot')} detail={t('session.forgot_detail')} />
      {sentTo !== null && (
        <Notice tone="success" title={t('session.reset_sent')} urgent>
          {t('session.reset_sent_detail', { email: sentTo })}
        </Notice>
      )}
      <Form error={error} onSubmit={submit} label={t('session.forgot')}>
        <TextField
          label={t('session.email')}
          name="email"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          dir="ltr"
          required
        />
        <FormActions>
          <SubmitButton pending={isPending} size="large" wide>
            {sentTo === null ? t('session.send_link') : t('session.send_link_again')}
          </SubmitButton>
        </FormActions>
      </Form>
      <Text>
        <TextLink href={paths.signIn()}>{t('session.back_to_sign_in')}</TextLink>
      </Text>
    </EntryFrame>
  )
}
