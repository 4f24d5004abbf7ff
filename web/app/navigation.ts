import type { MessageKey } from '#messages/translator.ts'
import { paths } from '#web/paths.ts'
import type { IconName } from '#web/ui/icon.tsx'
import type { Counts } from './counts.ts'
import type { Frame } from './session.ts'

export interface Place {
  readonly label: MessageKey
  readonly icon: IconName
  readonly href: (organisation: string) => string
  /** What waits there. */
  readonly counts?: keyof Counts
  /** Not shown to who lacks it. */
  readonly needs?: string
  /** Among the five under the thumb. */
  readonly onPhone?: boolean
}

/** Where each kind of reader can go, most used first. */
export const places: Readonly<Record<Frame, readonly Place[]>> = {
  office: [
    { label: 'shell.inbox', icon: 'inbox', href: paths.inbox, counts: 'inbox', onPhone: true },
    { label: 'shell.timetable', icon: 'calendar', href: paths.timetable, onPhone: true },
    { label: 'shell.people', icon: 'people', href: paths.people, onPhone: true },
    { label: 'shell.requests', icon: 'receipt', href: paths.requests, counts: 'requests' },
    { label: 'shell.groups', icon: 'group', href: paths.groups },
    { label: 'shell.catalogue', icon: 'book', href: paths.catalogue },
    { label: 'shell.rooms', icon: 'door', href: paths.rooms },
    { label: 'shell.money', icon: 'cash', href: paths.money, onPhone: true },
    { label: 'shell.outbox', icon: 'mail', href: paths.outbox },
    { label: 'shell.audit', icon: 'eye', href: paths.audit, needs: 'audit.read' },
    { label: 'shell.settings', icon: 'settings', href: paths.settings, needs: 'organisation.manage' },
  ],
  teacher: [
    { label: 'shell.today', icon: 'clock', href: paths.today, onPhone: true },
    { label: 'shell.timetable', icon: 'calendar', href: paths.timetable, onPhone: true },
    { label: 'shell.availability', icon: 'edit', href: paths.availability, onPhone: true },
    { label: 'shell.students', icon: 'people', href: paths.students, onPhone: true },
  ],
  family: [
    { label: 'shell.home', icon: 'home', href: paths.home, onPhone: true },
    { label: 'shell.calendar', icon: 'calendar', href: paths.calendar, onPhone: true },
    { label: 'shell.record', icon: 'book', href: paths.progress, onPhone: true },
    { label: 'shell.payments', icon: 'receipt', href: paths.payments, onPhone: true },
  ],
}

export function placesFor(frame: Frame, can: (permission: string) => boolean): readonly Place[] {
  return places[frame].filter((place) => place.needs === undefined || can(place.needs))
}
