import { useState } from 'react'
import { endGuardianship, type Guardianship, type Person } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { GuardianshipCard } from './guardianship-card.tsx'
import { GuardianshipDialog } from './guardianship-dialog.tsx'

/** Who is guardian of this person, and of whom this person is guardian. */
export function Guardianships({ person }: { person: Person }) {
  const { t } = useI18n()
  const { can } = useMember()
  const [adding, setAdding] = useState<'guardian' | 'child' | null>(null)
  const mayManage = can('people.manage')
  const isStudent = person.student !== null
  return (
    <>
      {(isStudent || person.guardians.length > 0) && (
        <Section
          title={t('people.guardians')}
          action={
            mayManage && (
              <Button icon="plus" onClick={() => setAdding('guardian')}>
                {t('people.add_guardian')}
              </Button>
            )
          }
        >
          {person.guardians.length === 0 ? (
            <EmptyState title={t('people.no_guardian')}>{t('people.no_guardian_detail')}</EmptyState>
          ) : (
            <GuardianshipList guardianships={person.guardians} shown="guardian" />
          )}
        </Section>
      )}
      {(person.children.length > 0 || (mayManage && !isStudent && person.teacher === null)) && (
        <Section
          title={t('people.children')}
          action={
            mayManage && (
              <Button icon="plus" onClick={() => setAdding('child')}>
                {t('people.add_child')}
              </Button>
            )
          }
        >
          {person.children.length === 0 ? (
            <Text tone="soft">{t('people.no_children')}</Text>
          ) : (
            <GuardianshipList guardianships={person.children} shown="student" />
          )}
        </Section>
      )}
      <GuardianshipDialog person={person} adding={adding} onClose={() => setAdding(null)} />
    </>
  )
}

interface GuardianshipListProps {
  guardianships: readonly Guardianship[]
  /** Whose name stands on each. */
  shown: 'guardian' | 'student' | 'both'
}

export function GuardianshipList({ guardianships, shown }: GuardianshipListProps) {
  const { t } = useI18n()
  const show = useToast()
  const [ending, setEnding] = useState<Guardianship | null>(null)
  const end = useAction(endGuardianship, { refresh: 'everything' })
  const names = { guardian: ending?.guardianName ?? '', student: ending?.studentName ?? '' }
  return (
    <Stack>
      {guardianships.map((each) => (
        <GuardianshipCard key={each.id} guardianship={each} shown={shown} onEnd={() => setEnding(each)} />
      ))}
      <ConfirmDialog
        open={ending !== null}
        onClose={() => setEnding(null)}
        title={t('people.end_question', names)}
        confirmLabel={t('people.end')}
        cancelLabel={t('common.cancel')}
        closeLabel={t('common.close')}
        danger
        pending={end.isPending}
        error={end.error}
        onConfirm={() => {
          if (!ending) return
          end.run(
            { guardianshipId: ending.id },
            {
              onSuccess: () => {
                setEnding(null)
                show({ message: t('people.ended', names) })
              },
            },
          )
        }}
      >
        <Text>{t('people.end_detail', names)}</Text>
      </ConfirmDialog>
    </Stack>
  )
}
