import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listPeople } from '#contract/people'
import { newId } from '#platform/ids.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { changeMember, getMe, listMembers } from './contract.ts'

async function memberOf({ as, olivia }: World, person: Person) {
  const { rows: members } = await as(olivia)(listMembers, {})
  return members.find(({ personId }) => personId === person.id)!
}

test('the owner sees everybody with a login, by name', async () => {
  const school = await world()
  const { rows: members } = await school.as(school.olivia)(listMembers, {})
  assert.deepEqual(
    members.map(({ name, roles, status }) => [name, roles, status]),
    [
      ['Ana Wijaya', ['guardian'], 'active'],
      ['Budi Nugroho', ['teacher'], 'active'],
      ['Dewi Kartika', ['office'], 'active'],
      ['Lila Wijaya', ['student'], 'active'],
      ['Maria Santoso', ['guardian'], 'active'],
      ['Olivia Hartono', ['owner'], 'active'],
      ['Rina Utami', ['teacher'], 'active'],
    ],
  )
  for (const person of [school.dewi, school.rina, school.maria])
    assert.equal((await school.refused(person)(listMembers, {})).status, 403)
  assert.equal((await school.refused(null)(listMembers, {})).status, 401)
})

test('a role that is taken away is gone with the next request, and so is a suspended login', async () => {
  const school = await world()
  const { as, refused, olivia, dewi } = school
  await as(dewi)(listPeople, {})
  const dewis = await memberOf(school, dewi)
  const changed = await as(olivia)(changeMember, { membershipId: dewis.id, roles: ['guardian', 'guardian'] })
  assert.deepEqual(changed, { ...dewis, roles: ['guardian'] })
  assert.equal((await refused(dewi)(listPeople, {})).status, 403)
  await as(olivia)(changeMember, { membershipId: dewis.id, status: 'suspended' })
  assert.equal((await refused(dewi)(getMe, {})).status, 404)
  await as(olivia)(changeMember, { membershipId: dewis.id, status: 'active', roles: ['office'] })
  await as(dewi)(listPeople, {})
})

test('what was changed is in the audit trail with old and new', async () => {
  const school = await world()
  const rinas = await memberOf(school, school.rina)
  await school.as(school.olivia)(changeMember, { membershipId: rinas.id, roles: ['teacher', 'office'] })
  const event = await school.access.owner
    .selectFrom('platform.event')
    .selectAll()
    .where('orgId', '=', school.organisation.id)
    .where('name', '=', 'identity.member_changed')
    .executeTakeFirstOrThrow()
  assert.deepEqual(event.payload, {
    userId: school.rina.userId,
    old: { roles: ['teacher'], status: 'active' },
    new: { roles: ['teacher', 'office'], status: 'active' },
  })
})

test('the last owner stays', async () => {
  const school = await world()
  const { refused, olivia } = school
  const olivias = await memberOf(school, olivia)
  for (const change of [{ roles: ['office' as const] }, { status: 'suspended' as const }]) {
    const { status, body } = await refused(olivia)(changeMember, { membershipId: olivias.id, ...change })
    assert.equal(status, 409)
    assert.equal(body.code, 'identity.last_owner')
  }
})

test('when two owners leave at the same moment, one stays', async () => {
  for (let round = 0; round < 10; round++) {
    const school = await world()
    const { as, olivia, dewi, access, organisation } = school
    const [olivias, dewis] = [await memberOf(school, olivia), await memberOf(school, dewi)]
    await as(olivia)(changeMember, { membershipId: dewis.id, roles: ['owner'] })
    await Promise.allSettled([
      as(olivia)(changeMember, { membershipId: olivias.id, roles: ['office'] }),
      as(dewi)(changeMember, { membershipId: dewis.id, status: 'suspended' }),
    ])
    const owners = await access.owner
      .selectFrom('identity.membership')
      .select('id')
      .where('orgId', '=', organisation.id)
      .where('status', '=', 'active')
      .where((eb) => eb('roles', '@>', eb.val(['owner'])))
      .execute()
    assert.equal(owners.length, 1)
  }
})

test('a membership of another school looks like one that does not exist, and stays as it is', async () => {
  const school = await world()
  const other = await world()
  const theirs = await memberOf(other, other.dewi)
  const foreign = await school.refused(school.olivia)(changeMember, { membershipId: theirs.id, status: 'suspended' })
  const random = await school.refused(school.olivia)(changeMember, {
    membershipId: newId('membership'),
    status: 'suspended',
  })
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, random.body)
  assert.deepEqual(await memberOf(other, other.dewi), theirs)
})

test('a role that does not exist, no role at all and fields of the login are refused by name', async () => {
  const school = await world()
  const { send, olivia, organisation } = school
  const { id } = await memberOf(school, school.rina)
  const path = `/api/o/${organisation.slug}/members/${id}`
  const { status, body } = await send(olivia, 'PATCH', path, { roles: ['king'], email: 'x@mail.example', userId: 'x' })
  assert.equal(status, 422)
  assert.deepEqual(body.errors?.map((error) => error.path).toSorted(), ['email', 'roles.0', 'userId'])
  assert.equal((await send(olivia, 'PATCH', path, { roles: [] })).status, 422)
  assert.deepEqual((await memberOf(school, school.rina)).roles, ['teacher'])
})

test('logins are listed page by page, each once', async () => {
  const { as, olivia } = await world()
  const { rows: all } = await as(olivia)(listMembers, {})
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await as(olivia)(listMembers, { limit: 2, ...(cursor && { cursor }) })
    assert.ok(page.rows.length <= 2)
    seen.push(...page.rows.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor)
  assert.deepEqual(
    seen,
    all.map(({ id }) => id),
  )
})
