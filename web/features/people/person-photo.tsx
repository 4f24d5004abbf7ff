import { removePhoto, setPhoto, type Person } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { usePhotos } from '#web/app/photo.ts'
import { problemOf } from '#web/app/problem.ts'
import { useAction } from '#web/app/queries.ts'
import { shrinkPicture } from '#web/app/shrink-picture.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { PictureField } from '#web/ui/picture-field.tsx'

/** The photo of a person, for the office to give and to take away. */
export function PersonPhoto({ person }: { person: Person }) {
  const { t } = useI18n()
  const photoOf = usePhotos()
  const set = useAction(setPhoto, { refresh: 'everything' })
  const remove = useAction(removePhoto, { refresh: 'everything' })
  const personId = person.id
  const choose = async (file: File) => {
    remove.reset()
    set.run({ personId }, { file: await shrinkPicture(file, { side: 640, type: 'image/jpeg' }) })
  }
  return (
    <PictureField
      label={t('people.photo')}
      picture={<Avatar name={person.fullName} id={personId} photo={photoOf(person)} size="huge" />}
      chooseLabel={t(person.photoId ? 'people.another_photo' : 'people.choose_photo')}
      removeLabel={t('people.remove_photo')}
      pending={set.isPending || remove.isPending}
      error={problemOf(set) ?? problemOf(remove)}
      onChoose={(file) => void choose(file)}
      onRemove={person.photoId ? () => remove.run({ personId }) : null}
    />
  )
}
