import { wrongField } from './errors.ts'
import { jpegSignature, readJpeg } from './picture-jpeg.ts'
import { pngSignature, readPng } from './picture-png.ts'
import { brokenPicture, type Picture } from './picture-rules.ts'
import { isWebp, readWebp } from './picture-webp.ts'

/** A picture of more pixels on a side is a bomb or a poster. */
const maximalSide = 4096

/**
 * What the bytes are, whatever their sender says: a PNG, JPEG or WebP file that is whole and nothing else at the same time. Anything else
 * is refused with a sentence at the field `file`.
 */
export async function readPicture(bytes: Buffer): Promise<Picture> {
  if (bytes.length === 0) throw wrongField('file', 'required')
  if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) return readPng(bytes, checkSize)
  if (bytes.subarray(0, jpegSignature.length).equals(jpegSignature)) return readJpeg(bytes, checkSize)
  if (isWebp(bytes)) return readWebp(bytes, checkSize)
  throw wrongField('file', 'not_picture')
}

function checkSize(width: number, height: number): void {
  if (width < 1 || height < 1) throw brokenPicture()
  if (width > maximalSide || height > maximalSide) throw wrongField('file', 'too_many_pixels', { maximum: maximalSide })
}
