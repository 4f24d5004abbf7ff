import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import type { Drafts } from './use-drafts.ts'

/** Says where the teacher's words are while the school cannot be reached. */
export function DraftsNotice({ drafts: { box, isOffline, isKept, waiting } }: { drafts: Drafts }) {
  const { t } = useI18n()
  if (!isKept)
    return (
      <Notice tone="danger" title={t('teaching.not_kept')} urgent>
        {t('teaching.not_kept_detail')}
      </Notice>
    )
  if (!isOffline || waiting === 0) return null
  return (
    <Notice tone="warn" title={t('teaching.offline')} urgent>
      <Stack gap="small">
        <span>{t('teaching.offline_detail', { count: waiting })}</span>
        <Inline>
          <Button onClick={() => void box.send()}>{t('common.try_again')}</Button>
        </Inline>
      </Stack>
    </Notice>
  )
}
