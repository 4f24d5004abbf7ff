import { useEffect, useReducer, useRef, useState } from 'react'
import { requestBooking } from '#contract/booking'
import { ApiProblem, call, Offline } from '#web/app/api.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { paths } from '#web/paths.ts'
import type { FormProblem } from '#web/ui/form.tsx'
import { goTo, hrefWith, useAddress } from './address.tsx'
import type { Choice } from './choices.ts'
import { changeDraft, dropDraft, emptyDraft, keepDraft, readDraft, type ApplicantDraft } from './draft.ts'
import { composeRequest, fieldName, findGaps } from './request.ts'

/** How the last try to send ended. */
export type Refusal = { kind: 'form'; problem: FormProblem } | { kind: 'taken' } | { kind: 'offline' }

const takenCodes = ['booking.time_taken', 'scheduling.time_taken', 'scheduling.not_bookable']

/** The request in the making: kept on this device with every change, sent once. */
export function useRequest(organisation: string, now: Temporal.Instant) {
  const { t, locale } = useI18n()
  const address = useAddress()
  const [draft, change] = useReducer(changeDraft, emptyDraft)
  const [isRestored, setIsRestored] = useState(false)
  const [isSending, setIsSending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const isUnderway = useRef(false)

  useEffect(() => {
    const kept = readDraft(organisation, now)
    change({ do: 'restore', draft: { ...kept, applicant: { ...kept.applicant, ...typedBefore() } } })
    setIsRestored(true)
    if (kept.offeringId !== null && !new URLSearchParams(location.search).has('offering') && kept.choices.length > 0)
      goTo(hrefWith(location.search, { offering: kept.offeringId }), 'replace')
  }, [organisation, now])

  useEffect(() => {
    if (isRestored) keepDraft(organisation, draft)
  }, [organisation, draft, isRestored])

  const choices = draft.offeringId === address.offering ? draft.choices : []

  async function send(offeringId: string): Promise<void> {
    if (isUnderway.current) return
    const gaps = findGaps(draft.applicant, t)
    if (gaps.length > 0) return setRefusal({ kind: 'form', problem: { title: t('public.form_gaps'), errors: gaps } })

    const input = composeRequest(offeringId, choices, draft.applicant)
    const body = JSON.stringify(input)
    const key = draft.sent?.body === body ? draft.sent.key : crypto.randomUUID()
    isUnderway.current = true
    setIsSending(true)
    setRefusal(null)
    change({ do: 'send', sent: { key, body } })
    try {
      const { token } = await call(requestBooking, { ...input, locale }, { organisation, locale, idempotencyKey: key })
      dropDraft(organisation)
      location.assign(`${paths.bookingStatus(organisation, token)}?lang=${locale}`)
    } catch (error) {
      if (!(error instanceof Offline)) change({ do: 'send', sent: isAnswer(error) ? null : { key, body } })
      setRefusal(refusalOf(error))
      setIsSending(false)
      isUnderway.current = false
    }
  }

  function refusalOf(error: unknown): Refusal {
    if (error instanceof Offline) return { kind: 'offline' }
    if (!(error instanceof ApiProblem))
      return { kind: 'form', problem: { title: t('common.something_went_wrong'), detail: t('public.kept_here') } }
    if (takenCodes.includes(error.code)) return { kind: 'taken' }
    if (error.code === 'booking.contact_needed') {
      const field = draft.applicant.isForChild ? 'guardianWaNumber' : 'waNumber'
      return {
        kind: 'form',
        problem: { title: error.title, errors: [{ path: fieldName(field), message: error.title }] },
      }
    }
    return { kind: 'form', problem: error }
  }

  return {
    applicant: draft.applicant,
    choices,
    isSending,
    refusal,
    send,
    write: (field: Partial<ApplicantDraft>) => change({ do: 'write', field }),
    setChoices(next: readonly Choice[]) {
      if (address.offering !== null) change({ do: 'choose', offeringId: address.offering, choices: next })
      if (refusal?.kind === 'taken') setRefusal(null)
    },
  }
}

export type Request = ReturnType<typeof useRequest>

// The server has decided; a failure of its own is no decision, and the same key finds out whether the request is there.
function isAnswer(error: unknown): boolean {
  return error instanceof ApiProblem && error.status < 500 && error.status !== 429
}

/** What somebody wrote into the fields before the scripts had come. */
function typedBefore(): Partial<ApplicantDraft> {
  const typed: Record<string, string> = {}
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name^="applicant."]')) {
    if (input.type !== 'checkbox' && input.type !== 'radio' && input.value !== '')
      typed[input.name.slice('applicant.'.length)] = input.value
  }
  return typed
}
