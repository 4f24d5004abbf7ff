import { useState } from 'react'
import { changeGuardianship, type Guardianship } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Button } from '#web/ui/button.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Inline, Sheet, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

const rights = [
  ['seesGrades', 'people.sees_grades'],
  ['mayBook', 'people.may_book'],
  ['receivesReports', 'people.receives_reports'],
  ['pays', 'people.pays'],
  ['isPrimaryContact', 'people.is_primary_contact'],
] as const

type Right = (typeof rights)[number][0]

interface GuardianshipCardProps {
  guardianship: Guardianship
  shown: 'guardian' | 'student' | 'both'
  onEnd: () => void
}

/** One guardian of one student, with what the guardian may see and do; each switch counts at once. */
export function GuardianshipCard({ guardianship, shown, onEnd }: GuardianshipCardProps) {
  const { t, formatDate } = useI18n()
  const { slug, can } = useMember()
  const [wanted, setWanted] = useState<Partial<Record<Right, boolean>>>({})
  const change = useAction(changeGuardianship, { refresh: 'everything' })
  const mayManage = can('people.manage')
  const name = shown === 'student' ? guardianship.studentName : guardianship.guardianName
  const personId = shown === 'student' ? guardianship.studentId : guardianship.guardianId

  function setRight(right: Right, value: boolean) {
    setWanted((before) => ({ ...before, [right]: value }))
    const settle = () => setWanted((before) => ({ ...before, [right]: undefined }))
    change.run({ guardianshipId: guardianship.id, [right]: value }, { onSuccess: settle, onError: settle })
  }

  return (
    <Sheet>
      <Inline spread>
        <Inline>
          <Avatar name={name} id={personId} />
          <TextLink href={paths.person(slug, personId)} weight="strong">
            {shown === 'both' ? t('people.guardian_of', { guardian: name, student: guardianship.studentName }) : name}
          </TextLink>
        </Inline>
        {mayManage && (
          <Button variant="quiet" icon="trash" onClick={onEnd}>
            {t('people.end')}
          </Button>
        )}
      </Inline>
      {guardianship.confirmedAt ? (
        <StatusLine icon="check" tone="success">
          {t('people.confirmed', { date: formatDate(guardianship.confirmedAt) })}
        </StatusLine>
      ) : (
        <Notice
          tone="warn"
          title={t('people.not_confirmed')}
          action={
            mayManage && (
              <Button
                pending={change.isPending}
                onClick={() => change.run({ guardianshipId: guardianship.id, confirmed: true })}
              >
                {t('people.confirm')}
              </Button>
            )
          }
        >
          {t('people.not_confirmed_detail', { guardian: guardianship.guardianName })}
        </Notice>
      )}
      <Stack gap="none">
        {rights.map(([right, label]) => (
          <CheckboxField
            key={right}
            label={t(label)}
            checked={wanted[right] ?? guardianship[right]}
            disabled={!mayManage}
            onChange={(event) => setRight(right, event.target.checked)}
          />
        ))}
      </Stack>
      {change.error && <Notice tone="danger" title={change.error.title} urgent />}
    </Sheet>
  )
}
