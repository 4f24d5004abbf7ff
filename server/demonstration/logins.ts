import { sql } from 'kysely'
import { createDemonstrationLogin, type Role } from '#identity'
import type { DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'

/** The families of the sample have been here for months: the office knows who belongs to whom. */
export async function confirmGuardians(access: DatabaseAccess, orgId: Id<'organisation'>): Promise<void> {
  await inSystem(access, orgId, 'demonstration', (ctx) =>
    ctx.db
      .updateTable('people.guardianship')
      .set({ confirmedAt: ctx.now, isPrimaryContact: true })
      .where('orgId', '=', orgId)
      .execute(),
  )
}

/** Gives one of the school's own people to each role, those with the most to see. */
export async function addLogins(
  access: DatabaseAccess,
  orgId: Id<'organisation'>,
  now: Temporal.Instant,
): Promise<void> {
  const chosen = await choosePeople(access, orgId, now)
  await inSystem(access, orgId, 'demonstration', async (ctx) => {
    for (const [role, personId] of Object.entries(chosen) as [Role, Id<'person'>][]) {
      const userId = await createDemonstrationLogin(ctx, { role })
      await ctx.db
        .updateTable('people.person')
        .set({ userId })
        .where('orgId', '=', orgId)
        .where('id', '=', personId)
        .execute()
    }
  })
}

type People = Readonly<Record<Role, Id<'person'>>>

async function choosePeople(access: DatabaseAccess, orgId: Id<'organisation'>, now: Temporal.Instant): Promise<People> {
  const staff = await access.owner
    .selectFrom('people.person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('isStaff', '=', true)
    .orderBy('createdAt')
    .execute()
  const { rows } = await sql<{ teacher: Id<'person'>; guardian: Id<'person'>; student: Id<'person'> }>`
    with held as (
      select place.student_id, count(attendance.student_id) as noted, count(*) filter (where lesson.starts_at > ${now}) as coming
      from scheduling.place
      join scheduling.lesson on lesson.org_id = place.org_id and lesson.id = place.lesson_id
      left join teaching.attendance on attendance.org_id = place.org_id and attendance.lesson_id = place.lesson_id
        and attendance.student_id = place.student_id
      where place.org_id = ${orgId} and place.status = 'taken'
      group by place.student_id)
    select
      (select teacher_id from scheduling.lesson
        where org_id = ${orgId} and places_taken > 0 and starts_at between ${now}::timestamptz - interval '14 hours' and ${now}::timestamptz + interval '14 hours'
        group by teacher_id
        order by least(1, count(*) filter (where ends_at <= ${now} and marked_at is null)) desc, count(*) desc, teacher_id limit 1) as teacher,
      (select g.guardian_id from people.guardianship g join held on held.student_id = g.student_id
        where g.org_id = ${orgId} order by least(noted, 1) + least(coming, 1) desc, noted + coming desc, g.guardian_id limit 1) as guardian,
      (select held.student_id from held
        where not exists (select from people.guardianship g where g.org_id = ${orgId} and g.student_id = held.student_id)
        order by least(noted, 1) + least(coming, 1) desc, noted + coming desc, held.student_id limit 1) as student`.execute(
    access.owner,
  )
  return { owner: staff[0]!.id, office: staff[1]!.id, ...rows[0]! }
}
