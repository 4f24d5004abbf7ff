import { useI18n } from '#web/app/i18n.tsx'
import { usePhotos } from '#web/app/photo.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { shortNames, type ChosenStudents } from './my-students.ts'

interface StudentSwitchProps {
  students: ChosenStudents
  onChoose: (studentId: string | undefined) => void
  /** Not where only one can be shown. */
  withAll?: boolean
}

/** One child, or all; nothing where there is nothing to choose. */
export function StudentSwitch({ students: { all, chosen }, onChoose, withAll = true }: StudentSwitchProps) {
  const { t } = useI18n()
  const photoOf = usePhotos()
  if (all.length < 2) return null
  const names = shortNames(all)
  return (
    <Segmented
      label={t('portal.whose')}
      value={chosen?.id ?? 'all'}
      onChange={(value) => onChoose(value === 'all' ? undefined : value)}
      options={[
        ...all.map(({ id, fullName, photoId, isMe }) => ({
          value: id as string,
          label: isMe ? t('portal.me') : (names.get(id) ?? fullName),
          mark: <Avatar name={fullName} id={id} photo={photoOf({ id, photoId })} size="small" />,
        })),
        ...(withAll ? [{ value: 'all', label: all.length === 2 ? t('portal.both') : t('portal.all') }] : []),
      ]}
    />
  )
}
