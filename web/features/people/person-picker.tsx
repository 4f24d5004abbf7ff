import { useState } from 'react'
import { listPeople, type PersonKind, type PersonRow } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { usePhotos } from '#web/app/photo.ts'
import { useGlance } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { Avatar } from '#web/ui/avatar.tsx'
import { ChoiceChip, ChoiceChips } from '#web/ui/choice-chip.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'

interface PersonPickerProps {
  label: string
  kind?: PersonKind | undefined
  /** Not offered. */
  except?: string
  chosen: PersonRow | null
  onChoose: (person: PersonRow) => void
}

/** Finds one person by name, address or number. */
export function PersonPicker({ label, kind, except, chosen, onChoose }: PersonPickerProps) {
  const { t } = useI18n()
  const photoOf = usePhotos()
  const [search, setSearch] = useState<string>()
  const found = useGlance(listPeople, { search, kind, limit: 8 })
  const rows = found?.rows.filter(({ id }) => id !== except)
  return (
    <Stack>
      <SearchBox label={label} value={search} onSearch={setSearch} />
      {rows?.length === 0 && <Text tone="soft">{t('people.none_found')}</Text>}
      <ChoiceChips label={label}>
        {rows?.map((person) => (
          <ChoiceChip
            key={person.id}
            name="person"
            value={person.id}
            checked={person.id === chosen?.id}
            onChange={() => onChoose(person)}
            label={person.fullName}
            detail={person.familyName ?? person.email ?? person.waNumber ?? ''}
            mark={<Avatar name={person.fullName} id={person.id} photo={photoOf(person)} size="small" />}
          />
        ))}
      </ChoiceChips>
    </Stack>
  )
}
