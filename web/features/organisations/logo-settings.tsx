import { removeLogo, setLogo } from '#contract/organisations'
import { useI18n } from '#web/app/i18n.tsx'
import { logoAddress } from '#web/app/public-pictures.ts'
import { problemOf } from '#web/app/problem.ts'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { shrinkPicture } from '#web/app/shrink-picture.ts'
import { LogoPreview, PictureField } from '#web/ui/picture-field.tsx'
import { useToast } from '#web/ui/toast.tsx'

/** The school's mark, as on its page, in its frame and on its invoices. */
export function LogoSettings() {
  const { t } = useI18n()
  const show = useToast()
  const { organisation } = useMember()
  const set = useAction(setLogo, { refresh: 'everything' })
  const remove = useAction(removeLogo, { refresh: 'everything' })
  const done = { onSuccess: () => show({ message: t('organisations.saved') }) }
  const choose = async (file: File) => {
    remove.reset()
    set.run({}, { ...done, file: await shrinkPicture(file, { side: 1200, type: 'image/png' }) })
  }
  return (
    <PictureField
      label={t('organisations.logo')}
      hint={t('organisations.logo_hint')}
      picture={<LogoPreview address={logoAddress(organisation) ?? null} name={organisation.name} />}
      chooseLabel={t(organisation.logoId ? 'organisations.another_logo' : 'organisations.choose_logo')}
      removeLabel={t('organisations.remove_logo')}
      pending={set.isPending || remove.isPending}
      error={problemOf(set) ?? problemOf(remove)}
      onChoose={(file) => void choose(file)}
      onRemove={organisation.logoId ? () => remove.run({}, done) : null}
    />
  )
}
