import type { ReactNode } from 'react'
import type { PersonRow } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { usePhotos } from '#web/app/photo.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { Table } from '#web/ui/table.tsx'
import { useViewport } from '#web/ui/viewport.ts'
import { kindNames } from './kind-names.ts'

interface PeopleTableProps {
  rows: readonly PersonRow[] | undefined
  empty: ReactNode
}

/** A table where there is room, rows to tap on a phone. */
export function PeopleTable({ rows, empty }: PeopleTableProps) {
  const { t, formatList } = useI18n()
  const photoOf = usePhotos()
  const { slug } = useMember()
  const isWide = useViewport('wide')
  const kindsOf = (person: PersonRow) => formatList(person.kinds.map((kind) => t(kindNames[kind])))
  const numberOf = (person: PersonRow) => person.waNumber ?? person.phone ?? ''

  if (!isWide) {
    if (rows === undefined) return <Skeleton label={t('common.loading')} rows={6} avatar />
    if (rows.length === 0) return <>{empty}</>
    return (
      <List label={t('shell.people')}>
        {rows.map((person) => (
          <ListRow
            key={person.id}
            mark={<Avatar name={person.fullName} id={person.id} photo={photoOf(person)} />}
            title={<bdi>{person.fullName}</bdi>}
            detail={[kindsOf(person), person.familyName].filter(Boolean).join(' · ')}
            href={paths.person(slug, person.id)}
          />
        ))}
      </List>
    )
  }
  return (
    <Table
      caption={t('shell.people')}
      captionHidden
      rows={rows}
      rowKey={(person) => person.id}
      rowHref={(person) => paths.person(slug, person.id)}
      empty={empty}
      columns={[
        { id: 'name', title: t('people.name'), cell: (person) => person.fullName },
        { id: 'kinds', title: t('people.kind'), cell: kindsOf },
        { id: 'family', title: t('people.family'), cell: (person) => person.familyName, secondary: true },
        { id: 'email', title: t('people.email'), cell: (person) => person.email, secondary: true },
        { id: 'number', title: t('people.number'), cell: numberOf },
        {
          id: 'login',
          title: t('people.login'),
          cell: (person) => (person.hasLogin ? t('people.has_login') : ''),
          secondary: true,
        },
      ]}
    />
  )
}
