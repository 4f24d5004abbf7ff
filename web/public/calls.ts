import './quiet-schemas.ts'
import { cancelBookingByLink, getBookingByLink, moveBookingByLink, requestBooking } from '#contract/booking'
import { listSlots } from '#contract/scheduling'
import type { Endpoint, Input, Output } from '#platform/contract.ts'
import { ApiProblem, call, Offline, type CallOptions } from '#web/app/api.ts'
import type { Answer } from './answers.ts'

async function answer<E extends Endpoint>(
  endpoint: E,
  input: Input<E>,
  options: CallOptions,
): Promise<Answer<Output<E>>> {
  try {
    return { kind: 'done', value: await call(endpoint, input, options) }
  } catch (error) {
    if (error instanceof Offline) return { kind: 'offline' }
    if (error instanceof ApiProblem) return { kind: 'refused', status: error.status, code: error.code, problem: error }
    throw error
  }
}

export const askSlots = (input: Input<typeof listSlots>, options: CallOptions) => answer(listSlots, input, options)
export const askForBooking = (input: Input<typeof requestBooking>, options: CallOptions) =>
  answer(requestBooking, input, options)
export const askCancellation = (input: Input<typeof cancelBookingByLink>, options: CallOptions) =>
  answer(cancelBookingByLink, input, options)
export const askMove = (input: Input<typeof moveBookingByLink>, options: CallOptions) =>
  answer(moveBookingByLink, input, options)
export const askBooking = (input: Input<typeof getBookingByLink>, options: CallOptions) =>
  answer(getBookingByLink, input, options)
