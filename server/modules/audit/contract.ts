import { z } from 'zod'
import { endpoint, fields, instant, nothing, pageFields, pageOf, plainDate } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const EventRow = z.object({
  id: z.uuid(),
  name: z.string(),
  subjectKind: z.string(),
  subjectId: z.uuid(),
  actorKind: z.enum(['person', 'visitor', 'system', 'import']),
  actorId: z.uuid().nullable(),
  actorName: z.string(),
  happenedAt: instant,
  address: z.string().nullable(),
  requestId: z.string().nullable(),
  payload: z.record(z.string(), z.unknown()),
})

export const listEvents = endpoint({
  route: 'GET /events',
  needs: 'audit.read',
  summary:
    'Who did what, newest first; by subject, actor, beginning of the name, or local days in the zone of the organisation.',
  input: fields({
    subjectKind: z.string().max(40).optional(),
    subjectId: z.uuid().toLowerCase().optional(),
    actorId: z.uuid().toLowerCase().optional(),
    name: z.string().max(80).optional(),
    from: plainDate.optional(),
    to: plainDate.optional(),
    ...pageFields,
  }),
  output: pageOf(EventRow),
})

export const undoChange = endpoint({
  route: 'POST /changes/:changeId/undo',
  needs: 'anyone',
  summary:
    'Takes a change back within ten seconds, for whoever made it: an answer whose change can be taken back names it in the header `lessonry-undo`. Everything is as it was, and nobody is told.',
  input: fields({ changeId: idOf('change') }),
  output: nothing,
  errors: ['undo_too_late', 'changed_since', 'scheduling.time_taken', 'billing.already_invoiced'],
})
