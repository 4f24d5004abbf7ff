import assert from 'node:assert/strict'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import { readConfig } from '#platform/config.ts'
import { keepPicture, openFiles, readFileContent, receivePicture } from '#platform/files.ts'
import { inSystem } from '#platform/jobs.ts'
import { makePng } from '#testing/pictures.ts'
import { addSchool } from '#testing/school.ts'
import { openInstall } from '../server/main.ts'
import { runBackup, runRestore } from './backup.ts'

const settings = (folder: string) => ({ DATA_DIR: folder, DATABASE_URL: '', LOG_LEVEL: 'silent' })

test('a backup made while the server works brings back every row and every file', async (t) => {
  const home = await mkdtemp(join(tmpdir(), 'lessonry-backup-'))
  await chmod(home, 0o711)
  t.after(() => rm(home, { recursive: true, force: true }))
  const [source, copy, restored] = ['source', 'copy', 'restored'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ]
  const before = { ...process.env }
  t.after(() => void (process.env = before))

  Object.assign(process.env, settings(source))
  const install = await openInstall(readConfig(settings(source)))
  openFiles(source)
  const { organisation } = await addSchool(install.access, Temporal.Now.instant())
  const picture = makePng(12, 8)
  const stored = await receivePicture(organisation.id, Readable.from([picture]), {
    maximalBytes: 10_000,
    isPrinted: false,
  })
  const fileId = await inSystem(install.access, organisation.id, 'test', (ctx) => keepPicture(ctx, stored, 'logo'))
  await writeFile(join(source, 'files', organisation.id, 'new-half-written'), 'half')
  await runBackup(['--to', copy])
  await install.close()
  assert.deepEqual(await readdir(join(copy, 'files', organisation.id)), [stored.sha256])

  Object.assign(process.env, settings(restored))
  await runRestore(['--from', copy])
  const again = await openInstall(readConfig(settings(restored)))
  openFiles(restored)
  const row = await again.access.owner
    .selectFrom('platform.file')
    .select(['sha256', 'mediaType', 'sizeBytes'])
    .where('orgId', '=', organisation.id)
    .where('id', '=', fileId)
    .executeTakeFirstOrThrow()
  assert.deepEqual(row, { sha256: stored.sha256, mediaType: 'image/png', sizeBytes: BigInt(picture.length) })
  assert.deepEqual(await readFileContent({ orgId: organisation.id, sha256: row.sha256 }), picture)
  await again.close()
})
