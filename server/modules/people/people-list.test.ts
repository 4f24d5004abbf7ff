import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { listPeople } from '#contract/people'
import { importPeople } from '#people'
import { newId } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { monday, world } from '#testing/world.ts'

const firstNames = ['Maria', 'Tom', 'Ana', 'Lila', 'Budi', 'Rina', 'Dewi', 'Agus', 'Putri', 'Wayan']
const syllables = ['ba', 'ce', 'di', 'fo', 'gu', 'ha', 'ji', 'ko', 'lu', 'me']

function nameOf(number: number): string {
  const last = Array.from(String(number).padStart(4, '0'), (figure) => syllables[Number(figure)]).join('')
  return `${firstNames[number % 10]} ${last}`
}

test('among ten thousand people a search is served by an index, and the nearest comes first', async () => {
  const { as, dewi, access, organisation } = await world()
  const persons = Array.from({ length: 10_000 }, (_, number) => ({
    id: newId('person'),
    fullName: nameOf(number),
    email: `person${number}@mail.example`,
    phone: null,
    waNumber: `+6281${String(20_000_000 + number)}`,
    address: null,
    isStaff: false,
    createdAt: monday,
    student: null,
    teacher: null,
  }))
  await inSystem(access, organisation.id, 'test', (ctx) =>
    importPeople(ctx, { persons, families: [], guardianships: [] }),
  )
  await sql`analyze people.person`.execute(access.owner)

  const nearest = async (search: string) => (await as(dewi)(listPeople, { search })).rows[0]?.fullName
  assert.equal(nameOf(1231), 'Tom cedifoce')
  for (const search of ['Tom cedifoce', 'cedifoce TOM', 'tom cedifce', '0812-0001231', 'person1231@mail'])
    assert.equal(await nearest(search), 'Tom cedifoce', search)

  await access.owner.connection().execute(async (db) => {
    await sql`begin`.execute(db)
    await sql.raw(`set local app.org_id = '${organisation.id}'`).execute(db)
    await sql`set local enable_seqscan = off`.execute(db) // as people.find_people has it
    const plan = await sql<{ 'QUERY PLAN': string }>`
      explain select id from people.person
      where org_id = platform.current_org() and (search_text %> 'cedifoce' or search_text like '%cedifoce%')`.execute(
      db,
    )
    assert.match(plan.rows.map((row) => row['QUERY PLAN']).join('\n'), /Bitmap Index Scan on person_search/)
    await sql`rollback`.execute(db)
  })
})
