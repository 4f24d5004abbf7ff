import { useEffect, useReducer, useRef, useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { paths } from '#web/paths.ts'
import type { FormProblem } from '#web/ui/form.tsx'
import { ask, type Answer } from './answers.ts'
import { goTo, hrefWith, useAddress } from './address.tsx'
import type { Choice } from './choices.ts'
import { changeDraft, dropDraft, emptyDraft, keepDraft, readDraft, type ApplicantDraft } from './draft.ts'
import { composeRequest, fieldName, findGaps, isForChild } from './request.ts'

/** How the last try to send ended. */
export type Refusal = { kind: 'form'; problem: FormProblem } | { kind: 'taken' } | { kind: 'offline' }

const takenCodes = ['booking.time_taken', 'scheduling.time_taken', 'scheduling.not_bookable']

/** The request in the making: kept on this device with every change, sent once. */
export function useRequest(organisation: string, now: Temporal.Instant) {
  const { t, locale } = useI18n()
  const address = useAddress()
  const [draft, change] = useReducer(changeDraft, emptyDraft)
  const [isSending, setIsSending] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const isUnderway = useRef(false)

  useEffect(() => {
    const kept = readDraft(organisation, now)
    change({ do: 'restore', draft: { ...kept, applicant: { ...kept.applicant, ...typedBefore() } } })
    if (kept.offeringId !== null && !new URLSearchParams(location.search).has('offering') && kept.choices.length > 0)
      goTo(hrefWith(location.search, { offering: kept.offeringId }), 'replace')
  }, [organisation, now])

  useEffect(() => {
    if (draft !== emptyDraft) keepDraft(organisation, draft) // before anything was restored there is nothing to keep
  }, [organisation, draft])

  const choices = draft.offeringId === address.offering ? draft.choices : []

  /** Says at each field what is missing or wrong, and puts the focus on the first of them; false when nothing is. */
  function showGaps(): boolean {
    const errors = findGaps(draft.applicant, t)
    if (errors.length > 0) setRefusal({ kind: 'form', problem: { title: t('public.form_gaps'), errors } })
    return errors.length > 0
  }

  async function send(offeringId: string): Promise<void> {
    if (isUnderway.current) return
    if (showGaps()) return

    const input = composeRequest(offeringId, choices, draft.applicant)
    const body = JSON.stringify(input)
    const key = draft.sent?.body === body ? draft.sent.key : crypto.randomUUID()
    isUnderway.current = true
    setIsSending(true)
    setRefusal(null)
    change({ do: 'send', sent: { key, body } })
    try {
      const answer = await ask(({ askForBooking }) =>
        askForBooking({ ...input, locale }, { organisation, locale, idempotencyKey: key }),
      )
      if (answer.kind === 'done') {
        dropDraft(organisation)
        location.assign(`${paths.bookingStatus(organisation, answer.value.token)}?lang=${locale}`)
        return
      }
      if (isDecision(answer)) change({ do: 'send', sent: null })
      setRefusal(refusalOf(answer))
    } catch (error) {
      reportError(error)
      const problem = { title: t('common.something_went_wrong'), detail: t('public.kept_here') }
      setRefusal({ kind: 'form', problem })
    }
    setIsSending(false)
    isUnderway.current = false
  }

  function refusalOf(answer: Exclude<Answer<unknown>, { kind: 'done' }>): Refusal {
    if (answer.kind === 'offline') return { kind: 'offline' }
    if (takenCodes.includes(answer.code)) return { kind: 'taken' }
    if (answer.code !== 'booking.contact_needed') return { kind: 'form', problem: answer.problem }
    const { title } = answer.problem
    const path = fieldName(isForChild(draft.applicant) ? 'guardianWaNumber' : 'waNumber')
    return { kind: 'form', problem: { title, errors: [{ path, message: title }] } }
  }

  return {
    applicant: draft.applicant,
    choices,
    isSending,
    refusal,
    send,
    showGaps,
    write(field: Partial<ApplicantDraft>) {
      change({ do: 'write', field })
      if (refusal?.kind === 'form' && findGaps({ ...draft.applicant, ...field }, t).length === 0) setRefusal(null)
    },
    /** With `othersGone`, another of the chosen times still has to be replaced. */
    setChoices(next: readonly Choice[], othersGone = false) {
      if (address.offering !== null) change({ do: 'choose', offeringId: address.offering, choices: next })
      if (refusal?.kind === 'taken' && !othersGone) setRefusal(null)
    },
  }
}

export type Request = ReturnType<typeof useRequest>

// A failure of the server is no decision: the same key finds out later whether the request is there.
function isDecision(answer: Answer<unknown>): boolean {
  return answer.kind === 'refused' && answer.status < 500 && answer.status !== 429
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
