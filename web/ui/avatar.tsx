import { hueOf, type Hue } from './hue.ts'
import './avatar.css'

interface AvatarProps {
  name: string
  /** What keeps the hue steady when the name changes. */
  id?: string
  hue?: Hue
  size?: 'small' | 'normal' | 'large' | 'huge'
  /** The address of a photo, which stands in for the initials. */
  photo?: string | undefined
}

/** Decoration beside a name that is written out. */
export function Avatar({ name, id = name, hue = hueOf(id), size = 'normal', photo }: AvatarProps) {
  if (photo) return <img className="avatar" data-size={size} src={photo} alt="" loading="lazy" />
  return (
    <span className="avatar" data-hue={hue} data-size={size} aria-hidden="true">
      {initialsOf(name)}
    </span>
  )
}

/** Keeps two Arabic letters from being written as the beginning of a word. */
const nonJoiner = '\u200C'

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words
  return ends
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32))
    .join(nonJoiner)
    .toLocaleUpperCase()
}
