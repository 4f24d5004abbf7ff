import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { downloadInvoice, issueInvoice } from '#contract/billing'
import { getLogo, getOrganisation, removeLogo, setLogo } from '#contract/organisations'
import { changePerson, getPerson, getPhoto, getTeacherPhoto, removePhoto, setPhoto } from '#contract/people'
import { addBusyWeek } from '#testing/busy-week.ts'
import { makePng, pngChunk, sampleJpeg, samplePicture } from '#testing/pictures.ts'
import { requestOf, world, type World } from '#testing/world.ts'
import { sweepFiles } from './files.ts'
import { newId, type Id } from './ids.ts'
import { inSystem } from './jobs.ts'

const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const folderOf = ({ dataDir, organisation }: World) => join(dataDir, 'files', organisation.id)
const namesIn = (school: World) => readdir(folderOf(school)).catch(() => [])
const sweep = ({ access, organisation }: World) => inSystem(access, organisation.id, 'test', sweepFiles)

const pathOf = ({ organisation }: World, fileId: Id<'file'> | null) =>
  requestOf(getLogo, { fileId: fileId! }, organisation.slug).path

test('the office gives the school a logo, everybody sees it, and the same bytes come back', async () => {
  const school = await world()
  const { as, olivia, maria, send } = school
  const { logoId } = await as(olivia)(setLogo, {}, { file: samplePicture })
  assert.ok(logoId)
  assert.equal((await as(null)(getOrganisation, {})).logoId, logoId)
  for (const reader of [null, maria, olivia]) {
    const { status, headers, body } = await send(reader, 'GET', pathOf(school, logoId))
    assert.deepEqual([status, headers['content-type']], [200, 'image/png'])
    assert.deepEqual(body as unknown as Buffer, samplePicture)
  }
  await as(olivia)(removeLogo, {})
  assert.equal((await as(null)(getOrganisation, {})).logoId, null)
  assert.equal((await send(null, 'GET', pathOf(school, logoId))).status, 404)
})

test('a browser runs nothing of an uploaded file, keeps it for its reader alone, and asks again whether it still may', async () => {
  const school = await world()
  const { logoId } = await school.as(school.olivia)(setLogo, {})
  const { headers } = await school.send(null, 'GET', pathOf(school, logoId))
  assert.equal(headers['x-content-type-options'], 'nosniff')
  assert.match(String(headers['content-security-policy']), /default-src 'none'.*sandbox/)
  assert.match(String(headers['content-disposition']), /^inline; filename="logo"/)
  assert.equal(headers['cache-control'], 'private, no-cache')
  assert.equal(headers['etag'], `"${hashOf(samplePicture)}"`)
  const asked = { headers: { 'if-none-match': String(headers['etag']) } }
  assert.equal((await school.send(null, 'GET', pathOf(school, logoId), undefined, asked)).status, 304)
})

test('a photo is seen by whoever sees the person, and that of a teacher by visitors only while the teacher is public', async () => {
  const school = await world()
  const { as, refused, dewi, rina, maria, ana, tom, organisation, send } = school
  const { photoId } = await as(dewi)(setPhoto, { personId: tom.id }, { file: sampleJpeg })
  const toms = { personId: tom.id, fileId: photoId! }
  for (const reader of [dewi, maria]) assert.ok(await as(reader)(getPhoto, toms))
  assert.equal((await refused(ana)(getPhoto, toms)).status, 404, 'of another family')
  assert.equal((await refused(null)(getPhoto, toms)).status, 401)
  assert.equal((await refused(null)(getTeacherPhoto, toms)).status, 404, 'no teacher')
  assert.equal((await refused(maria)(setPhoto, { personId: tom.id })).status, 403)

  const rinas = { personId: rina.id, fileId: (await as(dewi)(setPhoto, { personId: rina.id })).photoId! }
  assert.ok(await as(null)(getTeacherPhoto, rinas))
  assert.equal((await refused(dewi)(getPhoto, { ...rinas, fileId: toms.fileId })).status, 404, 'the photo of another')
  await as(dewi)(changePerson, { personId: rina.id, teacher: { isPublic: false } })
  assert.equal((await refused(null)(getTeacherPhoto, rinas)).status, 404)

  assert.equal((await as(dewi)(removePhoto, { personId: tom.id })).photoId, null)
  assert.equal((await refused(dewi)(getPhoto, toms)).status, 404)
  assert.equal((await as(dewi)(getPerson, { personId: tom.id })).photoId, null)
  const nobody = `/api/o/${organisation.slug}/people/${crypto.randomUUID()}/photo`
  assert.equal((await send(dewi, 'PUT', nobody, samplePicture)).status, 404)
})

test('what is no whole picture, too large or sent in another way is refused by name, and nothing is stored', async () => {
  const school = await world()
  const { organisation, olivia, send } = school
  const path = `/api/o/${organisation.slug}/organisation/logo`
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
  const refusals: [string, Buffer, string][] = [
    ['a drawing with a script', svg, 'not_picture'],
    ['half a picture', samplePicture.subarray(0, 40), 'broken_picture'],
    ['a picture with a page behind it', Buffer.concat([samplePicture, Buffer.from('<html>')]), 'broken_picture'],
    ['a moving picture', makePng(2, 2, [pngChunk('acTL', Buffer.alloc(8))]), 'moving_picture'],
    ['a picture too wide', makePng(4097, 1), 'too_many_pixels'],
  ]
  for (const [name, bytes, code] of refusals) {
    for (const type of ['application/octet-stream', 'application/octet-stream; charset=utf-8']) {
      const answer = await send(olivia, 'PUT', path, bytes, { headers: { 'content-type': type } })
      assert.deepEqual(
        [answer.status, answer.body.errors?.[0]?.path, answer.body.errors?.[0]?.code],
        [422, 'file', code],
        name,
      )
      assert.ok(answer.body.errors![0]!.message.length > 15)
    }
  }
  const large = await send(olivia, 'PUT', path, Buffer.alloc(5 * 1024 * 1024 + 1))
  assert.deepEqual([large.status, large.body.code], [413, 'too_large'])
  assert.match(large.body.title, /5,120 kB/)
  for (const type of ['image/png', 'application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
    const answer = await send(olivia, 'PUT', path, samplePicture, { headers: { 'content-type': type } })
    assert.deepEqual([answer.status, answer.body.code], [415, 'not_file'], type)
  }
  const empty = await send(olivia, 'PUT', path)
  assert.deepEqual([empty.status, empty.body.errors?.[0]?.code], [422, 'required'])
  const packed = { headers: { 'content-encoding': 'gzip' } }
  assert.equal((await send(olivia, 'PUT', path, samplePicture, packed)).status, 415)
  assert.deepEqual(await namesIn(school), [])
})

test('an upload that never ends is answered at its limit', async (t) => {
  const { http: app, organisation, access, olivia } = await world()
  const base = await app.listen({ port: 0, host: '127.0.0.1' })
  t.after(() => app.server.closeAllConnections())
  const token = 'an-upload-that-never-ends-0123456789'
  const session = {
    id: newId('session'),
    userId: olivia.userId!,
    tokenHash: createHash('sha256').update(token).digest(),
  }
  const [createdAt, expiresAt] = [Temporal.Now.instant(), Temporal.Now.instant().add({ hours: 1 })]
  await access.owner
    .insertInto('identity.session')
    .values({ ...session, createdAt, lastUsedAt: createdAt, expiresAt })
    .execute()
  const request = http.request(`${base}/api/o/${organisation.slug}/organisation/logo`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', cookie: `lessonry_session=${token}` },
  })
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', reject)
  })
  const sending = setInterval(() => request.write(Buffer.alloc(256 * 1024)), 5)
  const { statusCode } = await answered.finally(() => clearInterval(sending))
  request.on('error', () => {})
  request.destroy()
  assert.equal(statusCode, 413)
})

test('sent again with the same key an upload happens once; the same key with another picture is refused', async () => {
  const { as, refused, olivia, organisation, access } = await world()
  const idempotencyKey = crypto.randomUUID()
  const first = await as(olivia)(setLogo, {}, { idempotencyKey })
  assert.deepEqual(await as(olivia)(setLogo, {}, { idempotencyKey }), first)
  const other = await refused(olivia)(setLogo, {}, { idempotencyKey, file: makePng(5, 5) })
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused'])
  const rows = await access.owner
    .selectFrom('platform.file')
    .select('id')
    .where('orgId', '=', organisation.id)
    .execute()
  assert.equal(rows.length, 1)
})

test('bytes lie under their hash, once, in the folder of the organisation, and never half written', async () => {
  const school = await world()
  const other = await world()
  await Promise.all([1, 2, 3, 4].map(() => school.as(school.olivia)(setLogo, {}, { file: samplePicture })))
  await school.as(school.olivia)(setPhoto, { personId: school.tom.id }, { file: samplePicture })
  assert.deepEqual(await namesIn(school), [hashOf(samplePicture)])
  assert.deepEqual(await readFile(join(folderOf(school), hashOf(samplePicture))), samplePicture)
  assert.deepEqual(await namesIn(other), [])
})

test('what nothing points at any more is swept after a day, and nothing else', async () => {
  const school = await world()
  const { as, olivia, dewi, tom, access, organisation } = school
  const [kept, replaced, orphan, young] = [1, 2, 3, 4].map((side) => makePng(side, side))
  await as(olivia)(setLogo, {}, { file: replaced! })
  await as(olivia)(setLogo, {}, { file: kept! })
  await as(dewi)(setPhoto, { personId: tom.id }, { file: kept! })
  await writeFile(join(folderOf(school), hashOf(orphan!)), orphan!)
  await writeFile(join(folderOf(school), 'new-half-written'), 'x')
  await writeFile(join(folderOf(school), hashOf(young!)), young!)
  const old = Temporal.Now.instant().subtract({ hours: 25 }).epochMilliseconds / 1000
  for (const name of await namesIn(school))
    if (name !== hashOf(young!)) await utimes(join(folderOf(school), name), old, old)
  await access.owner
    .updateTable('platform.file')
    .set({ createdAt: Temporal.Now.instant().subtract({ hours: 25 }) })
    .where('orgId', '=', organisation.id)
    .execute()
  await sweep(school)
  assert.deepEqual(new Set(await namesIn(school)), new Set([hashOf(kept!), hashOf(young!)]))
  const rows = await access.owner
    .selectFrom('platform.file')
    .select('name')
    .where('orgId', '=', organisation.id)
    .execute()
  assert.deepEqual(rows.map(({ name }) => name).toSorted(), ['logo', 'photo'])
})

test('an invoice shows the logo of the day it was issued, also when the school has another by now, or its folder was lost', async () => {
  const school = await world()
  const { as, olivia, dewi } = school
  const print = async (invoiceId: Id<'invoice'>) =>
    Buffer.from((await as(dewi)(downloadInvoice, { invoiceId })) as unknown as Buffer)
  const { draft, invoice } = await addBusyWeek(school)
  await as(olivia)(removeLogo, {})
  const bare = await print(invoice.id)
  await as(olivia)(setLogo, {}, { file: makePng(60, 20) })
  assert.deepEqual(await print(invoice.id), bare, 'issued before there was one')
  await as(dewi)(issueInvoice, { invoiceId: draft.id })
  const marked = await print(draft.id)
  assert.match(marked.toString('latin1'), /\/Subtype\s*\/Image/)
  assert.doesNotMatch(bare.toString('latin1'), /\/Subtype\s*\/Image/)
  await as(olivia)(setLogo, {}, { file: makePng(20, 20) })
  assert.deepEqual(await print(draft.id), marked)
  await as(olivia)(removeLogo, {})
  await sweep(school)
  assert.deepEqual(await print(draft.id), marked)
  await rm(folderOf(school), { recursive: true })
  assert.doesNotMatch((await print(draft.id)).toString('latin1'), /\/Subtype\s*\/Image/)
})
