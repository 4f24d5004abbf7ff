import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import type { FeedState } from '#contract/calendars'
import type { ApiProblem } from '#web/app/api.ts'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { CodeBlock } from '#web/ui/code-block.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface Act {
  readonly isPending: boolean
  readonly error: ApiProblem | null
}

interface FeedPanelProps {
  title: string
  detail: string
  state: z.output<typeof FeedState>
  renewal: Act & { readonly run: (onSuccess: (made: { address: string }) => void) => void }
  revocation: Act & { readonly run: (onSuccess: () => void) => void }
}

type Question = 'renew' | 'revoke'

/** A secret calendar address: made, shown once, made anew or ended. */
export function FeedPanel({ title, detail, state: { feed }, renewal, revocation }: FeedPanelProps) {
  const { t } = useI18n()
  const show = useToast()
  const [address, setAddress] = useState<string | null>(null)
  const [question, setQuestion] = useState<Question | null>(null)
  const close = () => setQuestion(null)
  const renew = () =>
    renewal.run((made) => {
      setAddress(made.address)
      close()
    })
  const revoke = () =>
    revocation.run(() => {
      setAddress(null)
      close()
      show({ message: t('calendars.feed.revoked') })
    })
  return (
    <Section title={title}>
      <Stack>
        <Text tone="soft">{detail}</Text>
        {address && <NewAddress address={address} />}
        {!address && <FeedFacts feed={feed} />}
        {!feed && renewal.error && <Notice tone="danger" title={renewal.error.title} urgent />}
        <Inline>
          {feed ? (
            <>
              <Button icon="refresh" onClick={() => setQuestion('renew')}>
                {t('calendars.feed.renew')}
              </Button>
              <Button variant="quiet" onClick={() => setQuestion('revoke')}>
                {t('calendars.feed.revoke')}
              </Button>
            </>
          ) : (
            <Button icon="calendar" pending={renewal.isPending} onClick={renew}>
              {t('calendars.feed.make')}
            </Button>
          )}
        </Inline>
      </Stack>
      <Ask
        question="renew"
        asked={question}
        title={t('calendars.feed.renew_title')}
        confirmLabel={t('calendars.feed.renew')}
        act={renewal}
        onClose={close}
        onConfirm={renew}
      >
        {t('calendars.feed.renew_body')}
      </Ask>
      <Ask
        question="revoke"
        asked={question}
        title={t('calendars.feed.revoke_title')}
        confirmLabel={t('calendars.feed.revoke')}
        act={revocation}
        onClose={close}
        onConfirm={revoke}
      >
        {t('calendars.feed.revoke_body')}
      </Ask>
    </Section>
  )
}

function NewAddress({ address }: { address: string }) {
  const { t } = useI18n()
  return (
    <>
      <CodeBlock
        label={t('calendars.feed.address')}
        code={address}
        copyLabel={t('calendars.feed.copy')}
        copiedLabel={t('calendars.feed.copied')}
      />
      <Notice tone="warn">{t('calendars.feed.once')}</Notice>
      <Disclosure label={t('calendars.feed.how')}>
        <Stack>
          <Text>{t('calendars.feed.how_google')}</Text>
          <Text>{t('calendars.feed.how_apple')}</Text>
          <Text>{t('calendars.feed.how_outlook')}</Text>
        </Stack>
      </Disclosure>
    </>
  )
}

function FeedFacts({ feed }: z.output<typeof FeedState>) {
  const { t, formatRelative } = useI18n()
  const now = useNow()
  if (!feed) return <Text>{t('calendars.feed.none')}</Text>
  return (
    <Text>
      {t('calendars.feed.made', { when: formatRelative(feed.createdAt, now) })}{' '}
      {feed.lastReadAt
        ? t('calendars.feed.read', { when: formatRelative(feed.lastReadAt, now) })
        : t('calendars.feed.never_read')}
    </Text>
  )
}

interface AskProps {
  question: Question
  asked: Question | null
  title: string
  confirmLabel: string
  act: Act
  onClose: () => void
  onConfirm: () => void
  children: ReactNode
}

function Ask({ question, asked, title, confirmLabel, act, onClose, onConfirm, children }: AskProps) {
  const { t } = useI18n()
  return (
    <ConfirmDialog
      open={asked === question}
      onClose={onClose}
      title={title}
      confirmLabel={confirmLabel}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      danger={question === 'revoke'}
      pending={act.isPending}
      error={act.error}
      onConfirm={onConfirm}
    >
      <Text>{children}</Text>
    </ConfirmDialog>
  )
}
