import { brokenPicture, type Picture } from './picture-rules.ts'

export const jpegSignature = Buffer.from('ffd8ff', 'hex')

/** Tables and headers that a decoder needs beside the frame and the scans. */
const neededMarkers = new Set([0xc4, 0xdb, 0xdd])
/** Baseline, extended and progressive: what every browser and our printer decode. */
const frameMarkers = new Set([0xc0, 0xc1, 0xc2])

/** A JPEG file from its first marker to its last (ITU T.81), without comments, place, time and camera; which way is up stays. */
export function readJpeg(bytes: Buffer, checkSize: (width: number, height: number) => void): Picture {
  const kept: Buffer[] = []
  let size: { width: number; height: number } | undefined
  let hasScan = false
  let orientation = 1
  let at = 2
  for (;;) {
    const { marker, start } = readMarker(bytes, at)
    if (marker === 0xd9) {
      at = start
      break
    }
    if (start + 2 > bytes.length) throw brokenPicture()
    const end = start + bytes.readUInt16BE(start)
    const data = bytes.subarray(start + 2, end)
    const segment = bytes.subarray(start - 2, end)
    if (end > bytes.length || end < start + 2) throw brokenPicture()
    at = end
    if (frameMarkers.has(marker)) {
      if (size || data.length < 6) throw brokenPicture()
      size = { height: data.readUInt16BE(1), width: data.readUInt16BE(3) }
      checkSize(size.width, size.height)
      kept.push(segment)
    } else if (marker === 0xda) {
      if (!size) throw brokenPicture()
      at = endOfScan(bytes, end)
      hasScan = true
      kept.push(bytes.subarray(start - 2, at))
    } else if (marker === 0xe1) {
      orientation = orientationOf(data) ?? orientation
    } else if (neededMarkers.has(marker) || isNeededApplication(marker, data)) {
      kept.push(segment)
    } else if (!isLeftBehind(marker)) throw brokenPicture()
  }
  if (!size || !hasScan || !isHarmlessRest(bytes.subarray(at))) throw brokenPicture()
  const turned = orientation === 1 ? [] : [exifOf(orientation)]
  const parts = [Buffer.from('ffd8', 'hex'), ...turned, ...kept, Buffer.from('ffd9', 'hex')]
  return { mediaType: 'image/jpeg', ...size, bytes: Buffer.concat(parts) }
}

/** The marker at a place, and where what follows it starts. */
function readMarker(bytes: Buffer, at: number): { marker: number; start: number } {
  if (bytes[at] !== 0xff) throw brokenPicture()
  let start = at + 1
  while (bytes[start] === 0xff) start++
  const marker = bytes[start]
  if (marker === undefined) throw brokenPicture()
  return { marker, start: start + 1 }
}

/** Behind the packed pixels: a byte FF in them is followed by 00, or restarts the decoder. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at)) {
    const next = bytes[at + 1]
    if (next === undefined) break
    if (next === 0xff) at += 1
    else if (next === 0 || (next >= 0xd0 && next <= 0xd7)) at += 2
    else return at
  }
  throw brokenPicture()
}

const startsWith = (data: Buffer, text: string) => data.subarray(0, text.length).toString('latin1') === text

/** How the colours are meant. */
function isNeededApplication(marker: number, data: Buffer): boolean {
  if (marker === 0xe0) return startsWith(data, 'JFIF\0')
  if (marker === 0xe2) return startsWith(data, 'ICC_PROFILE\0')
  return marker === 0xee && startsWith(data, 'Adobe')
}

function isLeftBehind(marker: number): boolean {
  return (marker >= 0xe0 && marker <= 0xef) || marker === 0xfe
}

// Cameras put a second picture, a short film or notes of their own behind the picture; they are cut off. Anything else has no
// business there.
function isHarmlessRest(rest: Buffer): boolean {
  return (
    rest.every((byte) => byte === 0) ||
    rest.subarray(0, 3).equals(jpegSignature) ||
    rest.toString('latin1', 4, 8) === 'ftyp' ||
    rest.subarray(-4).toString('latin1') === 'SEFT'
  )
}

/** One of eight, as Exif counts them; undefined where the segment does not say. */
function orientationOf(data: Buffer): number | undefined {
  if (!startsWith(data, 'Exif\0\0') || data.length < 14) return undefined
  const tiff = data.subarray(6)
  const isLittle = startsWith(tiff, 'II')
  const short = (at: number) => (at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = Math.min(short(directory), 100)
  for (let entry = 0; entry < entries; entry++) {
    const at = directory + 2 + entry * 12
    if (short(at) !== 0x0112) continue
    const value = short(at + 8)
    return value >= 1 && value <= 8 ? value : undefined
  }
  return undefined
}

/** An Exif segment that says nothing but which way is up. */
function exifOf(orientation: number): Buffer {
  const segment = Buffer.from(
    'ffe1002245786966' + '0000' + '4d4d002a00000008' + '0001' + '011200030000000100000000' + '00000000',
    'hex',
  )
  segment.writeUInt16BE(orientation, 28)
  return segment
}
