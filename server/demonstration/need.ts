import type { DatabaseAccess } from '#platform/db.ts'

// Apart from the demonstration itself, so that an ordinary start does not load what makes a school.
export const madeEvent = 'organisations.demonstration_made'

/** Whether a start should make the demonstration: nothing is here yet, or only one whose making was cut short. */
export async function needsDemonstration(access: DatabaseAccess): Promise<boolean> {
  const organisations = await access.owner
    .selectFrom('organisations.organisation as organisation')
    .select(['organisation.isDemonstration'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('platform.event as event')
            .select('event.id')
            .whereRef('event.orgId', '=', 'organisation.id')
            .where('event.name', '=', madeEvent),
        )
        .as('isMade'),
    )
    .limit(2)
    .execute()
  const [only] = organisations
  return only === undefined || (organisations.length === 1 && only.isDemonstration && only.isMade !== true)
}
