import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createInflate } from 'node:zlib'
import { brokenPicture, movingPicture, type Picture } from './picture-rules.ts'

export const pngSignature = Buffer.from('89504e470d0a1a0a', 'hex')

// What a picture needs to look right. Everything else, such as text, time and place, is left behind.
const keptChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT', 'cICP'])
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
}

interface Chunk {
  readonly type: string
  readonly data: Buffer
  /** With length and checksum, as it stands in the file. */
  readonly whole: Buffer
}

/** A PNG file whole from its first byte to its last (ISO/IEC 15948), without what it says beside the picture. */
export async function readPng(bytes: Buffer, checkSize: (width: number, height: number) => void): Promise<Picture> {
  const chunks = readChunks(bytes)
  if (chunks.some(({ type }) => type === 'acTL')) throw movingPicture()
  const [first] = chunks
  if (first?.type !== 'IHDR' || first.data.length !== 13 || chunks.at(-1)?.type !== 'IEND') throw brokenPicture()
  if (chunks.filter(({ type }) => type === 'IHDR' || type === 'IEND').length !== 2) throw brokenPicture()
  const [width, height] = [first.data.readUInt32BE(0), first.data.readUInt32BE(4)]
  checkSize(width, height)
  await checkPixels(Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)), first.data)
  const kept = chunks.filter(({ type }) => keptChunks.has(type))
  if (first.data[9] === 3 && !kept.some(({ type }) => type === 'PLTE')) throw brokenPicture()
  return {
    mediaType: 'image/png',
    width,
    height,
    bytes: Buffer.concat([pngSignature, ...kept.map(({ whole }) => whole)]),
  }
}

function readChunks(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = pngSignature.length; at < bytes.length;) {
    if (bytes.length - at < 12) throw brokenPicture()
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) throw brokenPicture()
    const type = bytes.toString('latin1', at + 4, at + 8)
    const isNeeded = (bytes[at + 4]! & 0x20) === 0
    if (isNeeded && !keptChunks.has(type)) throw brokenPicture()
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) throw brokenPicture()
    chunks.push({ type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) })
    at = end
  }
  return chunks
}

// Unpacked piece by piece and only counted: a small file may unpack to gigabytes.
async function checkPixels(packed: Buffer, header: Buffer): Promise<void> {
  const expected = unpackedSize(header)
  const inflate = createInflate()
  let unpacked = 0
  try {
    await pipeline(Readable.from([packed]), inflate, async (pieces: AsyncIterable<Buffer>) => {
      for await (const piece of pieces) {
        unpacked += piece.length
        if (unpacked > expected) throw brokenPicture()
      }
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && !String(error.code).startsWith('Z_')) throw error
    throw brokenPicture()
  }
  if (unpacked !== expected || inflate.bytesWritten !== packed.length) throw brokenPicture()
}

function unpackedSize(header: Buffer): number {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const [depth = 0, colour = -1, compression, filter, interlace = 0] = header.subarray(8)
  const channels = channelsOf[colour]
  if (channels === undefined || !depthsOf[colour]?.includes(depth)) throw brokenPicture()
  if (compression !== 0 || filter !== 0 || interlace > 1) throw brokenPicture()
  const sizeOf = (columns: number, rows: number) =>
    columns === 0 || rows === 0 ? 0 : rows * (1 + Math.ceil((columns * channels * depth) / 8))
  if (interlace === 0) return sizeOf(width, height)
  return adam7.reduce((sum, [x, y, stepX, stepY]) => {
    return sum + sizeOf(Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY))
  }, 0)
}

/** Where each of the seven passes begins, and its steps. */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const
