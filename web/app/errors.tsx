import { useLocation, useRouter, type ErrorComponentProps } from '@tanstack/react-router'
import { useEffect } from 'react'
import { paths } from '#web/paths.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { ErrorState } from '#web/ui/error-state.tsx'
import { Inline, Page } from '#web/ui/layout.tsx'
import { ApiProblem, Offline } from './api.ts'
import { useI18n } from './i18n.tsx'
import { queryClient } from './queries.ts'

/** A screen that could not be shown: the server's own sentence where there is one, and the way on. */
export function FailedScreen({ error, reset }: ErrorComponentProps) {
  const { t } = useI18n()
  const router = useRouter()
  const { href } = useLocation()
  const isSignedOut = error instanceof ApiProblem && error.status === 401
  useEffect(() => {
    if (!isSignedOut) return
    queryClient.clear()
    void router.navigate({ href: paths.signIn(href), replace: true })
  }, [isSignedOut, href, router])
  if (isSignedOut) return null
  if (error instanceof ApiProblem && error.status === 404) return <MissingScreen />
  const title =
    error instanceof ApiProblem
      ? error.title
      : t(error instanceof Offline ? 'shell.offline' : 'common.something_went_wrong')
  const again = () => {
    queryClient.clear()
    reset()
    void router.invalidate()
  }
  return (
    <Page width="narrow">
      <ErrorState
        level={1}
        title={title}
        action={
          <Inline>
            <Button onClick={again}>{t('common.try_again')}</Button>
            <ButtonLink href="/">{t('shell.missing_action')}</ButtonLink>
          </Inline>
        }
      >
        {error instanceof Offline && t('shell.offline_detail')}
      </ErrorState>
    </Page>
  )
}

export function MissingScreen() {
  const { t } = useI18n()
  return (
    <Page width="narrow">
      <EmptyState
        level={1}
        title={t('shell.missing')}
        action={<ButtonLink href="/">{t('shell.missing_action')}</ButtonLink>}
      >
        {t('shell.missing_detail')}
      </EmptyState>
    </Page>
  )
}
