const small = 300 * 1024

interface Wanted {
  /** Pixels of the longer side at most. */
  readonly side: number
  readonly type: 'image/jpeg' | 'image/png'
}

/**
 * A photo from a telephone made small enough to be sent at once, upright and without what the camera wrote. What this browser cannot draw is
 * sent as it is: the server then says what is wrong with it.
 */
export async function shrinkPicture(file: File, { side, type }: Wanted): Promise<Blob> {
  const bitmap = await createImageBitmap(file).catch(() => null)
  if (bitmap === null) return file
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height))
  if (scale === 1 && file.size <= small) return file
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  const context = canvas.getContext('2d')
  if (context === null) return file
  context.imageSmoothingQuality = 'high'
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), type, 0.9))
}
