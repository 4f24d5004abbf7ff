import { useDeferredValue, useState } from 'react'
import { listPeople, type PersonRow } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { SearchField } from '#web/ui/search-field.tsx'
import { Text } from '#web/ui/text.tsx'

export type ChosenStudent = Pick<PersonRow, 'id' | 'fullName'>

interface StudentPickerProps {
  chosen: readonly ChosenStudent[]
  onChange: (chosen: readonly ChosenStudent[]) => void
  /** How many places there are. */
  places: number
}

/** Students by name, e-mail address or number. */
export function StudentPicker({ chosen, onChange, places }: StudentPickerProps) {
  const { t } = useI18n()
  const [text, setText] = useState('')
  const search = useDeferredValue(text.trim())
  const isSearching = search.length >= 2
  const found = useGlance(listPeople, { kind: 'student', search, limit: 6 }, isSearching)?.rows
  const offered = found?.filter(({ id }) => !chosen.some((student) => student.id === id))

  return (
    <Stack gap="small">
      <Text weight="strong" as="span">
        {t('scheduling.students')}
      </Text>
      {chosen.length > 0 && (
        <List label={t('scheduling.students')}>
          {chosen.map((student) => (
            <ListRow
              key={student.id}
              mark={<Avatar name={student.fullName} id={student.id} />}
              title={student.fullName}
              actions={
                <IconButton
                  icon="close"
                  label={t('scheduling.remove_student', { name: student.fullName })}
                  onClick={() => onChange(chosen.filter(({ id }) => id !== student.id))}
                />
              }
            />
          ))}
        </List>
      )}
      {chosen.length < places && (
        <SearchField
          label={t('scheduling.find_student')}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault()
          }}
        />
      )}
      {isSearching && offered && (
        <List label={t('scheduling.found_students')}>
          {offered.map((student) => (
            <ListRow
              key={student.id}
              mark={<Avatar name={student.fullName} id={student.id} />}
              title={student.fullName}
              detail={student.familyName ?? student.email ?? ''}
              actions={
                <Button
                  icon="plus"
                  aria-label={t('scheduling.add_student', { name: student.fullName })}
                  onClick={() => {
                    onChange([...chosen, { id: student.id, fullName: student.fullName }])
                    setText('')
                  }}
                >
                  {t('scheduling.add')}
                </Button>
              }
            />
          ))}
        </List>
      )}
      {isSearching && offered?.length === 0 && <Text tone="soft">{t('scheduling.nobody_found')}</Text>}
    </Stack>
  )
}
