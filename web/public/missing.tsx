import { useI18n } from '#web/app/i18n.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Heading, Text } from '#web/ui/text.tsx'
import './booking.css'
import './public.css'

/** For an address that nobody has, or no longer. */
export function Missing() {
  const { t } = useI18n()
  return (
    <main id="content" className="missing">
      <p className="missing-number" aria-hidden="true">
        404
      </p>
      <Heading level={1}>{t('public.missing')}</Heading>
      <Text tone="soft">{t('public.missing_detail')}</Text>
      <ButtonLink href="/">{t('public.missing_action')}</ButtonLink>
    </main>
  )
}
