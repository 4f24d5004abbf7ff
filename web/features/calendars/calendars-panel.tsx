import { useMember } from '#web/app/session.ts'
import { MyFeed } from './my-feed.tsx'
import { OutsideCalendars } from './outside-calendars.tsx'

/** On the account page: one's lessons for calendar programs, and for teachers their calendars elsewhere. */
export function CalendarsPanel() {
  const { can } = useMember()
  return (
    <>
      <MyFeed />
      {can('teaching.teach') && <OutsideCalendars />}
    </>
  )
}
