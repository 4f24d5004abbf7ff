import { hueOf, type Hue } from './hue.ts'
import './hue-mark.css'

/** A small square in the steady hue of a subject, beside its name. */
export function HueMark({ hue }: { hue: number }) {
  const steady: Hue = hue >= 1 && hue <= 8 ? (hue as Hue) : hueOf(String(hue))
  return <span className="hue-mark" data-hue={steady} aria-hidden="true" />
}
