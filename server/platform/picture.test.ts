import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deflateSync } from 'node:zlib'
import { makePng, pngChunk, sampleJpeg, samplePicture, sampleWebp } from '#testing/pictures.ts'
import { Problem } from './errors.ts'
import { readPicture } from './picture.ts'

async function reasonOf(bytes: Buffer): Promise<string | undefined> {
  try {
    await readPicture(bytes)
    return undefined
  } catch (error) {
    assert.ok(error instanceof Problem, String(error))
    assert.equal(error.details.errors?.[0]?.path, 'file')
    return error.details.errors[0].code
  }
}

const pictures = { PNG: samplePicture, JPEG: sampleJpeg, WebP: sampleWebp }

test('a picture of each kind is known by its bytes', async () => {
  assert.deepEqual(
    await Promise.all(Object.values(pictures).map(async (each) => (await readPicture(each)).mediaType)),
    ['image/png', 'image/jpeg', 'image/webp'],
  )
  const { width, height } = await readPicture(makePng(31, 7))
  assert.deepEqual([width, height], [31, 7])
})

test('a picture that ends early is refused, wherever it ends', async () => {
  for (const [kind, bytes] of Object.entries(pictures))
    for (let length = 0; length < bytes.length; length++)
      assert.ok(await reasonOf(bytes.subarray(0, length)), `${kind} of ${length} bytes`)
})

test('no change of one bit makes the reader fail, and a changed PNG is refused', async () => {
  for (const [kind, bytes] of Object.entries(pictures)) {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = Buffer.from(bytes)
      changed[bit >> 3]! ^= 1 << (bit & 7)
      const reason = await reasonOf(changed)
      if (kind === 'PNG') assert.ok(reason, `bit ${bit}`)
    }
  }
})

test('what is no picture is refused, whatever it calls itself', async () => {
  const others = {
    'a drawing with a script': '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    'a page': '<!doctype html><script>alert(1)</script>',
    'a PDF': '%PDF-1.7\n',
    'a GIF': 'GIF89a\u0001\u0000',
    'an archive': 'PK\u0003\u0004',
    'a program': '\u007fELF',
  }
  for (const [name, text] of Object.entries(others))
    assert.equal(await reasonOf(Buffer.from(text, 'latin1')), 'not_picture', name)
  assert.equal(await reasonOf(Buffer.alloc(0)), 'required')
})

test('a file that is a picture and something else at the same time is refused', async () => {
  const hidden = ['<script>alert(1)</script>', 'PK\u0003\u0004 an archive', '%PDF-1.7'].map((text) => Buffer.from(text))
  for (const [kind, bytes] of Object.entries(pictures))
    for (const other of hidden) assert.equal(await reasonOf(Buffer.concat([bytes, other])), 'broken_picture', kind)
  const packed = Buffer.concat([deflateSync(Buffer.from([0, 1, 1, 1])), Buffer.from('<script>')])
  const header = pngChunk('IHDR', Buffer.from('00000001000000010802000000', 'hex'))
  const tailed = Buffer.concat([
    samplePicture.subarray(0, 8),
    header,
    pngChunk('IDAT', packed),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
  assert.equal(await reasonOf(tailed), 'broken_picture')
})

test('what stands beside the pixels is not kept: text, comments, place and camera', async () => {
  const note = Buffer.from('Comment\0<script>alert(1)</script>')
  const notes = ['tEXt', 'iTXt', 'zTXt', 'eXIf', 'tIME', 'prVt'].map((type) => pngChunk(type, note))
  assert.deepEqual((await readPicture(makePng(4, 3, notes))).bytes, samplePicture)

  const segment = (marker: string, data: Buffer) => {
    const length = Buffer.alloc(2)
    length.writeUInt16BE(data.length + 2)
    return Buffer.concat([Buffer.from(marker, 'hex'), length, data])
  }
  const exif = Buffer.from('Exif\0\0II*\0\x08\0\0\0\0\0 Make: Camera at 6.2 S 106.8 E', 'latin1')
  const told = Buffer.concat([
    sampleJpeg.subarray(0, 2),
    segment('ffe1', exif),
    segment('fffe', note),
    segment('ffed', note),
    sampleJpeg.subarray(2),
  ])
  const { bytes } = await readPicture(told)
  for (const text of ['script', 'Camera', 'Make']) assert.ok(!bytes.includes(text), text)

  const riff = Buffer.concat([sampleWebp, Buffer.from('EXIF\x06\0\0\0Camera', 'latin1')])
  riff.writeUInt32LE(riff.length - 8, 4)
  assert.deepEqual((await readPicture(riff)).bytes, sampleWebp)
})

test('which way is up stays with a photo, and nothing else of what the camera wrote', async () => {
  for (const [order, exif] of [
    ['II', '49492a0008000000010012010300010000000600000000000000'],
    ['MM', '4d4d002a00000008000101120003000000010006000000000000'],
  ] as const) {
    const data = Buffer.concat([Buffer.from('Exif\0\0'), Buffer.from(exif, 'hex'), Buffer.from('Camera')])
    const head = Buffer.from('ffe10000', 'hex')
    head.writeUInt16BE(data.length + 2, 2)
    const { bytes } = await readPicture(Buffer.concat([sampleJpeg.subarray(0, 2), head, data, sampleJpeg.subarray(2)]))
    assert.equal(
      bytes.toString('hex', 2, 38),
      'ffe1002245786966' + '0000' + '4d4d002a000000080001' + '01120003000000010006000000000000',
      order,
    )
    assert.ok(!bytes.includes('Camera'))
    assert.deepEqual((await readPicture(bytes)).bytes, bytes)
  }
})

test('a second picture or a short film behind a photo is cut off', async () => {
  const film = Buffer.concat([Buffer.from('00000018', 'hex'), Buffer.from('ftypmp42 and so on')])
  for (const rest of [sampleJpeg, film, Buffer.alloc(9), Buffer.from('notes of a telephone SEFT')])
    assert.deepEqual((await readPicture(Buffer.concat([sampleJpeg, rest]))).bytes, sampleJpeg)
})

test('a picture that unpacks to more than it says, or that is too large, is refused without being unpacked', async () => {
  const header = (width: number, height: number) => {
    const data = Buffer.from('00000000000000000802000000', 'hex')
    data.writeUInt32BE(width, 0)
    data.writeUInt32BE(height, 4)
    return pngChunk('IHDR', data)
  }
  const png = (width: number, height: number, rows: Buffer) =>
    Buffer.concat([
      samplePicture.subarray(0, 8),
      header(width, height),
      pngChunk('IDAT', deflateSync(rows)),
      pngChunk('IEND', Buffer.alloc(0)),
    ])
  assert.equal(await reasonOf(png(1, 1, Buffer.alloc(50_000_000))), 'broken_picture')
  assert.equal(await reasonOf(png(9, 9, Buffer.alloc(20))), 'broken_picture')
  assert.equal(await reasonOf(png(5000, 1, Buffer.alloc(15_001))), 'too_many_pixels')
  assert.equal(await reasonOf(png(0, 1, Buffer.alloc(1))), 'broken_picture')
})

test('a moving picture is refused', async () => {
  assert.equal(await reasonOf(makePng(2, 2, [pngChunk('acTL', Buffer.alloc(8))])), 'moving_picture')
})
