import { getAvailability } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import { useRead } from '#web/app/queries.ts'
import { Stack } from '#web/ui/layout.tsx'
import { ExceptionsSection } from './exceptions-section.tsx'
import { TeachingLimitsForm } from './limits-form.tsx'
import { WeeklyHours } from './weekly-hours-form.tsx'

export interface Claimant {
  readonly claimantKind: 'teacher' | 'resource'
  readonly claimantId: string
}

/** Weekly hours and dated exceptions of a teacher or a room: for the teacher, and for the office on the page of either. */
export function AvailabilityPanel({ claimantKind, claimantId }: Claimant) {
  const { rules, exceptions } = useRead(getAvailability, { claimantKind, claimantId })
  return (
    <Stack gap="large">
      <WeeklyHours key={JSON.stringify(rules)} claimantKind={claimantKind} claimantId={claimantId} rules={rules} />
      <ExceptionsSection claimantKind={claimantKind} claimantId={claimantId} exceptions={exceptions} />
      {claimantKind === 'teacher' && <TeachingLimitsForm teacherId={claimantId as Id<'person'>} />}
    </Stack>
  )
}
