import { brokenPicture, movingPicture, type Picture } from './picture-rules.ts'

/** The parts of a still picture (RFC 9649, 2); Exif, XMP and what nobody knows are left behind. */
const keptChunks = new Set(['VP8X', 'ICCP', 'ALPH', 'VP8 ', 'VP8L'])
const metadataFlags = 0x0c
const animationFlag = 0x02

interface Chunk {
  readonly type: string
  readonly data: Buffer
}

export function isWebp(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP'
}

/** A WebP file whole from its first byte to its last. */
export function readWebp(bytes: Buffer, checkSize: (width: number, height: number) => void): Picture {
  if (bytes.length < 20 || bytes.readUInt32LE(4) + 8 !== bytes.length) throw brokenPicture()
  const chunks = readChunks(bytes)
  if (chunks.some(({ type }) => type === 'ANIM' || type === 'ANMF')) throw movingPicture()
  const frames = chunks.filter(({ type }) => type === 'VP8 ' || type === 'VP8L')
  const [frame] = frames
  const [first] = chunks
  if (!frame || frames.length !== 1) throw brokenPicture()
  if (first !== frame && first?.type !== 'VP8X') throw brokenPicture()
  const size = frame.type === 'VP8 ' ? sizeOfLossy(frame.data) : sizeOfLossless(frame.data)
  checkSize(size.width, size.height)
  if (first?.type === 'VP8X') mustFit(first.data, size)
  const kept = chunks.filter(({ type }) => keptChunks.has(type)).map(writeChunk)
  const content = Buffer.concat([Buffer.from('WEBP'), ...kept])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(content.length, 4)
  return { mediaType: 'image/webp', ...size, bytes: Buffer.concat([head, content]) }
}

function readChunks(bytes: Buffer): Chunk[] {
  const chunks: Chunk[] = []
  for (let at = 12; at < bytes.length;) {
    if (bytes.length - at < 8) throw brokenPicture()
    const end = at + 8 + bytes.readUInt32LE(at + 4)
    if (end > bytes.length) throw brokenPicture()
    chunks.push({ type: bytes.toString('latin1', at, at + 4), data: bytes.subarray(at + 8, end) })
    at = end + (end % 2)
  }
  return chunks
}

function writeChunk({ type, data }: Chunk): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  const content = Buffer.from(data)
  if (type === 'VP8X') content[0] = content[0]! & ~metadataFlags
  return Buffer.concat([head, content, Buffer.alloc(data.length % 2)])
}

function sizeOfLossy(data: Buffer): { width: number; height: number } {
  if (data.length < 10 || data.toString('hex', 3, 6) !== '9d012a') throw brokenPicture()
  const firstPartition = data.readUIntLE(0, 3) >> 5
  if ((data[0]! & 1) !== 0 || firstPartition + 10 > data.length) throw brokenPicture()
  return { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff }
}

function sizeOfLossless(data: Buffer): { width: number; height: number } {
  if (data.length < 6 || data[0] !== 0x2f) throw brokenPicture()
  const bits = data.readUInt32LE(1)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

function mustFit(header: Buffer, { width, height }: { width: number; height: number }): void {
  if (header.length !== 10) throw brokenPicture()
  if ((header[0]! & animationFlag) !== 0) throw movingPicture()
  if (header.readUIntLE(4, 3) + 1 !== width || header.readUIntLE(7, 3) + 1 !== height) throw brokenPicture()
}
