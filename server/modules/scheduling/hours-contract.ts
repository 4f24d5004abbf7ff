import { z } from 'zod'
import { endpoint, fields, instant, minuteOfDay, nothing, text, weekday, zone } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'
import { HoursFormat, LessonBlock, LocationId, PersonId } from './shapes.ts'

export const Rule = z.object({
  weekday,
  fromMinute: minuteOfDay,
  toMinute: minuteOfDay,
  zone: z.string(),
  format: HoursFormat.optional(),
  locationId: LocationId.nullable().optional(),
})
export const Exception = z.object({
  id: idOf('availability_exception'),
  startsAt: instant,
  endsAt: instant,
  isAvailable: z.boolean(),
  reason: z.string(),
  format: HoursFormat,
  /** Only for lessons at this location; null for any. */
  locationId: LocationId.nullable(),
})
export type Exception = z.output<typeof Exception>
const claimant = { claimantKind: z.enum(['teacher', 'resource']), claimantId: z.uuid().toLowerCase() }

export const getAvailability = endpoint({
  route: 'GET /availability/:claimantKind/:claimantId',
  needs: 'timetable.read',
  summary: 'Weekly hours and dated exceptions of a teacher or a resource.',
  input: fields(claimant),
  output: z.object({ rules: z.array(Rule), exceptions: z.array(Exception) }),
})

export const setAvailability = endpoint({
  route: 'PUT /availability/:claimantKind/:claimantId',
  needs: 'timetable.read',
  summary:
    "Replaces the weekly hours; minutes of the local day in the given zone, for lessons of one format or both, at one location or any. Teachers change their own, the office everybody's.",
  input: fields({
    ...claimant,
    rules: z
      .array(
        fields({
          weekday,
          fromMinute: minuteOfDay,
          toMinute: minuteOfDay,
          zone,
          format: HoursFormat.optional(),
          locationId: LocationId.nullable().optional(),
        }),
      )
      .max(100),
  }),
  output: z.object({ rules: z.array(Rule), exceptions: z.array(Exception) }),
})

const stretch = {
  startsAt: instant,
  endsAt: instant,
  format: HoursFormat.optional(),
  locationId: LocationId.nullable().optional(),
}

export const previewException = endpoint({
  route: 'GET /availability/:claimantKind/:claimantId/exceptions/preview',
  needs: 'timetable.read',
  summary: 'Which lessons would lie in a stretch of time off, in order of time (at most 200); nothing is stored.',
  input: fields({
    ...claimant,
    startsAt: instant,
    endsAt: instant,
    format: HoursFormat.optional(),
    locationId: LocationId.optional(),
  }),
  output: z.object({ lessonsHit: z.array(LessonBlock) }),
})

export const addException = endpoint({
  route: 'POST /availability/:claimantKind/:claimantId/exceptions',
  needs: 'timetable.read',
  summary: 'Adds hours or takes them away for a stretch of time; says which lessons lie in it and leaves them.',
  input: fields({ ...claimant, ...stretch, isAvailable: z.boolean(), reason: text(200) }),
  output: z.object({ exception: Exception, lessonsHit: z.array(LessonBlock) }),
})

export const removeException = endpoint({
  route: 'DELETE /availability/:claimantKind/:claimantId/exceptions/:exceptionId',
  needs: 'timetable.read',
  summary: 'Takes an exception back.',
  input: fields({ ...claimant, exceptionId: idOf('availability_exception') }),
  output: nothing,
})

/** What a teacher can be asked for; null where nobody said. Minutes, and days from today. */
const limitFields = {
  noticeMinutes: z.int().min(0).max(525_600).nullable(),
  furthestDays: z.int().min(1).max(730).nullable(),
  gridMinutes: z.int().min(5).max(240).nullable(),
  bufferBeforeMinutes: z.int().min(0).max(240).nullable(),
  bufferAfterMinutes: z.int().min(0).max(240).nullable(),
  /** From the beginning of a lesson to the end of the last that follows without a break of `breakMinutes`; both are given, or neither. */
  longestRunMinutes: z.int().min(15).max(1440).nullable(),
  breakMinutes: z.int().min(5).max(480).nullable(),
  /** On one day of the organisation. */
  mostLessons: z.int().min(1).max(100).nullable(),
  /** Between two locations for which no time is set. */
  travelMinutes: z.int().min(0).max(600).nullable(),
}
export const TeachingLimits = z.object(limitFields)
export type TeachingLimits = z.output<typeof TeachingLimits>
const AllLimits = z.object({ standard: TeachingLimits, own: TeachingLimits.nullable(), inForce: TeachingLimits })

export const getTeachingLimits = endpoint({
  route: 'GET /teaching-limits',
  needs: 'timetable.read',
  summary:
    'The limits of the organisation (`standard`), those of one teacher (`own`, null without a teacher or without any), and what counts for that teacher.',
  input: fields({ teacherId: PersonId.optional() }),
  output: AllLimits,
})

export const setTeachingLimits = endpoint({
  route: 'PUT /teaching-limits',
  needs: 'timetable.read',
  summary:
    "Replaces the limits of a teacher, or without a teacher those of the organisation. Null in a teacher's own means that those of the organisation count. Teachers set their own, the office everybody's. Lessons that stand are left.",
  input: fields({ teacherId: PersonId.optional(), limits: fields(limitFields) }),
  output: AllLimits,
})
