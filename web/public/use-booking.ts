import { useEffect, useRef, useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { ask } from './answers.ts'
import type { BookingData } from './page-data.ts'

type Booking = BookingData['booking']

const oncePerMinute = 60_000

/** A booking as it stands: looked at again when the page comes into sight, and every minute while its request waits. */
export function useBooking(data: BookingData): [booking: Booking, change: (booking: Booking) => void] {
  const { locale } = useI18n()
  const { slug } = data.organisation
  const { token } = data
  const [booking, setBooking] = useState(data.booking)
  const changes = useRef(0)
  const { status } = booking

  function change(next: Booking) {
    changes.current += 1
    setBooking(next)
  }

  useEffect(() => {
    if (status !== 'requested' && status !== 'confirmed') return
    let isOver = false

    async function look() {
      if (document.visibilityState !== 'visible') return
      const before = changes.current
      const answer = await ask(({ askBooking }) => askBooking({ token }, { organisation: slug, locale }))
      // What was asked before the reader cancelled would bring back what is over.
      if (answer.kind === 'done' && !isOver && changes.current === before) setBooking(answer.value)
    }
    const lookAgain = () => void look().catch(reportError)

    document.addEventListener('visibilitychange', lookAgain)
    const timer = status === 'requested' ? setInterval(lookAgain, oncePerMinute) : undefined
    return () => {
      isOver = true
      clearInterval(timer)
      document.removeEventListener('visibilitychange', lookAgain)
    }
  }, [slug, token, locale, status])

  return [booking, change]
}
