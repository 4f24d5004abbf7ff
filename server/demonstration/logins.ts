import { sql } from 'kysely'
import { createDemonstrationLogin, type Role } from '#identity'
import type { DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'

/** Gives one of the school's own people to each role, so that whoever tries it finds a life already going on. */
export async function addLogins(access: DatabaseAccess, orgId: Id<'organisation'>): Promise<void> {
  const chosen = await choosePeople(access, orgId)
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
    // The families of the sample have been here for months: the office knows who belongs to whom.
    await ctx.db
      .updateTable('people.guardianship')
      .set({ confirmedAt: ctx.now, isPrimaryContact: true })
      .where('orgId', '=', orgId)
      .execute()
  })
}

type People = Readonly<Record<Role, Id<'person'>>>

async function choosePeople(access: DatabaseAccess, orgId: Id<'organisation'>): Promise<People> {
  const staff = await access.owner
    .selectFrom('people.person')
    .select('id')
    .where('orgId', '=', orgId)
    .where('isStaff', '=', true)
    .orderBy('createdAt')
    .execute()
  const { rows } = await sql<{ teacher: Id<'person'>; guardian: Id<'person'>; student: Id<'person'> }>`
    select
      (select teacher_id from scheduling.lesson where org_id = ${orgId} and places_taken > 0
        group by teacher_id order by count(*) filter (where starts_at::date = now()::date) desc, count(*) desc, teacher_id limit 1) as teacher,
      (select g.guardian_id from people.guardianship g
        join scheduling.place p on p.org_id = g.org_id and p.student_id = g.student_id and p.status = 'taken'
        where g.org_id = ${orgId} group by g.guardian_id order by count(*) desc, g.guardian_id limit 1) as guardian,
      (select p.student_id from scheduling.place p
        where p.org_id = ${orgId} and p.status = 'taken'
          and not exists (select from people.guardianship g where g.org_id = p.org_id and g.student_id = p.student_id)
        group by p.student_id order by count(*) desc, p.student_id limit 1) as student`.execute(access.owner)
  return { owner: staff[0]!.id, office: staff[1]!.id, ...rows[0]! }
}
