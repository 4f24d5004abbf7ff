import { joinClasses } from './classes.ts'
import { Link, type LinkProps } from './link.tsx'
import './text-link.css'

interface TextLinkProps extends LinkProps {
  /** Strong stands alone as an action, plain sits inside a sentence. */
  weight?: 'plain' | 'strong'
}

export function TextLink({ weight = 'plain', className, ...link }: TextLinkProps) {
  return <Link {...link} className={joinClasses('text-link', className)} data-weight={weight} />
}
