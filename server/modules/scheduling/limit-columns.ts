import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '#platform/context.ts'

/** The limits in force for a teacher, as the subquery below gives them. */
export interface LimitColumns {
  readonly isLimited: boolean
  readonly noticeMinutes: number | null
  readonly furthestDays: number | null
  readonly gridMinutes: number | null
  readonly bufferBeforeMinutes: number | null
  readonly bufferAfterMinutes: number | null
  readonly longestRunMinutes: number | null
  readonly breakMinutes: number | null
  readonly mostLessons: number | null
  readonly travelMinutes: number | null
}

/** A lateral subquery: a teacher's own limits, where they say nothing those of the organisation, and whether there are any. */
export function limitsOf(ctx: Ctx, teacherId: RawBuilder<unknown>) {
  return sql`(
    select coalesce(own.notice_minutes, standard.notice_minutes) as "noticeMinutes",
      coalesce(own.furthest_days, standard.furthest_days) as "furthestDays",
      coalesce(own.grid_minutes, standard.grid_minutes) as "gridMinutes",
      coalesce(own.buffer_before_minutes, standard.buffer_before_minutes) as "bufferBeforeMinutes",
      coalesce(own.buffer_after_minutes, standard.buffer_after_minutes) as "bufferAfterMinutes",
      coalesce(own.longest_run_minutes, standard.longest_run_minutes) as "longestRunMinutes",
      coalesce(own.break_minutes, standard.break_minutes) as "breakMinutes",
      coalesce(own.most_lessons, standard.most_lessons) as "mostLessons",
      coalesce(own.travel_minutes, standard.travel_minutes) as "travelMinutes",
      coalesce(own.id, standard.id) is not null as "isLimited"
    from (values (1)) one
    left join scheduling.teaching_limit own on own.org_id = ${ctx.orgId} and own.teacher_id = ${teacherId}
    left join scheduling.teaching_limit standard on standard.org_id = ${ctx.orgId} and standard.teacher_id is null)`
}
