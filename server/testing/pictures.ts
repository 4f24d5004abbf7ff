import { crc32, deflateSync } from 'node:zlib'

/** A PNG of one colour; `more` are chunks between the header and the pixels. */
export function makePng(width: number, height: number, more: readonly Buffer[] = []): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + width * 3), 0x60)
  for (let row = 0; row < height; row++) rows[row * (1 + width * 3)] = 0
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    ...more,
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const chunk = Buffer.alloc(12 + data.length)
  chunk.writeUInt32BE(data.length, 0)
  chunk.write(type, 4, 'latin1')
  data.copy(chunk, 8)
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length)
  return chunk
}

/** A JPEG of 8 by 8 grey pixels, made by hand: one block, one code. */
export const sampleJpeg = Buffer.concat([
  Buffer.from('ffd8', 'hex'),
  Buffer.from('ffe000104a46494600010100000100010000', 'hex'),
  Buffer.from(`ffdb004300${'10'.repeat(64)}`, 'hex'),
  Buffer.from('ffc0000b080008000801011100', 'hex'),
  Buffer.from(`ffc4001400${'01'}${'00'.repeat(15)}00`, 'hex'),
  Buffer.from(`ffc4001410${'01'}${'00'.repeat(15)}00`, 'hex'),
  Buffer.from('ffda0008010100003f003f', 'hex'),
  Buffer.from('ffd9', 'hex'),
])

/** A lossless WebP of one pixel. */
export const sampleWebp = Buffer.from('524946461a000000574542505650384c0d0000002f00000010071011118888fe0700', 'hex')

export const samplePicture = makePng(4, 3)
