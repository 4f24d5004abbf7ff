import { createHash, randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { tooLarge, wrongField } from './errors.ts'
import { newId, type Id } from './ids.ts'
import { every, type Job } from './jobs.ts'
import { canPrint } from './pdf.ts'
import type { Picture } from './picture-rules.ts'
import { readPicture } from './picture.ts'

/** A file that is being written is called so until it is whole; a backup leaves it out. */
export const unfinishedPrefix = 'new-'

/** How long bytes without a row, and rows to which nothing points, are left alone. */
const sweptAfterHours = 24

export interface StoredPicture extends Omit<Picture, 'bytes'> {
  readonly sha256: string
  readonly sizeBytes: number
}

let folder: string | undefined

/** Called once by the composition root. Several processes on one database share the folder. */
export function openFiles(dataDir: string): void {
  folder = join(dataDir, 'files')
}

export interface Expected {
  readonly maximalBytes: number
  /** Whether our documents will show it. */
  readonly isPrinted: boolean
}

/** Reads a picture from a request up to its end or the limit, checks it, and puts its bytes into the store of the organisation. */
export async function receivePicture(
  orgId: Id<'organisation'>,
  body: Readable,
  { maximalBytes, isPrinted }: Expected,
): Promise<StoredPicture> {
  const { bytes, ...picture } = await readPicture(await collect(body, maximalBytes))
  if (isPrinted && !(await canPrint(bytes))) throw wrongField('file', 'unprintable_picture')
  return { ...picture, sha256: await storeBytes(orgId, bytes), sizeBytes: bytes.length }
}

// What comes behind the limit is let through to nowhere: whoever still sends could not read the answer on a connection that is cut.
async function collect(body: Readable, maximalBytes: number): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length
    if (size > maximalBytes) {
      body.resume()
      throw tooLarge({ args: { maximum: maximalBytes / 1024 } })
    }
    pieces.push(piece)
  }
  return Buffer.concat(pieces)
}

// By the hash of what is in it: the same content is kept once, and a crash leaves a whole file or none. Written again even when it is
// there, so that it is young when the sweeper comes by.
async function storeBytes(orgId: Id<'organisation'>, bytes: Buffer): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const home = folderOf(orgId)
  await mkdir(home, { recursive: true, mode: 0o700 })
  const unfinished = join(home, `${unfinishedPrefix}${randomUUID()}`)
  try {
    await writeWhole(unfinished, bytes)
    await rename(unfinished, join(home, sha256))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  await syncFolder(home)
  return sha256
}

async function writeWhole(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes down that the organisation keeps this picture; whatever it is of must point at it in the same transaction. */
export async function keepPicture(ctx: Ctx, picture: StoredPicture, name: string): Promise<Id<'file'>> {
  const id = newId('file')
  const { sha256, mediaType, sizeBytes } = picture
  await ctx.db
    .insertInto('platform.file')
    .values({ orgId: ctx.orgId, id, sha256, mediaType, name, sizeBytes: BigInt(sizeBytes), createdAt: ctx.now })
    .execute()
  return id
}

export interface FileContent {
  readonly orgId: Id<'organisation'>
  readonly sha256: string
}

/** The bytes of a kept file; null when the folder has lost them. */
export async function readFileContent(content: FileContent): Promise<Buffer | null> {
  const file = await openContent(content)
  if (file === null) return null
  try {
    return await file.readFile()
  } finally {
    await file.close()
  }
}

/** The same, opened for reading; whoever asks closes it. */
export async function openContent({ orgId, sha256 }: FileContent): Promise<FileHandle | null> {
  return open(join(folderOf(orgId), sha256), 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
}

/** Forgets files that nothing points at any more, then bytes that no file has. */
export async function sweepFiles(ctx: Ctx): Promise<void> {
  const before = ctx.now.subtract({ hours: sweptAfterHours })
  await forgetUnused(ctx, before)
  const home = folderOf(ctx.orgId)
  const names = await readdir(home).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  const kept = await listKept(ctx)
  for (const name of names) {
    if (kept.has(name)) continue
    const { mtimeMs } = await stat(join(home, name))
    if (mtimeMs < before.epochMilliseconds) await rm(join(home, name), { force: true })
  }
}

// Whatever can point at a file does so by a foreign key, and the database knows them all.
async function forgetUnused(ctx: Ctx, before: Temporal.Instant): Promise<void> {
  const { rows } = await sql<{ source: string; field: string }>`
    select k.conrelid::regclass::text as source, quote_ident(a.attname) as field
    from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[2]
    where k.contype = 'f' and k.confrelid = 'platform.file'::regclass`.execute(ctx.db)
  const uses = rows.map(
    ({ source, field }) =>
      sql`not exists (select from ${sql.raw(source)} as use where use.org_id = ${ctx.orgId} and use.${sql.raw(field)} = file.id)`,
  )
  await sql`
    delete from platform.file as file
    where file.org_id = ${ctx.orgId} and file.created_at < ${before} and ${sql.join(uses, sql` and `)}`.execute(ctx.db)
}

async function listKept(ctx: Ctx): Promise<Set<string>> {
  const rows = await ctx.db.selectFrom('platform.file').select('sha256').where('orgId', '=', ctx.orgId).execute()
  return new Set(rows.map(({ sha256 }) => sha256))
}

function folderOf(orgId: Id<'organisation'>): string {
  if (folder === undefined) throw new Error('The folder of files is not open.')
  return join(folder, orgId)
}

export const jobs: readonly Job[] = [every('23 2 * * *', sweepFiles)]
