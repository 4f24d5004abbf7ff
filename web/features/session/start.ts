import type { Session } from '#contract/identity'
import { frameFor } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { isLocalPath } from './local-path.ts'

type Membership = Session['memberships'][number]

/** The screen a person's work begins with in one organisation. */
export function startOf({ organisation, roles }: Membership): string {
  const frame = frameFor(roles)
  if (frame === 'office') return paths.inbox(organisation.slug)
  return frame === 'teacher' ? paths.today(organisation.slug) : paths.home(organisation.slug)
}

/** Where to go after signing in, or null when the reader has to choose between organisations. */
export function nextScreen({ memberships }: Session, next: string | undefined): string | null {
  if (next !== undefined && isLocalPath(next)) {
    const asked = memberships.find(({ organisation }) => next.replace(/\/$/, '') === `/${organisation.slug}`)
    return asked ? startOf(asked) : next
  }
  return memberships.length === 1 ? startOf(memberships[0]!) : null
}
