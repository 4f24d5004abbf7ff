import { wrongField, type Problem } from './errors.ts'

/** A picture as it is kept: the pixels and how their colours are meant, and nothing that a camera or a program wrote beside them. */
export interface Picture {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
  readonly bytes: Buffer
}

export function brokenPicture(): Problem {
  return wrongField('file', 'broken_picture')
}

export function movingPicture(): Problem {
  return wrongField('file', 'moving_picture')
}
